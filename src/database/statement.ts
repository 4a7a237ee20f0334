import type { ExecuteValues, Pool, PoolConnection, QueryError } from 'mysql2';
import type { DataSource } from 'typeorm';

/** The text of a statement and the values of its placeholders. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

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
  return answerOf<T>((callback) => connection.query(sql, params, callback));
}

/** A row as an array, in the order of its columns. Times are the server's text: `2026-01-31 08:00:00.000000`. */
export type PlainRow = readonly (string | number | object | null)[];

/** The rows of one SELECT on any free connection, as `plainRowsOn` gives them. */
export function plainRows(
  dataSource: DataSource,
  sql: string,
  params?: unknown[],
): Promise<PlainRow[]> {
  return plainRowsOn(poolOf(dataSource), sql, params);
}

/**
 * The rows of one SELECT on this connection. Rows as objects, growing column by column, and a `Date` for each time leave
 * twice as much to the collector (docs/performance.md).
 */
export function plainRowsOn(
  connection: Pool | PoolConnection,
  sql: string,
  params: unknown[] = [],
): Promise<PlainRow[]> {
  const options = { sql, values: params, rowsAsArray: true, dateStrings: true };
  return answerOf((callback) => connection.query(options, callback));
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
  return answerOf<T>((callback) => poolOf(dataSource).execute(sql, params, callback));
}

type Callback = (error: QueryError | null, result: unknown) => void;

function answerOf<T>(send: (callback: Callback) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    // On a connection that is closed the answer comes before the command does.
    let command: unknown = null;
    command = send((error, result) => {
      if (error) reject(Object.assign(error, { statementBytes: bytesOf(command) }));
      else resolve(result as T);
    });
  });
}

/**
 * How large the statement was: a server that finds it too large may break off the connection before it said so. mysql2 keeps
 * the text in its command; undefined where the command was never made.
 */
function bytesOf(command: unknown): number {
  const text: unknown = typeof command === 'object' && command ? Reflect.get(command, 'sql') : '';
  return typeof text === 'string' ? Buffer.byteLength(text) : 0;
}

function poolOf({ driver }: DataSource): Pool {
  const pool: unknown = Reflect.get(driver, 'pool');
  if (isPool(pool)) return pool;
  throw new Error('the data source is not connected');
}

const isPool = (value: unknown): value is Pool =>
  typeof value === 'object' && value !== null && 'getConnection' in value;
