import { Injectable } from '@nestjs/common';
import type { Tx, UserId } from '../database/index.js';
import { parseJson, stringifyJson } from '../exact-json.js';
import type { IdempotencyKey } from './idempotency-key.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { IdempotencyKeyReusedError } from './write.errors.js';

/** What a write gave, now or when it was done. */
export interface Outcome<T> {
  readonly answer: T;
  readonly isReplayed: boolean;
}

/** Does a write once for a key. The answer is kept by the write's own transaction: there are both or neither. */
@Injectable()
export class Idempotency {
  constructor(private readonly kept: IdempotencyRepository) {}

  /**
   * Runs `work` unless the key of this user was used before; then gives what `work` gave at that time. The answer must
   * survive JSON. Called first in a transaction: the key is locked before any row.
   * @throws IdempotencyKeyReusedError when something else was asked for under this key
   */
  async once<T>(
    tx: Tx,
    { id }: { readonly id: UserId | null },
    key: IdempotencyKey | undefined,
    work: () => Promise<T>,
  ): Promise<Outcome<T>> {
    if (!key) return { answer: await work(), isReplayed: false };
    const userId = String(id);
    if (!(await this.kept.claim(tx, userId, key)))
      return { answer: await this.replay<T>(tx, userId, key), isReplayed: true };
    const answer = await work();
    await this.kept.keep(tx, userId, key, stringifyJson(answer));
    return { answer, isReplayed: false };
  }

  private async replay<T>(tx: Tx, userId: string, key: IdempotencyKey): Promise<T> {
    const kept = await this.kept.find(tx, userId, key);
    // The transaction that claims a key also answers, so a row without an answer was not made by us.
    if (typeof kept?.answer !== 'string') throw new Error('an idempotency key has no answer');
    if (!kept.fingerprint.equals(key.fingerprint)) throw new IdempotencyKeyReusedError();
    return parseJson(kept.answer) as T;
  }
}
