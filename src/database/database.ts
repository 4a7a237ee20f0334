import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';
import type { ResultSetHeader } from 'mysql2';
import { setTimeout as pause } from 'node:timers/promises';
import { Histogram } from 'prom-client';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/index.js';
import type { Places } from '../places.js';
import { poolState, type PoolState } from './connection-pool.js';
import {
  DatabaseUnavailableError,
  RowLockedError,
  TooLargeForDatabaseError,
} from './database.errors.js';
import { isTooLargeToSend, isConflict, isUnholdableText, toDomainError } from './mysql-errors.js';
import { inSpan } from './span.js';
import { newRun, type TransactionRun } from './transaction-run.js';
import { type LatestReads, latestReads } from './latest-reads.js';
import { type ServerKind, serverKind, UNKNOWN_SERVER } from './server-kind.js';
import { type PlainRow, plainRows, runPrepared, runStatement } from './statement.js';
import { type OwnTables, ownTablesOf } from './own-tables.js';
import { transactionPlaces } from './transaction-places.js';
import type { UserId } from './user-model.js';
import { runTransaction, type TransactionSettings, type Tx } from './transaction.js';

export interface TransactionOptions {
  /** Seconds to wait for a row; 0 = not at all. Default `LOCK_WAIT_SECONDS`. */
  readonly lockWait?: number | undefined;
  /** Whom the triggers name as the author of what is written. */
  readonly actorId?: UserId | null | undefined;
  /** How often the unit is run at most. Default 1 + `LOCK_RETRIES`. */
  readonly attempts?: number | undefined;
  /** Waits for no place among the transactions: for units on rows that nobody holds for long, which readers need, too. */
  readonly isBrief?: boolean | undefined;
}

const LONGEST_PAUSE_MS = 200;

/** Bytes of writes that wait for COMMIT; more gain nothing. */
const MOST_AT_COMMIT = 250_000;

/** Transactions and single statements, with the errors of the driver turned into ours. */
@Injectable()
export class Database implements OnModuleInit {
  /** Counted for the metrics. */
  readonly counters = { conflictRetries: 0, commitRetries: 0, lockTimeouts: 0 };

