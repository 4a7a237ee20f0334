import type { QueryRunner } from 'typeorm';
import { isLockFailure } from './mysql-errors.js';
import type { TransactionRun } from './transaction-run.js';

/**
 * Lets nothing but ROLLBACK through after a statement of this transaction met a lock or a conflict. A lock wait timeout
 * undoes its own statement only, and a deadlock the whole transaction: a unit that swallowed the error and went on would
 * commit half of itself, or write outside of any transaction. Nothing at all goes through after COMMIT, for the same reason.
 */
export function refuseWhenOver(runner: QueryRunner, run: TransactionRun): void {
  const query = runner.query.bind(runner);
  let failure: Error | undefined;
  const guarded = async (...args: Parameters<typeof query>): Promise<unknown> => {
    if (run.isCommitted) throw new Error('the transaction is over');
    if (failure && args[0] !== 'ROLLBACK') throw failure;
    try {
      return await query(...args);
    } catch (error) {
      if (error instanceof Error && isLockFailure(error)) failure = error;
      throw error;
    }
  };
  Object.assign(runner, { query: guarded });
}
