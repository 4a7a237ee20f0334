import { DataSource, type Migration, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { Config } from '../config/index.js';
import { repairTriggers } from './asset-trigger-repair.js';
import {
  DatabaseUnfitError,
  InventoryUnavailableError,
  MissingRightsError,
  SchemaConflictError,
} from './database.errors.js';
import { dataSourceOptions } from './data-source-options.js';
import { underClusterLock, underNamedLock } from './migration-lock.js';
import { MIGRATION_NAMES } from './migrations/index.js';
import { isAccessDenied, isTriggerRefused, toDomainError } from './mysql-errors.js';
import {
  type Ask,
  isProblemOf,
  readFacts,
  sentencesOf,
  type Unmet,
  unmetRequirements,
} from './requirements/index.js';
import { serverKind } from './server-kind.js';

/** What a start did to the database, and what it can serve on it. */
export interface Migrated {
  /** Names of the migrations that were applied. */
  readonly applied: readonly string[];
  /** Names of the triggers that were made anew. */
  readonly repaired: readonly string[];
  readonly inventory: InventoryState;
}

/** Whether the inventory is served; `unavailable` says what hinders it. */
export type InventoryState =
  { readonly state: 'served' | 'off' } | { readonly state: 'unavailable'; readonly reason: string };

/** `runMigrations` over connections of its own, which it closes. Throws the driver's error when it cannot connect. */
export async function migrateDatabase(config: Config): Promise<Migrated> {
  const dataSource = await new DataSource(dataSourceOptions(config)).initialize();
  try {
    return await runMigrations(dataSource, config.assets.inventory);
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Applies what is missing, and makes the triggers anew that are missing, not those of this version, or in the name of an
 * account that is gone. Several processes may start at once: a lock lets one of them do it.
 * @param mode with `auto` an inventory that cannot be had is left out; `off` neither makes nor looks at anything of it
 * @throws DatabaseUnfitError, InventoryUnavailableError (`on`), MissingRightsError, DatabaseUnavailableError
 */
export async function runMigrations(
  dataSource: DataSource,
  mode: Config['assets']['inventory'] = 'auto',
): Promise<Migrated> {
  const { isOneOfSeveralWriters } = await serverKind(dataSource);
  const underLock = isOneOfSeveralWriters ? underClusterLock : underNamedLock;
  const runner = dataSource.createQueryRunner();
  try {
    await runner.connect();
    return await underLock(runner, () => prepare(dataSource, runner, mode));
  } catch (error) {
    throw explain(error);
  } finally {
    await runner.release();
  }
}

/** Statements on one connection, for `readFacts`. */
export const askOn =
  (runner: QueryRunner): Ask =>
  (sql, params) =>
    runner.query(sql, params);

async function prepare(
  dataSource: DataSource,
  runner: QueryRunner,
  mode: Config['assets']['inventory'],
): Promise<Migrated> {
  refuse((await unmetOf(runner, 'database')).filter(({ hinders }) => hinders));
  const applied = await apply(dataSource, runner, MIGRATION_NAMES.database);
  refuse(await unmetOf(runner, 'database'));
  if (mode === 'off') return { applied, repaired: [], inventory: { state: 'off' } };
  const made = await makeInventory(dataSource, runner);
  const { inventory } = made;
  if (mode === 'on' && inventory.state === 'unavailable')
    throw new InventoryUnavailableError(inventory.reason);
  return { ...made, applied: [...applied, ...made.applied] };
}

async function makeInventory(dataSource: DataSource, runner: QueryRunner): Promise<Migrated> {
  const hindrances = (await unmetOf(runner, 'inventory')).filter(({ hinders }) => hinders);
  if (hindrances.length > 0) return without(sentencesOf(hindrances));
  try {
    const applied = await apply(dataSource, runner, MIGRATION_NAMES.inventory);
    const repaired = await repairTriggers(runner, askOn(runner));
    const unmet = await unmetOf(runner, 'inventory');
    if (unmet.length > 0) return without(sentencesOf(unmet));
    return { applied, repaired, inventory: { state: 'served' } };
  } catch (error) {
    if (
      !isAccessDenied(error) &&
      !isTriggerRefused(error) &&
      !(error instanceof SchemaConflictError)
    )
      throw error;
    const unmet = await unmetOf(runner, 'inventory');
    return without(sentencesOf(unmet) || messageOf(explain(error)));
  }
}

const without = (reason: string): Migrated => ({
  applied: [],
  repaired: [],
  inventory: { state: 'unavailable', reason },
});

/** @throws DatabaseUnfitError */
function refuse(unmet: readonly Unmet[]): void {
  if (unmet.length > 0) throw new DatabaseUnfitError(sentencesOf(unmet));
}

async function unmetOf(runner: QueryRunner, area: Unmet['area']): Promise<Unmet[]> {
  const unmet = unmetRequirements(await readFacts(askOn(runner)));
  return unmet.filter((one) => isProblemOf(one, area));
}

/** On the connection of the lock: a pool of one has no other, and whoever loses the lock must not go on. */
async function apply(
  dataSource: DataSource,
  runner: QueryRunner,
  names: readonly string[],
): Promise<string[]> {
  const executor = new PartExecutor(dataSource, runner, names);
  executor.transaction = 'none';
  const applied = await executor.executePendingMigrations();
  return applied.map(({ name }) => name);
}

/** Runs some of the migrations only. */
class PartExecutor extends MigrationExecutor {
  constructor(
    dataSource: DataSource,
    runner: QueryRunner,
    private readonly names: readonly string[],
  ) {
    super(dataSource, runner);
  }

  protected override getMigrations(): Migration[] {
    return super.getMigrations().filter(({ name }) => this.names.includes(name));
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function explain(error: unknown): unknown {
  if (isTriggerRefused(error))
    return new MissingRightsError(
      'The server keeps a binary log and refuses our triggers. Start it with --log-bin-trust-function-creators=1, or grant the database user SUPER.',
      { cause: error },
    );
  if (isAccessDenied(error))
    return new MissingRightsError(
      'The database user may not create tables and triggers. GRANT CREATE, ALTER, INDEX, REFERENCES, TRIGGER, SELECT, INSERT, UPDATE, DELETE on the database.',
      { cause: error },
    );
  return toDomainError(error) ?? error;
}
