import type { ExecuteValues, Pool, PoolConnection } from 'mysql2';
import type { DataSource } from 'typeorm';

/** One statement on any free connection. @returns rows, or what a write did */
export function runStatement<T>(
  dataSource: DataSource,
  sql: string,
  params?: unknown[],
): Promise<T> {
  return runOn<T>(poolOf(dataSource), sql, params);
}

/**
 * One statement on this connection. TypeORM would do the same through a query runner, a broadcaster and a promise
 * wrapper of mysql2, made anew each time: more CPU than the statement itself (docs/performance.md).
 * @returns rows, or what a write did
 */
export function runOn<T>(
  connection: Pool | PoolConnection,
  sql: string,
  params: unknown[] = [],
): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.query(sql, params, (error, result) => {
      if (error) reject(error);
      else resolve(result as T);
    });
  });
}

/**
 * One statement on any free connection, prepared on it the first time: the server parses a long text once instead of each
 * time, which is half of the work for one that finds a session (docs/performance.md).
 * @param sql a text that never changes, because each connection keeps what it prepared
 * @returns rows, or what a write did
 */
export function runPrepared<T>(
  dataSource: DataSource,
  sql: string,
  params: ExecuteValues,
): Promise<T> {
  return new Promise((resolve, reject) => {
    poolOf(dataSource).execute(sql, params, (error, result) => {
      if (error) reject(error);
      else resolve(result as T);
    });
  });
}

function poolOf({ driver }: DataSource): Pool {
  const pool: unknown = Reflect.get(driver, 'pool');
  if (isPool(pool)) return pool;
  throw new Error('the data source is not connected');
}

const isPool = (value: unknown): value is Pool =>
  typeof value === 'object' && value !== null && 'getConnection' in value;
