import { setTimeout as pause } from 'node:timers/promises';
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
  id: number | undefined,
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

/** InnoDB shows the same snapshot of its transactions again to whoever asks sooner. */
const SNAPSHOT_MS = 120;

/**
 * Until the server says that a transaction on this database waits for a row. The pauses come first and differ, so that
 * neither the snapshot of an earlier test is read nor one that another test keeps alive.
 */
export async function untilWaiting(db: TestDatabase): Promise<void> {
  for (;;) {
    await pause(SNAPSHOT_MS * (1 + Math.random()));
    const waiting = await db.query(
      `SELECT 1 FROM information_schema.INNODB_TRX trx
         JOIN information_schema.PROCESSLIST process ON process.ID = trx.trx_mysql_thread_id
        WHERE trx.trx_state = 'LOCK WAIT' AND process.DB = DATABASE()`,
    );
    if (waiting.length > 0) return;
  }
}
