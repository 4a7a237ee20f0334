import { Injectable } from '@nestjs/common';
import {
  Database,
  DatabaseUnavailableError,
  Inventory,
  QueryTimeoutError,
  sentencesOf,
  serverStateOf,
  settingFaults,
  type Unmet,
} from '../database/index.js';
import { within } from '../within.js';
import { type CheckResults, isPassed, LEFT_OUT, NotReadyError } from './health.errors.js';
import { ShutdownState } from './shutdown-state.js';

/** Probes give up after a few seconds themselves; a hanging database must not hang them. */
const TIME_LIMIT = 2000;

const NO_ANSWER = 'It did not answer in time.';

/** Whether this process can do its work. */
@Injectable()
export class ReadinessService {
  private running: Promise<CheckResults> | undefined;
  private readonly others = new Map<string, () => string | undefined>();

  constructor(
    private readonly database: Database,
    private readonly inventory: Inventory,
    private readonly shutdown: ShutdownState,
  ) {}

  /** Adds what another module knows of itself; undefined where there is nothing to tell. */
  add(name: string, check: () => string | undefined): void {
    this.others.set(name, check);
  }

  /**
   * Probes that come at once share one look at the database, so that they cannot empty its pool.
   *
   * @throws NotReadyError naming the checks that failed
   */
  async check(): Promise<CheckResults> {
    if (this.shutdown.isShuttingDown)
      throw new NotReadyError({ shutdown: 'The process is stopping.' });
    this.running ??= this.look().finally(() => (this.running = undefined));
    const checks = await this.running;
    if (Object.values(checks).every(isPassed)) return checks;
    throw new NotReadyError(checks);
  }

  private async look(): Promise<CheckResults> {
    return within(TIME_LIMIT, this.lookAtDatabase(), () => ({
      database: NO_ANSWER,
    }));
  }

  private async lookAtDatabase(): Promise<CheckResults> {
    try {
      await this.database.assertServing();
      const [fault] = await settingFaults(this.database);
      if (fault) return { database: fault.sentence };
      return this.checksOf(await this.inventory.unmet());
    } catch (error) {
      // The cause is in the log of the requests that failed for it; here it would be one line per probe.
      const state = serverStateOf(error);
      if (state) return { database: state.sentence };
      if (error instanceof DatabaseUnavailableError) return { database: 'It cannot be reached.' };
      if (error instanceof QueryTimeoutError) return { database: NO_ANSWER };
      return { database: 'It cannot be looked at; doctor says why.' };
    }
  }

  /** An inventory that is left out fails nothing: the rest is served, and this is where its reason is read. */
  private checksOf(all: readonly Unmet[]): CheckResults {
    const { state } = this.inventory;
    const unmet = all.filter(
      ({ area, level }) => level === 'problem' && (area === 'database' || state.state === 'served'),
    );
    const ofArea = (area: Unmet['area']): string =>
      sentencesOf(unmet.filter((one) => one.area === area && !one.isPending)) || 'ok';
    return {
      database: ofArea('database'),
      migrations: sentencesOf(unmet.filter(({ isPending }) => isPending)) || 'ok',
      ...Object.fromEntries(
        [...this.others].flatMap(([name, check]) => {
          const result = check();
          return result === undefined ? [] : [[name, result]];
        }),
      ),
      ...(state.state === 'served' && { inventory: ofArea('inventory') }),
      ...(state.state === 'unavailable' && { inventory: `${LEFT_OUT} ${state.reason}` }),
    };
  }
}
