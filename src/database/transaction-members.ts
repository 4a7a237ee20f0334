import type { QueryRunner } from 'typeorm';
import { DatabaseUnavailableError } from './database.errors.js';
import { isConnectionLost, isLockFailure } from './mysql-errors.js';
import type { Statement } from './statement.js';

const BLOCK = 'BEGIN NOT ATOMIC ';
const READS = /^\s*(\/\*[^*]*\*\/\s*)?\(?(SELECT|START|SAVEPOINT|ROLLBACK|COMMIT)\b/;

/** What a command of a group made, or why it was refused; then nothing of it is written. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

type Query = (sql: string, params?: unknown[], ...structure: unknown[]) => Promise<unknown>;

/** A statement that goes ahead of the first write of a command. */
export interface Before extends Statement {
  readonly onDone?: () => void;
}

/** Several commands in one transaction, each of which can be undone alone. */
export class TransactionMembers {
  private hasWritten = false;
  private isMarked = false;
  private count = 0;
  private readonly query: Query;

  /**
   * Lets each command's first write be preceded by what it needs, in the same message where that is a block.
   * @param before what goes ahead of the first write where there is no command of a group
   */
  constructor(
    private readonly runner: QueryRunner,
    private before: readonly Before[],
  ) {
    this.query = runner.query.bind(runner) as Query;
    const preceded: Query = async (sql, params = [], ...structure) => {
      if (READS.test(sql)) return this.query(sql, params, ...structure);
      this.hasWritten = true;
      if (!sql.startsWith(BLOCK)) await this.sendBefore();
      const { before } = this;
      this.before = [];
      if (before.length === 0) return this.query(sql, params, ...structure);
      const texts = [...before.map((one) => one.sql), sql.slice(BLOCK.length)];
      const values = [...before.flatMap((one) => one.params), ...params];
      const result = await this.query(BLOCK + texts.join('; '), values, ...structure);
      for (const { onDone } of before) onDone?.();
      return result;
    };
    Object.assign(runner, { query: preceded });
  }

  /** Sends at once what would go ahead of the first write. */
  async sendBefore(): Promise<void> {
    const { before } = this;
    this.before = [];
    for (const { sql, params, onDone } of before) {
      await this.query(sql, [...params]);
      onDone?.();
    }
  }

  /**
   * Does `work` as the next command. The first one has no savepoint: when it fails after it wrote, the transaction does.
   * @param before what goes ahead of its first write
   * @throws what ends the transaction: a lock failure, a lost connection, or a failure to undo
   */
  async run<T>(
    { isFirst, before }: { isFirst: boolean; before: readonly Before[] },
    work: () => Promise<T>,
  ): Promise<Outcome<T>> {
    // Of one name for all, a savepoint that was never set would be that of the command before, and undo what that one did.
    const savepoint = `lockstep_member_${++this.count}`;
    const marks = isFirst ? [] : [{ sql: `SAVEPOINT ${savepoint}`, params: [] }];
    this.before = [...before, ...marks];
    this.isMarked = !isFirst;
    try {
      return { value: await work() };
    } catch (error) {
      if (endsTransaction(error)) throw error;
      const isUntouched = isFirst ? !this.hasWritten : this.before.length > 0;
      if (isUntouched) return { error };
      if (!this.isMarked) throw error;
      await this.runner.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
      return { error };
    } finally {
      this.before = [];
    }
  }
}

const endsTransaction = (error: unknown): boolean =>
  isLockFailure(error) || isConnectionLost(error) || error instanceof DatabaseUnavailableError;
