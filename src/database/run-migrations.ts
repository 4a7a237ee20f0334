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
import { rememberUsers } from './migrations/table-options.js';
import { isAccessDenied, isTriggerRefused, toDomainError } from './mysql-errors.js';
import {
  type Ask,
  isProblemOf,
  readFacts,
  SCHEMA_RIGHTS,
  sentencesOf,
  type Unmet,
  unmetRequirements,
} from './requirements/index.js';
import { type OwnTables, ownTablesOf } from './own-tables.js';
import { serverKind } from './server-kind.js';
import { quoted } from './statement.js';
import { DJANGO_USER, type UserModel } from './user-model.js';

/** What a start did to the database, and what it can serve on it. */
export interface Migrated {
  /** Names of the migrations that were applied. */
  readonly applied: readonly string[];
  /** Names of the triggers that were made anew. */
  readonly repaired: readonly string[];
  readonly inventory: InventoryState;
  readonly users: UserModel;
}

/**
 * Finds the model of users in a database.
 * @returns null where it is Django's own and its tables are still to be made
 * @throws ConfigError when what is configured is not there
 */
export type ReadUsers = (ask: Ask) => Promise<UserModel | null>;

/** Whether the inventory is served; `unavailable` says what hinders it. */
export type InventoryState =
  { readonly state: 'served' | 'off' } | { readonly state: 'unavailable'; readonly reason: string };

