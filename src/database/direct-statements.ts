import type { PoolConnection } from 'mysql2';
import type { QueryRunner } from 'typeorm';
import { type PlainRow, plainRowsOn, runOn } from './statement.js';

type Query = (sql: string, params: unknown[], result: typeof AS_ARRAYS) => Promise<PlainRow[]>;

/** In the place of TypeORM's `useStructuredResult`: rows as arrays. */
const AS_ARRAYS = 'arrays';

/**
 * Lets the runner's plain statements go straight to its connection (`runOn` says why); those whose result TypeORM wants
 * in its own structure, as its query builders do, go its way.
 */
export function sendDirectly(runner: QueryRunner, connection: PoolConnection): void {
  const query = runner.query.bind(runner);
  const direct = async (
    sql: string,
    params?: unknown[],
    result: boolean | typeof AS_ARRAYS = false,
  ): Promise<unknown> => {
    if (result === AS_ARRAYS) return plainRowsOn(connection, sql, params);
    return result || runner.isReleased ? query(sql, params, true) : runOn(connection, sql, params);
  };
  Object.assign(runner, { query: direct });
}

/** The rows of a SELECT of this runner as arrays, through whatever watches over its statements. */
export const queryPlain =
  (runner: QueryRunner) =>
  (sql: string, params: unknown[] = []): Promise<PlainRow[]> =>
    Reflect.apply(Reflect.get(runner, 'query') as Query, runner, [sql, params, AS_ARRAYS]);
