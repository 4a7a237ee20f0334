import type { QueryRunner } from 'typeorm';

/** What one run of a transaction was seen doing, for metrics and traces. */
export interface TransactionRun {
  /** Time spent in statements that lock rows, in seconds; a row that is free costs a round trip. */
  lockSeconds: number;
  /** A conflict from here on was found by COMMIT, as on Galera. */
  reachedCommit: boolean;
  isCommitted: boolean;
}

export const newRun = (): TransactionRun => ({
  lockSeconds: 0,
  reachedCommit: false,
  isCommitted: false,
});

const LOCKS = /\bFOR UPDATE\b/;

/** Makes the runner tell `run` how long its locking statements took: here, so that no repository has to think of it. */
export function timeLocks(runner: QueryRunner, run: TransactionRun): void {
  const query = runner.query.bind(runner);
  const timedQuery = (...args: Parameters<typeof query>): Promise<unknown> => {
    const answer: Promise<unknown> = query(...args);
    if (!LOCKS.test(args[0])) return answer;
    const start = performance.now();
    return answer.finally(() => {
      run.lockSeconds += (performance.now() - start) / 1000;
    });
  };
  Object.assign(runner, { query: timedQuery });
}
