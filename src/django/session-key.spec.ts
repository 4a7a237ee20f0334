import { describe, expect, it } from 'vitest';
import { SESSION_RELEASES, sessionKeysOf } from '../../test/support/session-vectors.js';
import { profileOf } from './django-version.js';
import { isAcceptableSessionKey, newSessionKey } from './session-key.js';

describe.each(SESSION_RELEASES)('session keys of Django %s', (release) => {
  const profile = profileOf(release);
  const { alphabet, length, samples, validate } = sessionKeysOf(release);

  it('are made of the same characters', () => {
    expect(profile.sessionKeyAlphabet).toBe(alphabet);
    const letters = new RegExp(`^[${alphabet}]{${length}}$`);
    for (const key of [...samples, newSessionKey(profile)]) expect(key).toMatch(letters);
  });

  it.each(validate)('take the cookie $cookie: $accepted_as_key', (row) => {
    const accepted = row.cookie !== null && isAcceptableSessionKey(row.cookie, profile);
    expect(accepted).toBe(row.accepted_as_key);
  });
});

describe('a new session key', () => {
  const profile = profileOf('5.2');

  it('takes each character as the source of randomness says', () => {
    let next = 0;
    const key = newSessionKey(profile, (limit) => next++ % limit);
    expect(key).toBe('abcdefghijklmnopqrstuvwxyz012345');
  });

  it('asks for numbers below the size of the alphabet', () => {
    const limits = new Set<number>();
    const random = (limit: number) => {
      limits.add(limit);
      return limit - 1;
    };
    expect(newSessionKey(profile, random)).toBe('9'.repeat(32));
    expect(newSessionKey(profileOf('1.4'), random)).toBe('f'.repeat(32));
    expect([...limits]).toEqual([36, 16]);
  });

  it('is another one each time, with every character about as often', () => {
    const keys = Array.from({ length: 2000 }, () => newSessionKey(profile));
    expect(new Set(keys).size).toBe(2000);
    const counts = new Map<string, number>();
    for (const letter of keys.join('')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const mean = (2000 * 32) / 36;
    expect(counts.size).toBe(36);
    // Eight standard deviations: a fair source fails once in a lifetime of the universe.
    for (const count of counts.values())
      expect(Math.abs(count - mean)).toBeLessThan(8 * Math.sqrt(mean));
  });
});

describe('a key of eight characters', () => {
  it('is counted in characters of Unicode, as Python does', () => {
    const profile = profileOf('5.2');
    expect(isAcceptableSessionKey('😀😀😀😀', profile)).toBe(false);
    expect(isAcceptableSessionKey('😀😀😀😀😀😀😀😀', profile)).toBe(true);
  });
});
