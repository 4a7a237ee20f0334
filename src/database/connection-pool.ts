import mysql from 'mysql2';
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import { Socket } from 'node:net';
import type { Config } from '../config/index.js';
import { pinStatement } from './session-variables.js';
import { preferTls } from './tls.js';

/** Longest time for one statement on the server, waiting for locks included. A list over a million rows needs far less. */
const STATEMENT_SECONDS = 20;
/** A request that found no free connection by then is better told so than kept waiting. */
export const POOL_WAIT_MS = 5_000;
/** Requests that may wait, for each connection of the pool. */
export const WAITING_PER_CONNECTION = 20;
/** A lock wait ends before the statement's limit, and the server's silence counts as its death only after that. */
const SLACK_SECONDS = 5;

/**
 * mysql2 as TypeORM's `driver`: every connection of its pool is prepared, and every wait is bounded.
 * @param silenceMs a server that says nothing to a statement for so long counts as dead
 */
export function boundedDriver(
  { database }: Config,
  silenceMs = (statementLimit(database) + SLACK_SECONDS) * 1000,
): object {
  const { address, poolSize, lockWaitSeconds } = database;
  const sql = pinStatement({ lock: lockWaitSeconds, statement: statementLimit(database) });
  const createPool = (options: PoolOptions): Pool => {
    const pool = mysql.createPool({ ...options, queueLimit: poolSize * WAITING_PER_CONNECTION });
    pool.on('connection', (connection) => {
      keepPromiseWrapper(connection);
      prepare(connection, sql);
      endWhenSilent(connection, silenceMs);
    });
    if (address.tls.mode === 'PREFERRED') preferTls(pool);
    boundWait(pool);
    return pool;
  };
  return { ...mysql, createPool };
}

/** Seconds. */
const statementLimit = ({ lockWaitSeconds }: Config['database']): number =>
  Math.max(STATEMENT_SECONDS, lockWaitSeconds + SLACK_SECONDS);

/**
 * Sets every variable that our SQL needs, queued ahead of whatever the connection was opened for; after the server's own
 * `init_connect`. On a server that refuses one the connection ends, and its error is that of the server.
 */
function prepare(connection: PoolConnection, sql: string): void {
  connection.query(sql, (error) => {
    if (error) end(connection, error);
  });
}

function end(connection: PoolConnection, reason: Error): void {
  const stream: unknown = Reflect.get(connection, 'stream');
  if (stream instanceof Socket) stream.destroy(reason);
  else connection.destroy();
}

/** TypeORM asks for it at every statement, and mysql2 would make a new one each time, which costs as much as a query. */
function keepPromiseWrapper(connection: PoolConnection): void {
  const wrapper = connection.promise();
  connection.promise = () => wrapper;
}

/**
 * A stopped server keeps its sockets open and says nothing: without this its requests would hang. The time runs from the
 * last byte in either direction, so from the beginning of a statement, however long the connection rested before.
 */
function endWhenSilent(connection: PoolConnection, silenceMs: number): void {
  const stream: unknown = Reflect.get(connection, 'stream');
  if (!(stream instanceof Socket)) return;
  // Not by the second argument of `setTimeout`, which is called once only.
  stream.setTimeout(silenceMs).on('timeout', () => {
    if (!isAwaitingAnswer(connection)) return;
    const error = Object.assign(new Error('the database server fell silent'), {
      code: 'ETIMEDOUT',
    });
    stream.destroy(error);
  });
}

/** mysql2 (`lib/base/connection.js`) keeps the running command there, and no event of its own tells of every end. */
const isAwaitingAnswer = (connection: PoolConnection): boolean =>
  Boolean(Reflect.get(connection, '_command'));

/** mysql2 bounds how many may wait for a connection, not how long. */
function boundWait(pool: Pool): void {
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (answer) => {
    const callback: typeof answer = (error, connection) => {
      answer(error && withCode(error), connection);
    };
    // There is nothing to wait for, and a timer costs more than taking the connection.
    if (poolState(pool).free > 0) {
      getConnection(callback);
      return;
    }
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      callback(noFreeConnection(), NO_CONNECTION);
    }, POOL_WAIT_MS);
    getConnection((error, connection) => {
      clearTimeout(timer);
      if (!late) callback(error, connection);
      else if (!error) connection.release();
    });
  };
}

/** mysql2's pool says by words only that it is closed, or that too many wait. */
const withCode = (error: NodeJS.ErrnoException): NodeJS.ErrnoException =>
  error.code === undefined ? Object.assign(error, { code: 'POOL_REFUSED' }) : error;

/** What mysql2 hands over beside an error; its types do not say so. */
const NO_CONNECTION = undefined as unknown as PoolConnection;

export const noFreeConnection = (): NodeJS.ErrnoException =>
  Object.assign(new Error('no connection became free in time'), { code: 'POOL_WAIT_TIMEOUT' });

/** How a pool stands. */
export interface PoolState {
  readonly used: number;
  readonly free: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** mysql2 (`lib/base/pool.js`) keeps the three lists, but its types do not name them. */
export function poolState(pool: object): PoolState {
  const free = lengthOf(Reflect.get(pool, '_freeConnections'));
  return {
    used: lengthOf(Reflect.get(pool, '_allConnections')) - free,
    free,
    waiting: lengthOf(Reflect.get(pool, '_connectionQueue')),
  };
}

function lengthOf(list: unknown): number {
  if (typeof list !== 'object' || list === null || !('length' in list)) return 0;
  return typeof list.length === 'number' ? list.length : 0;
}
