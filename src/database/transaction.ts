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
import { type Before, type Outcome, TransactionMembers } from './transaction-members.js';
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
  /**
   * Does `work` as one of several commands of this transaction, in the name of its own user: where it is refused, what it wrote
   * is undone and the transaction goes on. Only `RowQueue` needs that.
   * @throws what ends the transaction
   */
  member<T>(command: MemberOf, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>>;
  /** The same for the commands of one transaction, until what one of them wrote is undone. */
  readonly unit: object;
  /** Whether COMMIT was done already. */
  isOver(): boolean;
};

/** How a command stands among those of its transaction. */
interface MemberOf {
  readonly actorId: UserId | null;
  readonly isFirst: boolean;
  /** Whether its last write may go with COMMIT. */
  readonly isLast: () => boolean;
}

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
    await adoptLockWait(connection, settings.lockWait);
    refuseWhenOver(runner, run);
    const members = new TransactionMembers(runner, authorship(connection, settings.actorId));
    // In a block it costs no message; else it had better come before the lock than under it.
    if (!settings.takesBlocks) await members.sendBefore();
    await runner.startTransaction();
    const end = new TransactionEnd(runner, run, settings);
    const tx = branded(runner, settings, end);
    const isOver = (): boolean => run.isCommitted;
    const result = await work(
      Object.assign(tx, { isOver, member: memberOf({ tx, connection, members, end }) }),
    );
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
    unit: {},
    own: ownTablesOf(runner.dataSource),
    commitWith: end.commitWith.bind(end),
    writeThenRead: end.writeThenRead.bind(end),
    writeAtCommit: end.writeAtCommit.bind(end),
  });
  return tx as Tx;
}

interface Parts {
  readonly tx: Tx;
  readonly connection: PoolConnection;
  readonly members: TransactionMembers;
  readonly end: TransactionEnd;
}

function memberOf({ tx, connection, members, end }: Parts): Tx['member'] {
  let { unit } = tx;
  return async ({ actorId, isFirst, isLast }, work) => {
    const own = Object.create(tx) as Tx;
    const kept = end.keepAside();
    Object.assign(own, {
      actorId,
      unit,
      commitWith: <R>(write: Statement, read: Statement): Promise<R[]> =>
        isLast() ? end.commitWith<R>(write, read) : end.writeThenReadRows<R>(write, read),
    });
    const before = authorship(connection, actorId);
    const outcome = await members.run({ isFirst, before }, () => work(own));
    if ('error' in outcome) {
      kept.restore();
      unit = {};
    }
    return outcome;
  };
}

/** What is known of connections of the pool, so that the usual transaction needs no statement for it: seconds, and who writes. */
const lockWaits = new WeakMap<object, number>();
const authors = new WeakMap<object, UserId>();

/** Tells the server how long to wait for a row. */
async function adoptLockWait(connection: PoolConnection, lockWait: number): Promise<void> {
  if (lockWaits.get(connection) === lockWait) return;
  lockWaits.delete(connection);
  const seconds = Math.max(1, lockWait);
  await runOn(connection, 'SET SESSION innodb_lock_wait_timeout = ?, lock_wait_timeout = ?', [
    seconds,
    seconds,
  ]);
  lockWaits.set(connection, lockWait);
}

/** What tells the triggers who writes, where the connection does not know; a note of the last transaction ends there. */
function authorship(connection: PoolConnection, actorId: UserId | null): Before[] {
  const id: UserId = actorId ?? 0;
  if (authors.get(connection) === id) return [];
  authors.delete(connection);
  const sql = 'SET @lockstep_actor_id = ?, @lockstep_note = NULL';
  return [{ sql, params: [id], onDone: () => authors.set(connection, id) }];
}

/**
 * Puts a note into the history beside what this transaction writes from here on; null ends it. Who writes counts as unknown to
 * the connection from then on, so that the next transaction on it begins without a note, whatever happens.
 */
export async function annotate(tx: Tx, note: string | null): Promise<void> {
  const connection: unknown = await tx.queryRunner?.connect();
  try {
    await tx.query('SET @lockstep_note = ?', [note]);
  } finally {
    if (typeof connection === 'object' && connection) authors.delete(connection);
  }
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
