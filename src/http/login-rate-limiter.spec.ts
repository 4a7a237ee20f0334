import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../config/index.js';
import { OwnLimits } from '../limits/index.js';
import { LimitsUnknownError, RateLimitedError } from './http.errors.js';
import { LoginRateLimiter } from './login-rate-limiter.js';

const limiterOf = (limit: number) =>
  new LoginRateLimiter(
    loadConfig({
      SECRET_KEY: 'x',
      DATABASE_URL: 'mysql://localhost/x',
      LOGIN_RATE_LIMIT: String(limit),
    }),
    new OwnLimits(),
  );

const HOME = '192.0.2.1';
const wrong = () => Promise.resolve(null);
const right = () => Promise.resolve('root');

let limiter: LoginRateLimiter;

beforeEach(() => {
  limiter = limiterOf(2);
});

async function fail(times: number, username = 'root', address = HOME): Promise<void> {
  for (let time = 0; time < times; time++) await limiter.attempt(username, address, wrong);
}

describe('LoginRateLimiter', () => {
  it('refuses even the right password after too many failures, and says when to come back', async () => {
    await fail(2);
    const refusal = await limiter.attempt('root', HOME, right).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RateLimitedError);
    expect(refusal).toHaveProperty('details.retry_after', 60);
  });

  it('counts per user name, however a collation takes it for the same, and per address', async () => {
    await fail(2);
    for (const name of [
      'ROOT',
      'ｒｏｏｔ',
      'róo\u0301t',
      'ro\u200bot',
      'ro\u00adot',
      'ro\0ot',
      ' root',
    ])
      await expect(limiter.attempt(name, HOME, right)).rejects.toThrow(RateLimitedError);
    expect(await limiter.attempt('other', HOME, right)).toBe('root');
    expect(await limiter.attempt('root', '192.0.2.2', right)).toBe('root');
  });

  it('forgets the failures at a success', async () => {
    await fail(1);
    await limiter.attempt('root', HOME, right);
    await fail(1);
    expect(await limiter.attempt('root', HOME, right)).toBe('root');
  });

  it('counts neither a success nor an error of ours as a failure', async () => {
    for (let time = 0; time < 5; time++) await limiter.attempt('root', HOME, right);
    const broken = () => Promise.reject(new Error('database away'));
    for (let time = 0; time < 5; time++) {
      await expect(limiter.attempt('root', HOME, broken)).rejects.toThrow('database away');
    }
    expect(await limiter.attempt('root', HOME, right)).toBe('root');
  });

  it('verifies no more than the allowed guesses of a thousand that come at once', async () => {
    let verified = 0;
    const guess = async () => {
      verified++;
      await Promise.resolve();
      return null;
    };
    const guesses = Array.from({ length: 1000 }, () => limiter.attempt('root', HOME, guess));
    const results = await Promise.allSettled(guesses);
    expect(verified).toBe(2);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(998);
  });

  it('lets any number of right logins through that come at once', async () => {
    const logins = Array.from({ length: 50 }, () => limiter.attempt('root', HOME, right));
    expect(new Set(await Promise.all(logins))).toEqual(new Set(['root']));
  });

  it('turns away who gets no turn in ten seconds, and gives him none after that', async () => {
    vi.useFakeTimers();
    limiter = limiterOf(1);
    let finish: (user: null) => void = () => undefined;
    const slow = new Promise<null>((resolve) => (finish = resolve));
    const first = limiter.attempt('root', HOME, () => slow);
    const second = limiter.attempt('root', HOME, right);
    const refusal = expect(second).rejects.toThrow(LimitsUnknownError);
    await vi.advanceTimersByTimeAsync(10_000);
    await refusal;
    finish(null);
    expect(await first).toBeNull();
    vi.useRealTimers();
  });

  it('is off at 0', async () => {
    limiter = limiterOf(0);
    await fail(50);
    expect(await limiter.attempt('root', HOME, right)).toBe('root');
  });
});