/** `runMigrations` over connections of its own, which it closes. Throws the driver's error when it cannot connect. */
export async function migrateDatabase(config: Config, readUsers: ReadUsers): Promise<Migrated> {
  const dataSource = await new DataSource(dataSourceOptions(config)).initialize();
  try {
    return await runMigrations(dataSource, config.assets.inventory, readUsers);
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
  readUsers: ReadUsers = () => Promise.resolve(DJANGO_USER),
): Promise<Migrated> {
  const { isOneOfSeveralWriters } = await serverKind(dataSource);
  const underLock = isOneOfSeveralWriters ? underClusterLock : underNamedLock;
  const runner = dataSource.createQueryRunner();
  try {
    await runner.connect();
    await makeSchema(askOn(runner), ownTablesOf(dataSource));
    // Before the lock, because it reads all tables and changes nothing: processes that start at once do it side by side.
    const found = await readUsers(askOn(runner));
    return await underLock(runner, () => prepare({ dataSource, runner, found, mode, readUsers }));
  } catch (error) {
    throw explain(error, ownTablesOf(dataSource));
  } finally {
    await runner.release();
  }
}

/**
 * The database of our own tables, with the character set of the site's.
 * @throws MissingRightsError where it is not there and this account may not make it
 */
async function makeSchema(ask: Ask, { schema }: OwnTables): Promise<void> {
  if (schema === undefined) return;
  const isThere = 'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?';
  if ((await ask(isThere, [schema])).length > 0) return;
  const [site] = await ask<{ charset: string; collation: string }>(
    'SELECT @@character_set_database AS charset, @@collation_database AS collation',
  );
  const options = site ? ` CHARACTER SET ${site.charset} COLLATE ${site.collation}` : '';
  try {
    await ask(`CREATE DATABASE IF NOT EXISTS ${quoted(schema)}${options}`);
  } catch (error) {
    if (!isAccessDenied(error)) throw error;
    throw new MissingRightsError(
      `LOCKSTEP_SCHEMA=${schema}: there is no such database that the database user may use, and they may not make one. CREATE DATABASE ${quoted(schema)}; ${schemaGrant(schema)}`,
    );
  }
}

const schemaGrant = (schema: string): string =>
  `GRANT ${SCHEMA_RIGHTS.join(', ')} ON ${quoted(schema)}.* TO the user of DATABASE_URL; (as an administrator)`;

/** Statements on one connection, for `readFacts`. */
export const askOn =
  (runner: QueryRunner): Ask =>
  (sql, params) =>
    runner.query(sql, params);

interface Start {
  readonly dataSource: DataSource;
  /** The connection of the lock. */
  readonly runner: QueryRunner;
  readonly found: UserModel | null;
  readonly mode: Config['assets']['inventory'];
  readonly readUsers: ReadUsers;
}

async function prepare(start: Start): Promise<Migrated> {
  const { dataSource, runner, found, mode, readUsers } = start;
  const work = { dataSource, runner, users: found ?? DJANGO_USER };
  refuse((await unmetOf(work, 'database')).filter(({ hinders }) => hinders));
  const applied = await apply(work, MIGRATION_NAMES.database);
  // Again where its tables, or one of them, were made meanwhile, by us or by whoever had the lock before.
  const isKnown = found !== null && applied.length === 0;
  const users = isKnown ? found : ((await readUsers(askOn(runner))) ?? work.users);
  return prepareFor({ ...work, users }, mode, applied);
}

async function prepareFor(
  work: Work,
  mode: Config['assets']['inventory'],
  applied: readonly string[],
): Promise<Migrated> {
  const { users } = work;
  refuse(await unmetOf(work, 'database'));
  if (mode === 'off') return { applied, repaired: [], inventory: { state: 'off' }, users };
  const made = await makeInventory(work);
  const { inventory } = made;
  if (mode === 'on' && inventory.state === 'unavailable')
    throw new InventoryUnavailableError(inventory.reason);
  return { ...made, applied: [...applied, ...made.applied], users };
}

/** What every step has. */
type Work = Pick<Start, 'dataSource' | 'runner'> & { readonly users: UserModel };

type Made = Omit<Migrated, 'users'>;

async function makeInventory(work: Work): Promise<Made> {
  const { runner } = work;
  const hindrances = (await unmetOf(work, 'inventory')).filter(({ hinders }) => hinders);
  if (hindrances.length > 0) return without(sentencesOf(hindrances));
  try {
    const applied = await apply(work, MIGRATION_NAMES.inventory);
    const repaired = await repairTriggers(runner, askOn(runner));
    const unmet = await unmetOf(work, 'inventory');
    if (unmet.length > 0) return without(sentencesOf(unmet));
    return { applied, repaired, inventory: { state: 'served' } };
  } catch (error) {
    if (
      !isAccessDenied(error) &&
      !isTriggerRefused(error) &&
      !(error instanceof SchemaConflictError)
    )
      throw error;
    const unmet = await unmetOf(work, 'inventory');
    return without(sentencesOf(unmet) || messageOf(explain(error, ownTablesOf(work.dataSource))));
  }
}

const without = (reason: string): Made => ({
  applied: [],
  repaired: [],
  inventory: { state: 'unavailable', reason },
});

/** @throws DatabaseUnfitError */
function refuse(unmet: readonly Unmet[]): void {
  if (unmet.length > 0) throw new DatabaseUnfitError(sentencesOf(unmet));
}

async function unmetOf({ dataSource, runner, users }: Work, area: Unmet['area']): Promise<Unmet[]> {
  const unmet = unmetRequirements(await readFacts(askOn(runner), users, ownTablesOf(dataSource)));
  return unmet.filter((one) => isProblemOf(one, area));
}

/** On the connection of the lock: a pool of one has no other, and whoever loses the lock must not go on. */
async function apply(
  { dataSource, runner, users }: Work,
  names: readonly string[],
): Promise<string[]> {
  rememberUsers(runner, users);
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
    const { schema } = ownTablesOf(dataSource);
    // TypeORM takes it for a table of the site's database, however its name is given.
    if (schema !== undefined)
      Object.assign(this, {
        migrationsDatabase: schema,
        migrationsTable: `${schema}.lockstep_migrations`,
      });
  }

  protected override getMigrations(): Migration[] {
    return super.getMigrations().filter(({ name }) => this.names.includes(name));
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function explain(error: unknown, { schema }: OwnTables): unknown {
  if (isTriggerRefused(error))
    return new MissingRightsError(
      'The server keeps a binary log and refuses our triggers. Start it with --log-bin-trust-function-creators=1, or grant the database user SUPER.',
      { cause: error },
    );
  if (isAccessDenied(error))
    return new MissingRightsError(
      'The database user may not create tables and triggers. GRANT CREATE, ALTER, INDEX, REFERENCES, TRIGGER, SELECT, INSERT, UPDATE, DELETE on the database.' +
        (schema === undefined ? '' : ` And in that of LOCKSTEP_SCHEMA: ${schemaGrant(schema)}`),
      { cause: error },
    );
  return toDomainError(error) ?? error;
}
