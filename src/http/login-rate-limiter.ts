import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { clientNetwork } from './client-address.js';
import { RateLimitedError } from './http.errors.js';
import { WindowCounter } from './window-counter.js';

const MINUTE = 60_000;

/** The tries of one caller on one name that are being verified now. */
interface Running {
  count: number;
  /** Those who wait for one of them to end. */
  readonly waiting: (() => void)[];
}

/**
 * At most `LOGIN_RATE_LIMIT` failed logins in a minute for a user name from one address; 0 = no limit. The answer
 * says nothing about whether there is such a user.
 */
@Injectable()
export class LoginRateLimiter {
  private readonly failures = new WindowCounter(MINUTE);
  private readonly running = new Map<string, Running>();
  private readonly limit: number;

  constructor(@Inject(CONFIG) config: Config) {
    this.limit = config.http.loginRateLimit || Infinity;
  }

  /**
   * Runs `verify` and counts its `null` as a failure; success forgets the failures before it. When as many tries are
   * running as may still fail, the next one waits for its turn: a thousand guesses at once are no way around the limit.
   *
   * @throws RateLimitedError, without running `verify`
   */
  async attempt<T>(
    username: string,
    address: string,
    verify: () => Promise<T | null>,
  ): Promise<T | null> {
    const key = keyOf(username, address);
    await this.enter(key);
    try {
      const user = await verify();
      if (user === null) this.failures.hit(key);
      else this.failures.forget(key);
      return user;
    } finally {
      this.leave(key);
    }
  }

  private async enter(key: string): Promise<void> {
    for (;;) {
      const failed = this.failures.peek(key);
      const left = this.limit - (failed?.count ?? 0);
      if (left <= 0) throw new RateLimitedError(failed?.secondsLeft ?? 1);
      const running = this.running.get(key) ?? { count: 0, waiting: [] };
      if (running.count < left) {
        running.count++;
        this.running.set(key, running);
        return;
      }
      await new Promise<void>((resolve) => running.waiting.push(resolve));
    }
  }

  private leave(key: string): void {
    const running = this.running.get(key);
    if (running === undefined) return;
    running.count--;
    if (running.count === 0) this.running.delete(key);
    for (const wake of running.waiting.splice(0)) wake();
  }
}

/** Names are compared by MySQL without case, and may be long: the digest bounds what is kept. */
const keyOf = (username: string, address: string): string =>
  createHash('sha256')
    .update(`${clientNetwork(address)} ${username.toLowerCase()}`)
    .digest('base64url');
