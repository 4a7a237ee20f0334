import { Injectable } from '@nestjs/common';
import type { ResultSetHeader } from 'mysql2';
import { Database, type Tx } from '../database/index.js';
import type { IdempotencyKey } from './idempotency-key.js';

/** What is kept under a key. */
export interface KeptAnswer {
  readonly fingerprint: Buffer;
  /** JSON text. */
  readonly answer: string | null;
}

const DELETE_BATCH = 1000;

/** All SQL on `lockstep_idempotency`. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the key for this transaction. While another one has it and is not committed, this waits: without it the twin
   * of a request would not find its answer, and write a second time.
   * @returns false when the key was used before
   */
  async claim(tx: Tx, userId: string, { text, fingerprint }: IdempotencyKey): Promise<boolean> {
    const { affectedRows }: ResultSetHeader = await tx.query(
      `INSERT IGNORE INTO ${tx.own.idempotency} (user_id, idempotency_key, fingerprint, created_at)
        VALUES (?, ?, ?, UTC_TIMESTAMP(6))`,
      [userId, text, fingerprint],
    );
    return affectedRows === 1;
  }

  async find(tx: Tx, userId: string, { text }: IdempotencyKey): Promise<KeptAnswer | null> {
    const [row]: KeptAnswer[] = await tx.query(
      `SELECT fingerprint, answer FROM ${tx.own.idempotency} WHERE user_id = ? AND idempotency_key = ?`,
      [userId, text],
    );
    return row ?? null;
  }

  async keep(tx: Tx, userId: string, { text }: IdempotencyKey, answer: string): Promise<void> {
    await tx.query(
      `UPDATE ${tx.own.idempotency} SET answer = ? WHERE user_id = ? AND idempotency_key = ?`,
      [answer, userId, text],
    );
  }

  /** Deletes in batches, so that no long lock stands in the way of writes. @returns how many */
  async removeOlderThan(hours: number): Promise<number> {
    let removed = 0;
    let last: number;
    do {
      const result = await this.database.execute(
        `DELETE FROM ${this.database.own.idempotency} WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL ? HOUR
          ORDER BY created_at LIMIT ${DELETE_BATCH}`,
        [hours],
      );
      last = result.affectedRows;
      removed += last;
    } while (last === DELETE_BATCH);
    return removed;
  }
}
