import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import {
  burnSameWork,
  makePassword,
  type PasswordSettings,
  passwordSettings,
  profileOf,
  verifyPassword,
} from '../django/index.js';
import { Places } from '../places.js';
import { HashingBusyError } from './auth.errors.js';
import { hashesAtOnce } from './hashes-at-once.js';

/** So many that the last one in line would wait beyond any client's patience. */
const MOST_WAITING = 64;

/**
 * Django's hashers behind a bounded queue: hashing runs in the thread pool and never piles up. One check costs up to half a
 * second of a core, so without a bound a burst of logins would occupy the whole pool for minutes and grow without end.
 */
@Injectable()
export class Passwords {
  readonly queue: Places;
  private readonly settings: PasswordSettings;

  constructor(@Inject(CONFIG) { django, http }: Config) {
    const count = hashesAtOnce(availableParallelism(), http.workers);
    const refusal = () => new HashingBusyError();
    this.queue = new Places({ count, mostWaiting: MOST_WAITING, refusal });
    this.settings = passwordSettings(profileOf(django.version), django.passwordHashers);
  }

  /** @throws HashingBusyError like every method here */
  verify(password: string, encoded: string): Promise<{ ok: boolean; mustUpdate: boolean }> {
    return this.queue.run(() => verifyPassword(password, encoded, this.settings));
  }

  make(password: string): Promise<string> {
    return this.queue.run(() => makePassword(password, this.settings));
  }

  /** The work of a verification, for a user who does not exist: the answer takes the same time. */
  async burn(password: string): Promise<void> {
    await this.queue.run(() => burnSameWork(password, this.settings));
  }
}
