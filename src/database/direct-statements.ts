import type { PoolConnection } from 'mysql2';
import type { QueryRunner } from 'typeorm';
import { runOn } from './statement.js';

/**
 * Lets the runner's plain statements go straight to its connection (`runOn` says why); those whose result TypeORM wants
 * in its own structure, as its query builders do, go its way.
 */
export function sendDirectly(runner: QueryRunner, connection: PoolConnection): void {
  const query = runner.query.bind(runner);
  const direct = async (sql: string, params?: unknown[], structured = false): Promise<unknown> =>
    structured || runner.isReleased ? query(sql, params, true) : runOn(connection, sql, params);
  Object.assign(runner, { query: direct });
}
