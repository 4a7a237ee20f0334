import { availableParallelism } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import {
  burnSameWork,
  hashesAtOnce,
  HashQueue,
  HashQueueFullError,
  makePassword,
  type PasswordSettings,
  passwordSettings,
  profileOf,
  verifyPassword,
} from '../django/index.js';
import { HashingBusyError } from './auth.errors.js';

/** Django's hashers behind a bounded queue: hashing runs in the thread pool and never piles up. */
@Injectable()
export class Passwords {
  readonly queue: HashQueue;
  private readonly settings: PasswordSettings;

  constructor(@Inject(CONFIG) { django, http }: Config) {
    const concurrency = hashesAtOnce(availableParallelism(), http.workers);
    this.queue = new HashQueue({ concurrency });
    this.settings = passwordSettings(profileOf(django.version), django.passwordHashers);
  }

  /** @throws HashingBusyError like every method here */
  verify(password: string, encoded: string): Promise<{ ok: boolean; mustUpdate: boolean }> {
    return this.run(() => verifyPassword(password, encoded, this.settings));
  }

  make(password: string): Promise<string> {
    return this.run(() => makePassword(password, this.settings));
  }

  /** The work of a verification, for a user who does not exist: the answer takes the same time. */
  async burn(password: string): Promise<void> {
    await this.run(() => burnSameWork(password, this.settings));
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.queue.run(work);
    } catch (error) {
      if (error instanceof HashQueueFullError) throw new HashingBusyError({ cause: error });
      throw error;
    }
  }
}
