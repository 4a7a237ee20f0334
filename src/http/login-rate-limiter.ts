import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { Limits, type LoginTry, type Outcome } from '../limits/index.js';
import { within } from '../within.js';
import { clientNetwork } from './client-address.js';
import { LimitsUnknownError, RateLimitedError } from './http.errors.js';

/** Longer than the check of a password takes under load, shorter than the patience of whoever logs in. */
const TURN_MS = 10_000;

/**
 * At most `LOGIN_RATE_LIMIT` failed logins in a minute for a user name from one address; 0 = no limit. The answer
 * says nothing about whether there is such a user.
 */
@Injectable()
export class LoginRateLimiter {
  private readonly limit: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly limits: Limits,
  ) {
    this.limit = config.http.loginRateLimit;
  }

  /**
   * Runs `verify` and counts its `null` as a failure; success forgets the failures before it. When as many tries are
   * running as may still fail, the next one waits for its turn: a thousand guesses at once are no way around the limit.
   *
   * @throws RateLimitedError and LimitsUnknownError, without running `verify`
   */
  async attempt<T>(
    username: string,
    address: string,
    verify: () => Promise<T | null>,
  ): Promise<T | null> {
    if (this.limit === 0) return verify();
    const login = this.limits.beginLogin(keyOf(username, address), this.limit);
    let outcome: Outcome = 'unknown';
    try {
      await awaitTurn(login);
      const user = await verify();
      outcome = user === null ? 'failed' : 'succeeded';
      return user;
    } finally {
      login.end(outcome);
    }
  }
}

/** @throws RateLimitedError, LimitsUnknownError */
async function awaitTurn({ turn }: LoginTry): Promise<void> {
  const given = await within(TURN_MS, turn, () => {
    throw new LimitsUnknownError();
  });
  if (!given.mayTry) throw new RateLimitedError(given.secondsLeft);
}

/** Names may be long: the digest bounds what is kept. */
const keyOf = (username: string, address: string): string =>
  createHash('sha256')
    .update(`${clientNetwork(address)} ${folded(username)}`)
    .digest('base64url');

/**
 * As coarse as MySQL's collations are, most of which compare without case and accents and pass over invisible characters: the
 * spellings of a name that nobody has must not be counted in another way than those of a user, or the limit tells them apart.
 */
const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{Default_Ignorable_Code_Point}\s]/gu, '')
    .toLowerCase();
