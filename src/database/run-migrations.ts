import { isDeepStrictEqual } from 'node:util';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { DatabaseUnavailableError, MissingRightsError } from './database.errors.js';
import type { Database } from './database.js';
import { driverErrorNumber, isAccessDenied, toDomainError } from './mysql-errors.js';

/** How long a process waits for another one that migrates: in turns, because every statement has a time limit. */
const TURNS = 12;
const SECONDS_PER_TURN = 10;

const BINARY_LOG_NEEDS_TRUST = 1419;

/**
 * Applies what is missing. Several processes may start at once: a named lock lets one of them do it.
 * @returns the names of the migrations that were applied
 * @throws SchemaConflictError, MissingRightsError, DatabaseUnavailableError
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.connect();
    return await underLock(runner, async () => {
      // On the connection of the lock: a pool of one has no other, and whoever loses the lock must not go on.
      const executor = new MigrationExecutor(dataSource, runner);
      executor.transaction = 'none';
      const applied = await executor.executePendingMigrations();
      return applied.map(({ name }) => name);
    });
  } catch (error) {
    throw explain(error);
  } finally {
    await runner.release();
  }
}

/** Which migrations have not run, for `/health/ready`; one cheap query. */
export async function schemaState(database: Database): Promise<{ pending: string[] }> {
  const rows = await database.query<{ name: string }>('SELECT name FROM lockstep_migrations');
  const applied = new Set(rows.map(({ name }) => name));
  return { pending: database.migrations.filter((name) => !applied.has(name)) };
}

async function underLock<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const name = `lockstep_migrate:${String(runner.dataSource.options.database)}`.slice(0, 64);
  await takeLock(runner, name);
  try {
    return await work();
  } finally {
    await runner.query('DO RELEASE_LOCK(?)', [name]);
  }
}

async function takeLock(runner: QueryRunner, name: string): Promise<void> {
  for (let turn = 1; turn <= TURNS; turn++) {
    const params = [name, SECONDS_PER_TURN];
    const rows: unknown = await runner.query('SELECT GET_LOCK(?, ?) AS held', params);
    if (isDeepStrictEqual(rows, [{ held: 1 }])) return;
  }
  throw new DatabaseUnavailableError({ waiting_for: name });
}

function explain(error: unknown): unknown {
  const number = driverErrorNumber(error);
  if (number === BINARY_LOG_NEEDS_TRUST)
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
