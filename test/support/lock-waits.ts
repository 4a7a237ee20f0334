import { setTimeout as pause } from 'node:timers/promises';
import type { TestDatabase } from './database.js';

/** Generous: it is only reached when nobody waits at all. */
const PATIENCE_MS = 30_000;
/** InnoDB shows the same snapshot of its transactions again to whoever asks sooner. */
const SNAPSHOT_MS = 120;

/**
 * Comes back once a transaction on this database waits for a row lock: the handshake of lock tests. The pauses come first
 * and differ, so that neither the snapshot of an earlier test is read nor one that another test keeps alive.
 * @throws Error when nobody waits
 */
export async function lockWait(db: TestDatabase): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  do {
    if (performance.now() > deadline) throw new Error('no transaction waits for a row');
    await pause(SNAPSHOT_MS * (1 + Math.random()));
  } while (!(await isWaiting(db)));
}

async function isWaiting(db: TestDatabase): Promise<boolean> {
  const waiting = await db.query(
    `SELECT 1 FROM information_schema.INNODB_TRX trx
       JOIN information_schema.PROCESSLIST process ON process.ID = trx.trx_mysql_thread_id
      WHERE trx.trx_state = 'LOCK WAIT' AND process.DB = DATABASE()`,
  );
  return waiting.length > 0;
}
