import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  InventoryOffError,
  InventoryUnavailableError,
  MissingRightsError,
  TriggersBrokenError,
} from './database.errors.js';
import { isBrokenTrigger, toDomainError } from './mysql-errors.js';
import {
  checkTriggersWork,
  isProblemOf,
  REPAIR,
  readFacts,
  readTriggers,
  type Unmet,
  unmetRequirements,
} from './requirements/index.js';
import { ownTablesOf } from './own-tables.js';
import { askOn, type InventoryState } from './run-migrations.js';
import { runStatement } from './statement.js';
import { UserModel } from './user-model.js';

/** What the start found out; `served` where it is not given. */
export const INVENTORY_STATE = Symbol('INVENTORY_STATE');

/** So old may be what a write knows of the triggers: then a look at them costs nothing that shows. */
const FRESH_MS = 5000;

/** For so long `/health/ready` tells of a write that failed; then the next one shows whether it is mended. */
const TOLD_MS = 30_000;

/** Whether the database still keeps what it kept at the start. */
@Injectable()
export class Inventory {
  private checkedAt = -Infinity;
  /** When a write failed because of a trigger. */
  private brokenAt = -Infinity;
  private checking: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UserModel,
    @Optional()
    @Inject(INVENTORY_STATE)
    readonly state: InventoryState = { state: 'served' },
  ) {}

  /** @throws InventoryOffError, InventoryUnavailableError */
  assertServed(): void {
    const { state } = this.state;
    if (state === 'off') throw new InventoryOffError();
    if (state === 'unavailable')
      throw new InventoryUnavailableError(
        'The database does not allow what the inventory needs. /health/ready and doctor say what to do.',
        { retry_after: 60 },
      );
  }

  /**
   * Before a write. A version that stands still the write itself notices (`BY_TRIGGER`), a history that is not written
   * only this does; so what was written within these seconds may be missing there.
   * @throws TriggersBrokenError
   */
  async assertKept(): Promise<void> {
    if (performance.now() - this.checkedAt < FRESH_MS) return;
    this.checking ??= this.lookAtTriggers().finally(() => (this.checking = undefined));
    await this.checking;
  }

  /** After a write that was done. */
  worked(): void {
    this.brokenAt = -Infinity;
  }

  /**
   * The error of a write, told as what it is where a trigger did not run; `/health/ready` says so, too, because an account
   * of few rights cannot see it otherwise.
   */
  noticed(error: unknown): unknown {
    const known = isBrokenTrigger(error) ? new TriggersBrokenError({ cause: error }) : error;
    if (known instanceof TriggersBrokenError || known instanceof MissingRightsError)
      this.brokenAt = performance.now();
    return known;
  }

  /** Everything that the database does not keep; on one connection, so that a full pool is waited for once. */
  async unmet(): Promise<Unmet[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const facts = await readFacts(askOn(runner), this.users, ownTablesOf(this.dataSource));
      // No record of migrations means that none has run: a process that serves had all of them.
      const unmet = unmetRequirements({ ...facts, applied: facts.applied ?? [] });
      // What shows here shows here as well when it is mended.
      const isSeen = unmet.some((one) => isProblemOf(one, 'inventory'));
      if (isSeen) this.brokenAt = -Infinity;
      return performance.now() - this.brokenAt > TOLD_MS ? unmet : [...unmet, BROKEN];
    } catch (error) {
      throw toDomainError(error) ?? error;
    } finally {
      await runner.release();
    }
  }

  private async lookAtTriggers(): Promise<void> {
    if (checkTriggersWork(await this.triggers()).length > 0) throw new TriggersBrokenError();
    this.checkedAt = performance.now();
  }

  private async triggers() {
    try {
      return await readTriggers(
        (sql, params) => runStatement(this.dataSource, sql, params),
        ownTablesOf(this.dataSource),
      );
    } catch (error) {
      throw toDomainError(error) ?? error;
    }
  }
}

const BROKEN: Unmet = {
  area: 'inventory',
  level: 'problem',
  message: 'Writes fail, because a trigger of assets_asset does not run or lacks a right',
  remedy: REPAIR,
};
