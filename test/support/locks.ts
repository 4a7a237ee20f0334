import type { TestDatabase } from './database.js';

/** A transaction on a connection of its own, as another program would have. */
export interface Holder {
  query(sql: string, params?: unknown[]): Promise<unknown>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export async function hold(db: TestDatabase): Promise<Holder> {
  const runner = db.dataSource.createQueryRunner();
  await runner.startTransaction();
  return {
    query: (sql, params) => runner.query(sql, params),
    commit: async () => {
      await runner.commitTransaction();
      await runner.release();
    },
    rollback: async () => {
      await runner.rollbackTransaction();
      await runner.release();
    },
  };
}

/** The same with this row locked. */
export async function holdRow(
  db: TestDatabase,
  table: 'assets_asset' | 'auth_user',
  id: number | string | undefined,
): Promise<Holder> {
  const holder = await hold(db);
  await holder.query(`SELECT id FROM ${table} WHERE id = ? FOR UPDATE`, [id]);
  return holder;
}

/** Which of the assets somebody has locked now, asked with NOWAIT from one more connection. */
export async function lockedAmong(db: TestDatabase, ids: readonly number[]): Promise<number[]> {
  const probe = await hold(db);
  const locked: number[] = [];
  for (const id of ids)
    await probe
      .query('SELECT id FROM assets_asset WHERE id = ? FOR UPDATE NOWAIT', [id])
      .catch(() => locked.push(id));
  await probe.rollback();
  return locked;
}
