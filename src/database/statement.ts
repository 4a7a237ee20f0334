import type { ExecuteValues, Pool, PoolConnection } from 'mysql2';
import type { DataSource } from 'typeorm';
import { isUnholdableText } from './mysql-errors.js';
import { comparedInUtf8mb4 } from './wide-text.js';

/** The text of a statement and the values of its placeholders. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** A name in SQL, whatever it is called: `order` and `key` are columns, too. */
export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

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
  return answerOf<T>({ sql, params }, (statement, callback) =>
    connection.query(statement.sql, statement.params, callback),
  );
}

/** A row as an array, in the order of its columns. */
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
 * The rows of one SELECT on this connection. Rows as objects, growing column by column, leave twice as much to the
 * collector (docs/performance.md).
 */
export function plainRowsOn(
  connection: Pool | PoolConnection,
  sql: string,
  params: unknown[] = [],
): Promise<PlainRow[]> {
  return answerOf({ sql, params }, (statement, callback) =>
    connection.query({ sql: statement.sql, values: statement.params, rowsAsArray: true }, callback),
  );
}

/**
 * One statement on any free connection, prepared on it the first time: the server parses a long text once instead of each
 * time, which is half of the work for one that finds a session (docs/performance.md).
 * @param sql a text that never changes, because each connection keeps what it prepared
 * @returns rows, or what a write did
 * @throws QueryError also for a text that a column cannot hold (`isUnholdableText`)
 */
export function runPrepared<T>(
  dataSource: DataSource,
  sql: string,
  params: ExecuteValues,
): Promise<T> {
  return runPreparedOn(poolOf(dataSource), sql, params);
}

/** The same on this connection. */
export function runPreparedOn<T>(
  connection: Pool | PoolConnection,
  sql: string,
  params: ExecuteValues,
): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.execute(sql, params, settling(resolve, reject));
  });
}

/**
 * Several statements on one connection of the pool, the first of which change its session and the last of which set that
 * back: after an error the connection is closed, because nobody knows how far it came.
 */
export async function onOneConnection<T>(
  dataSource: DataSource,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const connection = await new Promise<PoolConnection>((resolve, reject) => {
    poolOf(dataSource).getConnection(settling(resolve, reject));
  });
  try {
    const result = await work(connection);
    connection.release();
    return result;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

type Callback = (error: Error | null, result: unknown) => void;
type Send = (statement: { sql: string; params: unknown[] }, callback: Callback) => unknown;

/**
 * Databases of old Djangos are in latin1 or in the utf8 of three bytes. To compare their columns with a text that they
 * cannot hold is an error, where the answer is that no value is equal to it. Then the statement runs once more, comparing
 * in four bytes: it changed nothing before, as it was refused before its first row.
 */
function answerOf<T>(statement: { sql: string; params: unknown[] }, send: Send): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = settling(resolve, reject);
    sendMeasured(statement, send, (error, result) => {
      if (error && isUnholdableText(error))
        sendMeasured(comparedInUtf8mb4(statement), send, settle);
      else settle(error, result);
    });
  });
}

/** An error then says how large its statement was: a server that finds one too large may break off the connection before it said so. */
function sendMeasured(
  statement: { sql: string; params: unknown[] },
  send: Send,
  callback: Callback,
): void {
  // On a connection that is closed the answer comes before the command does.
  let command: unknown = null;
  command = send(statement, (error, result) => {
    callback(error && Object.assign(error, { statementBytes: bytesOf(command) }), result);
  });
}

const settling =
  (resolve: (result: never) => void, reject: (error: Error) => void): Callback =>
  (error, result) => {
    if (error) reject(error);
    else resolve(result as never);
  };

/** mysql2 keeps the text in its command, which is undefined where it was never made. */
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
