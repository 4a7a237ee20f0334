import type { PoolConnection } from 'mysql2';
import type {
  DataSource,
  EntityManager,
  FindOneOptions,
  ObjectLiteral,
  QueryRunner,
} from 'typeorm';
import { DatabaseUnavailableError } from './database.errors.js';
import { queryPlain, sendDirectly } from './direct-statements.js';
import { isConnectionLost, isOutcomeUnknown } from './mysql-errors.js';
import { type OwnTables, ownTablesOf } from './own-tables.js';
import { refuseWhenOver } from './refusal-guard.js';
import { type PlainRow, runOn, type Statement } from './statement.js';
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
};

export interface TransactionSettings {
  readonly lockWait: number;
  /** null: a unit of ours without a user, which the triggers read as 0. */
  readonly actorId: UserId | null;
  /** Whether the server takes several statements in one block. */
  readonly takesBlocks: boolean;
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
    const result = await work(branded(runner, settings, run));
    if (!run.isCommitted) await commit(runner, run);
    await runner.release();
    return result;
  } catch (error) {
    await abandon(runner, run);
    throw error;
  }
}

/** The only place that may claim that a transaction runs. */
function branded(runner: QueryRunner, settings: TransactionSettings, run: TransactionRun): Tx {
  const query = runner.query.bind(runner);
  const commitWith = settings.takesBlocks ? inOneBlock(runner, run) : oneByOne(runner, run);
  const tx: unknown = Object.assign(runner.manager, settings, {
    query,
    queryPlain: queryPlain(runner),
    own: ownTablesOf(runner.dataSource),
    commitWith,
  });
  return tx as Tx;
}

type CommitWith = (write: Statement, read: Statement) => Promise<unknown>;

const inOneBlock =
  (runner: QueryRunner, run: TransactionRun): CommitWith =>
  async (write, read) => {
    const block = `BEGIN NOT ATOMIC ${write.sql}; ${read.sql}; COMMIT; END`;
    const params = [...write.params, ...read.params];
    // The server ends a block at its first error, so COMMIT is reached only if the write was done.
    const [rows] = (await committing(runner.query(block, params))) as unknown[];
    run.isCommitted = true;
    return rows;
  };

const oneByOne =
  (runner: QueryRunner, run: TransactionRun): CommitWith =>
  async (write, read) => {
    await runner.query(write.sql, [...write.params]);
    const rows: unknown = await runner.query(read.sql, [...read.params]);
    await commit(runner, run);
    return rows;
  };

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

/**
 * A connection that breaks during COMMIT, or a node that loses its cluster then, leaves open whether the write is there:
 * no retry, and we say so.
 */
async function committing<T>(sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    throw new DatabaseUnavailableError({ outcome: 'unknown' }, { cause: error });
  }
}

async function commit(runner: QueryRunner, run: TransactionRun): Promise<void> {
  run.reachedCommit = true;
  await committing(runner.commitTransaction());
  run.isCommitted = true;
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
