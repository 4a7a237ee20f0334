import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Database, Inventory } from '../database/index.js';
import { LEFT_OUT, ReadinessService } from '../health/index.js';
import { Models } from '../model/index.js';
import { INVENTORY_MODEL } from './event-view.js';
import { readWatchTriggers } from './watch.repository.js';
import { type Watch, watchesOf, watchSentence } from './watch-state.js';

/** As often as the tables of the models are looked at. */
const LOOK_MS = 30_000;

/** Which of the served tables are watched, as it was at the last look. */
@Injectable()
export class Watches implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Watches.name);
  private watches: readonly Watch[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly models: Models,
    private readonly inventory: Inventory,
    readiness: ReadinessService,
  ) {
    readiness.add('watches', () => this.state());
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.models.registry.size === 0) return;
    await this.lookQuietly();
    this.timer = setInterval(() => void this.lookQuietly(), LOOK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Whose writes of the rows of a model are told: everybody's, or only those that came through this API. */
  covers(label: string): 'all' | 'api' {
    if (label === INVENTORY_MODEL && this.inventory.state.state === 'served') return 'all';
    const watch = this.watches.find((one) => one.label === label);
    return watch?.faults.length === 0 ? 'all' : 'api';
  }

  async look(): Promise<void> {
    const { registry } = this.models;
    const tables = [...new Set([...registry.values()].map(({ table }) => table))];
    const triggers = await readWatchTriggers(
      (sql, params) => this.database.query(sql, params),
      tables,
    );
    this.watches = watchesOf(registry, triggers, this.database.own);
  }

  /** For `/health/ready`; undefined where nothing is watched. The rest is served without. */
  private state(): string | undefined {
    if (this.watches.length === 0) return undefined;
    const faults = this.watches.flatMap((watch) => watch.faults);
    return faults.length === 0 ? 'ok' : `${LEFT_OUT} ${faults.map(watchSentence).join(' ')}`;
  }

  private async lookQuietly(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.logger.warn({ err: error }, 'the triggers of watched tables could not be looked at');
    }
  }
}
