import { setTimeout as pause } from 'node:timers/promises';
import type { TestDatabase } from './database.js';

/** Generous: it is only reached when nobody waits at all. */
const PATIENCE_MS = 30_000;
/** InnoDB renews what it shows of transactions only when nobody has asked for 100 ms. */
const BETWEEN_LOOKS_MS = 150;

/**
 * Comes back once a transaction on this database waits for a row lock: the handshake of lock tests.
 * @throws Error when nobody waits
 */
export async function lockWait(db: TestDatabase): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isWaiting(db))) {
    if (Date.now() > deadline) throw new Error('no transaction waits for a row');
    await pause(BETWEEN_LOOKS_MS);
  }
}

async function isWaiting(db: TestDatabase): Promise<boolean> {
  const [row] = await db.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM information_schema.innodb_trx trx
       JOIN information_schema.processlist process ON process.id = trx.trx_mysql_thread_id
      WHERE trx.trx_state = 'LOCK WAIT' AND process.db = DATABASE()`,
  );
  return Number(row?.n) > 0;
}