  readonly lockWaits = new Histogram({
    name: 'lockstep_lock_wait_seconds',
    help: 'Time that a transaction spent in the statements that lock rows.',
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 15],
    registers: [],
  });

  /** Lockstep's own tables as SQL names them. */
  readonly own: OwnTables;

  private readonly places: Places;

  private server: ServerKind = UNKNOWN_SERVER;

  private latest: LatestReads;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.own = ownTablesOf(dataSource);
    this.places = transactionPlaces(config.database.poolSize);
    this.latest = latestReads(dataSource, this.server);
  }

  async onModuleInit(): Promise<void> {
    this.server = await serverKind(this.dataSource);
    this.latest = latestReads(this.dataSource, this.server);
  }

  /** Whether a row lock holds back the writers of this server only, because others of its cluster take writes as well. */
  get hasOtherWriters(): boolean {
    return this.server.isOneOfSeveralWriters;
  }

  /** The largest statement that the server takes, in bytes. */
  get largestStatement(): number {
    return this.server.largestStatement;
  }

  /** How the pool of this process stands; who waits for a transaction waits for a connection, too. */
  poolState(): PoolState {
    const pool: unknown = Reflect.get(this.dataSource.driver, 'pool');
    const state = poolState(typeof pool === 'object' && pool !== null ? pool : {});
    return { ...state, waiting: state.waiting + this.places.waiting };
  }

  /** Rows of one statement outside of a transaction. Values travel as parameters only. */
  query<T>(sql: string, params?: unknown[]): Promise<T[]> {
    return this.run(runStatement<T[]>(this.dataSource, sql, params));
  }

  /** The same for rows of many columns: arrays, which cost half. */
  queryPlain(sql: string, params?: unknown[]): Promise<PlainRow[]> {
    return this.run(plainRows(this.dataSource, sql, params));
  }

  /**
   * The same for a long SELECT that is sent again and again: each connection prepares it once.
   * @param sql a text that never changes
   */
  queryPrepared<T>(sql: string, params: string[]): Promise<T[]> {
    return this.run(runPrepared<T[]>(this.dataSource, sql, params));
  }

  /**
   * Rows of a SELECT that shows every write acknowledged before it, by whichever node of a cluster. The node keeps
   * what it has seen, so one such read at the beginning of a request makes the whole request up to date.
   * @param sql finds rows by texts that must be equal: one that a column cannot hold is equal to none of its values
   */
  async queryLatest<T>(sql: string, params: (string | number)[]): Promise<T[]> {
    try {
      return await this.run(this.latest.rows<T>(sql, params));
    } catch (error) {
      if (isUnholdableText(error)) return [];
      // A plain read waits for no row: the node gave up waiting for the others (repl.causal_read_timeout).
      if (error instanceof RowLockedError) throw new DatabaseUnavailableError({}, { cause: error });
      throw error;
    }
  }

  /**
   * Whether the server may answer for its cluster.
   * @throws DatabaseUnavailableError
   */
  assertServing(): Promise<void> {
    return this.run(this.latest.assertServing());
  }

  /**
   * What one writing statement outside of a transaction did. It is a whole unit by itself, so after a conflict it runs
   * again.
   */
  async execute(sql: string, params?: unknown[]): Promise<ResultSetHeader> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await runStatement<ResultSetHeader>(this.dataSource, sql, params);
      } catch (error) {
        if (!this.mayTryAgain(error, attempt)) throw this.errorOf(error);
      }
      this.counters.conflictRetries += 1;
      await pauseBefore(attempt);
    }
  }

  /**
   * Runs `work` from BEGIN to COMMIT. A deadlock or a snapshot conflict, also one found by COMMIT, undoes
   * the whole transaction; then `work` runs again in a new one. So it holds nothing but database calls.
   * @throws RowLockedError, TryAgainError, DuplicateKeyError, QueryTimeoutError, DatabaseUnavailableError,
   *   TooLargeForDatabaseError
   */
  async inTransaction<T>(
    work: (tx: Tx) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const { lockWaitSeconds } = this.config.database;
    const settings: TransactionSettings = {
      lockWait: options.lockWait ?? lockWaitSeconds,
      actorId: options.actorId ?? null,
      takesBlocks: this.server.takesBlocks,
      mostAtCommit: Math.min(MOST_AT_COMMIT, this.server.largestStatement / 4),
      largestStatement: this.server.largestStatement,
      keepsNumbers: this.server.keepsNumbers,
    };
    return inSpan('transaction', async (span) => {
      for (let attempt = 1; ; attempt++) {
        const run = newRun();
        try {
          const unit = () => runTransaction(this.dataSource, settings, work, run);
          return await (options.isBrief ? unit() : this.places.run(unit));
        } catch (error) {
          if (!this.mayTryAgain(error, attempt, options.attempts)) throw this.errorOf(error);
        } finally {
          this.record(span, run, attempt);
        }
        this.counters[run.reachedCommit ? 'commitRetries' : 'conflictRetries'] += 1;
        await pauseBefore(attempt);
      }
    });
  }

  private mayTryAgain(error: unknown, attempt: number, attempts?: number): boolean {
    return isConflict(error) && attempt < (attempts ?? this.config.database.lockRetries + 1);
  }

  private record(span: Span, { lockSeconds }: TransactionRun, attempt: number): void {
    if (lockSeconds > 0) this.lockWaits.observe(lockSeconds);
    span.setAttributes({
      'lockstep.attempts': attempt,
      'lockstep.lock_wait_ms': lockSeconds * 1000,
    });
  }

  private async run<T>(rows: Promise<T>): Promise<T> {
    try {
      return await rows;
    } catch (error) {
      throw this.errorOf(error);
    }
  }

  /** An error of the driver as ours; any other as it is. */
  errorOf(error: unknown): unknown {
    if (isTooLargeToSend(error, this.server.largestStatement))
      return new TooLargeForDatabaseError({ cause: error });
    const known = toDomainError(error);
    if (known?.code === 'row_locked') this.counters.lockTimeouts += 1;
    return known ?? error;
  }
}

/** Random, so that those who met do not meet again. */
const pauseBefore = (attempt: number): Promise<void> =>
  pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** attempt));
