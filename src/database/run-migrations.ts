import { type DataSource, MigrationExecutor } from 'typeorm';
import { MissingRightsError } from './database.errors.js';
import type { Database } from './database.js';
import { underClusterLock, underNamedLock } from './migration-lock.js';
import { driverErrorNumber, isAccessDenied, toDomainError } from './mysql-errors.js';
import { serverKind } from './server-kind.js';

const BINARY_LOG_NEEDS_TRUST = 1419;

/**
 * Applies what is missing. Several processes may start at once: a lock lets one of them do it.
 * @returns the names of the migrations that were applied
 * @throws SchemaConflictError, MissingRightsError, DatabaseUnavailableError
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  const { isOneOfSeveralWriters } = await serverKind(dataSource);
  const underLock = isOneOfSeveralWriters ? underClusterLock : underNamedLock;
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
