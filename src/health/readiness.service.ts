import { Injectable } from '@nestjs/common';
import { Database, DatabaseUnavailableError, schemaState } from '../database/index.js';
import { within } from '../within.js';
import { type CheckResults, NotReadyError } from './health.errors.js';
import { ShutdownState } from './shutdown-state.js';

/** Probes give up after a few seconds themselves; a hanging database must not hang them. */
const TIME_LIMIT = 2000;

/** Whether this process can do its work. */
@Injectable()
export class ReadinessService {
  private running: Promise<CheckResults> | undefined;

  constructor(
    private readonly database: Database,
    private readonly shutdown: ShutdownState,
  ) {}

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
    if (Object.values(checks).every((result) => result === 'ok')) return checks;
    throw new NotReadyError(checks);
  }

  private async look(): Promise<CheckResults> {
    return within(TIME_LIMIT, this.lookAtDatabase(), () => ({
      database: 'It did not answer in time.',
    }));
  }

  private async lookAtDatabase(): Promise<CheckResults> {
    try {
      await this.database.assertServing();
      const { pending } = await schemaState(this.database);
      return { database: 'ok', migrations: pending.length === 0 ? 'ok' : 'Some have not run.' };
    } catch (error) {
      // The cause is in the log of the requests that failed for it; here it would be one line per probe.
      if (error instanceof DatabaseUnavailableError) return { database: 'It cannot be reached.' };
      return { database: 'ok', migrations: 'They cannot be read; have they run?' };
    }
  }
}
