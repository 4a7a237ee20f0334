import type { QueryRunner } from 'typeorm';

/** What one run of a transaction was seen doing, for metrics and traces. */
export interface TransactionRun {
  /** Time spent in statements that lock rows, in seconds; a row that is free costs a round trip. */
  lockSeconds: number;
  /** A conflict from here on was found by COMMIT, as on Galera. */
  reachedCommit: boolean;
}

export const newRun = (): TransactionRun => ({ lockSeconds: 0, reachedCommit: false });

const LOCKS = /\bFOR UPDATE\b/;

/** Makes the runner tell `run` how long its locking statements took: here, so that no repository has to think of it. */
export function timed(runner: QueryRunner, run: TransactionRun): QueryRunner {
  const query = runner.query.bind(runner);
  const timedQuery = async (sql: string, ...rest: unknown[]): Promise<unknown> => {
    if (!LOCKS.test(sql)) return Reflect.apply(query, runner, [sql, ...rest]);
    const start = performance.now();
    try {
      return await Reflect.apply(query, runner, [sql, ...rest]);
    } finally {
      run.lockSeconds += (performance.now() - start) / 1000;
    }
  };
  return Object.assign(runner, { query: timedQuery });
}
