import type { QueryRunner } from 'typeorm';
import { DatabaseUnavailableError } from './database.errors.js';
import { queryPlain } from './direct-statements.js';
import { isOutcomeUnknown, isTooLargeToSend } from './mysql-errors.js';
import type { PlainRow, Statement } from './statement.js';
import type { TransactionRun } from './transaction-run.js';

/** How a transaction sends what can go together. */
export interface Messages {
  /** Whether the server takes several statements in one block (MariaDB). */
  readonly takesBlocks: boolean;
  /** Bytes that may go with COMMIT. */
  readonly mostAtCommit: number;
  /** Bytes of the largest statement that the server takes. */
  readonly largestStatement: number;
}

/**
 * Writes that go together with the statement behind them: whoever waits for the row waits for each of our round trips. Where
 * the server takes no blocks they go one by one.
 */
export class TransactionEnd {
  private writes: Statement[] = [];
  private bytes = 0;

  constructor(
    private readonly runner: QueryRunner,
    private readonly run: TransactionRun,
    private readonly messages: Messages,
  ) {}

  /** @param bytes how large the statement is at most */
  async writeAtCommit(write: Statement, bytes: number): Promise<void> {
    if (this.bytes + bytes > this.messages.mostAtCommit) await this.flush();
    this.writes.push(write);
    this.bytes += bytes;
    if (!this.messages.takesBlocks || bytes > this.messages.mostAtCommit) await this.flush();
  }

  /** @returns the rows of `read` */
  async writeThenRead(write: Statement, read: Statement): Promise<PlainRow[]> {
    const query = queryPlain(this.runner);
    if (this.messages.takesBlocks) {
      const { sql, params } = blockOf([write, read]);
      const [rows] = (await query(sql, params)) as unknown as [PlainRow[]];
      return rows;
    }
    await this.runner.query(write.sql, [...write.params]);
    return query(read.sql, [...read.params]);
  }

  /** The same with rows as objects. */
  async writeThenReadRows<R>(write: Statement, read: Statement): Promise<R[]> {
    if (this.messages.takesBlocks) {
      const { sql, params } = blockOf([write, read]);
      const [rows] = (await this.runner.query(sql, params)) as [R[]];
      return rows;
    }
    await this.runner.query(write.sql, [...write.params]);
    return this.runner.query(read.sql, [...read.params]) as Promise<R[]>;
  }

  /** @returns what forgets the writes for COMMIT that were given after this */
  keepAside(): { restore: () => void } {
    const [writes, bytes] = [[...this.writes], this.bytes];
    return {
      restore: () => {
        this.writes = writes;
        this.bytes = bytes;
      },
    };
  }

  /** The same as the last thing of its transaction, with COMMIT. */
  async commitWith<R>(write: Statement, read: Statement): Promise<R[]> {
    if (this.messages.takesBlocks) {
      const [rows] = (await this.commitBlock([write, read, ...this.writes])) as [R[]];
      return rows;
    }
    await this.runner.query(write.sql, [...write.params]);
    const rows = (await this.runner.query(read.sql, [...read.params])) as R[];
    await this.commit();
    return rows;
  }

  async commit(): Promise<void> {
    if (this.writes.length > 0) {
      await this.commitBlock(this.writes);
      return;
    }
    this.run.reachedCommit = true;
    await this.committing(this.runner.commitTransaction());
    this.run.isCommitted = true;
  }

  /** The server ends a block at its first error, so COMMIT is reached only if all writes were done. */
  private async commitBlock(statements: readonly Statement[]): Promise<unknown> {
    const { sql, params } = blockOf([...statements, { sql: 'COMMIT', params: [] }]);
    const results: unknown = await this.committing(this.runner.query(sql, params));
    this.run.isCommitted = true;
    return results;
  }

  /**
   * A connection that breaks during COMMIT, or a node that loses its cluster then, leaves open whether the write is there: no
   * retry, and we say so. A block that the server finds too large to read has not reached its COMMIT.
   */
  private async committing<T>(sent: Promise<T>): Promise<T> {
    try {
      return await sent;
    } catch (error) {
      const isRefused = isTooLargeToSend(error, this.messages.largestStatement);
      if (isRefused || !isOutcomeUnknown(error)) throw error;
      throw new DatabaseUnavailableError({ outcome: 'unknown' }, { cause: error });
    }
  }

  private async flush(): Promise<void> {
    const writes = this.writes;
    this.writes = [];
    this.bytes = 0;
    for (const { sql, params } of writes) await this.runner.query(sql, [...params]);
  }
}

const blockOf = (statements: readonly Statement[]) => ({
  sql: `BEGIN NOT ATOMIC ${statements.map(({ sql }) => sql).join('; ')}; END`,
  params: statements.flatMap(({ params }) => params),
});
