import type { PoolConnection } from 'mysql2';
import type {
  DataSource,
  EntityManager,
  FindOneOptions,
  ObjectLiteral,
  QueryRunner,
} from 'typeorm';
import { queryPlain, sendDirectly } from './direct-statements.js';
import { isConnectionLost } from './mysql-errors.js';
import { type OwnTables, ownTablesOf } from './own-tables.js';
import { refuseWhenOver } from './refusal-guard.js';
import { type PlainRow, runOn, type Statement } from './statement.js';
import { type Messages, TransactionEnd } from './transaction-end.js';
import { timeLocks, type TransactionRun } from './transaction-run.js';
import type { UserId } from './user-model.js';

declare const transactional: unique symbol;

/**
 * The manager of a running transaction. Only `Database.inTransaction` gives one, so that a lock outside
 * of a transaction, which would do nothing, does not compile.
 */
export type Tx = EntityManager & {
  readonly [transactional]: true;
  /** Seconds to wait for a row; 0 = not at all. */
  readonly lockWait: number;
  /** The user in whose name it writes; null where there is none. */
  readonly actorId: TransactionSettings['actorId'];
  /** Whether a JSON column keeps each number as it is spelled (MariaDB), or as a double or an integer of 64 bits (MySQL). */
  readonly keepsNumbers: boolean;
  /** Lockstep's own tables as SQL names them. */
  readonly own: OwnTables;
  /** Rows as arrays, as `Database.queryPlain` gives them. */
  queryPlain(sql: string, params?: unknown[]): Promise<PlainRow[]>;
  /**
   * The last write, a SELECT that shows what it made of the row, and COMMIT: in one message where the server takes that,
   * because whoever waits for the row waits for each of our round trips. Nothing may follow in this transaction.
   * @returns the rows of `read`
   */
  commitWith<R>(write: Statement, read: Statement): Promise<R[]>;
  /** A write, and a SELECT that shows what it made of the row, in one message where the server takes that. */
  writeThenRead(write: Statement, read: Statement): Promise<PlainRow[]>;
  /**
   * A write of which nothing in this transaction reads: it goes in one message with COMMIT where the server takes that.
   * @param bytes how large it is at most
   */
  writeAtCommit(write: Statement, bytes: number): Promise<void>;
};

export interface TransactionSettings extends Messages {
  readonly lockWait: number;
  /** null: a unit of ours without a user, which the triggers read as 0. */
  readonly actorId: UserId | null;
  readonly keepsNumbers: boolean;
}

/** `lock` of TypeORM's find options: FOR UPDATE, with NOWAIT where the caller does not want to wait. */
export function lockMode(tx: Tx): NonNullable<FindOneOptions<ObjectLiteral>['lock']> {
  const mode = 'pessimistic_write';
  return tx.lockWait === 0 ? { mode, onLocked: 'nowait' } : { mode };
}

/** The same for SQL of our own. */
export function lockClause(tx: Tx): string {
  return tx.lockWait === 0 ? 'FOR UPDATE NOWAIT' : 'FOR UPDATE';
}

/** One try on a connection of its own: after a conflict TypeORM still believes in the old transaction. */
export async function runTransaction<T>(
  dataSource: DataSource,
  settings: TransactionSettings,
  work: (tx: Tx) => Promise<T>,
  run: TransactionRun,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as PoolConnection;
    sendDirectly(runner, connection);
    timeLocks(runner, run);
    await adopt(connection, settings);
    refuseWhenOver(runner, run);
    await runner.startTransaction();
    const end = new TransactionEnd(runner, run, settings);
    const result = await work(branded(runner, settings, end));
    if (!run.isCommitted) await end.commit();
    await runner.release();
    return result;
  } catch (error) {
    await abandon(runner, run);
    throw error;
  }
}

/** The only place that may claim that a transaction runs. */
function branded(runner: QueryRunner, settings: TransactionSettings, end: TransactionEnd): Tx {
  const query = runner.query.bind(runner);
  const tx: unknown = Object.assign(runner.manager, settings, {
    query,
    queryPlain: queryPlain(runner),
    own: ownTablesOf(runner.dataSource),
    commitWith: end.commitWith.bind(end),
    writeThenRead: end.writeThenRead.bind(end),
    writeAtCommit: end.writeAtCommit.bind(end),
  });
  return tx as Tx;
}

/** What was last set on a connection of the pool, so that the usual transaction needs no statement for it. */
const adopted = new WeakMap<object, string>();

/** Tells the triggers who writes, and the server how long to wait for a row; a note of the last transaction ends here. */
async function adopt(
  connection: PoolConnection,
  { lockWait, actorId }: TransactionSettings,
): Promise<void> {
  const wanted = `${actorId ?? 0} ${lockWait}`;
  if (adopted.get(connection) === wanted) return;
  adopted.delete(connection);
  await runOn(
    connection,
    'SET @lockstep_actor_id = ?, @lockstep_note = NULL, SESSION innodb_lock_wait_timeout = ?, lock_wait_timeout = ?',
    [actorId ?? 0, Math.max(1, lockWait), Math.max(1, lockWait)],
  );
  adopted.set(connection, wanted);
}

/**
 * Puts a note into the history beside what this transaction writes from here on; null ends it. The connection counts as
 * not adopted before the note is set: whatever happens after, the next transaction on it begins without a note.
 */
export async function annotate(tx: Tx, note: string | null): Promise<void> {
  const connection: unknown = await tx.queryRunner?.connect();
  if (typeof connection === 'object' && connection) adopted.delete(connection);
  await tx.query('SET @lockstep_note = ?', [note]);
}

/** Rolls back; a connection that cannot even do that must not return to the pool with a transaction open. */
async function abandon(runner: QueryRunner, run: TransactionRun): Promise<void> {
  try {
    if (runner.isTransactionActive && !run.isCommitted) await runner.rollbackTransaction();
    await runner.release();
  } catch (error) {
    await runner.release().catch(() => undefined);
    if (!isConnectionLost(error)) throw error;
  }
}
