import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RELEASES, vectorsOf } from '../../test/support/django-vectors.js';
import { profileOf } from './django-version.js';
import { sessionAuthHash, verifySessionAuthHash } from './auth-hash.js';

const AuthHashes = z.object({
  vectors: z.array(
    z.object({
      secret_key: z.string(),
      password_field: z.string(),
      session_auth_hash: z.string(),
      session_auth_hash_when_DEFAULT_HASHING_ALGORITHM_sha1: z.string().optional(),
      legacy_sha1_hash_also_accepted: z.string().optional(),
      secret_key_fallbacks: z.array(z.string()).optional(),
      fallback_hashes: z.array(z.string()).optional(),
    }),
  ),
});

/** 1.3 to 1.6 have no such hash. */
const WITH_HASH = RELEASES.filter((release) => !/^1\.[3-6]\./u.test(release));

describe.each(WITH_HASH)('the session hash of Django %s', (release) => {
  const { vectors } = vectorsOf(release, 'auth_hash', AuthHashes);

  it.each(vectors)('of $password_field is the one that Django made', (vector) => {
    const { secret_key: secretKey, password_field: column, session_auth_hash: expected } = vector;
    const profile = profileOf(release);
    expect(sessionAuthHash(column, secretKey, profile.authHashDigest)).toBe(expected);

    const legacy = vector.legacy_sha1_hash_also_accepted;
    expect([profile.acceptsSha1AuthHash, profile.usesKeyFallbacks]).toEqual([
      legacy !== undefined,
      vector.fallback_hashes !== undefined,
    ]);
    const keys = { secretKey, fallbacks: vector.secret_key_fallbacks ?? [], profile };
    const verdict = (stored: string) => verifySessionAuthHash(stored, column, keys);

    expect(verdict(expected)).toBe('valid');
    if (legacy !== undefined) expect(verdict(legacy)).toBe('valid');
    expect(vector.fallback_hashes?.map(verdict) ?? []).toEqual(
      keys.fallbacks.map(() => 'valid-by-fallback'),
    );
    const damaged = [expected.toUpperCase(), expected.slice(1), `${expected} `, '', 'é'.repeat(40)];
    expect(damaged.map(verdict)).toEqual(damaged.map(() => 'invalid'));
  });
});

describe('the session hash of a Django 3.2 in transition', () => {
  const { vectors } = vectorsOf('3.2.25', 'auth_hash', AuthHashes);
  const { authHashDigest } = profileOf('3.2', 'sha1');

  it.each(vectors)('of $password_field is that of Django 3.0', (vector) => {
    const hash = sessionAuthHash(vector.password_field, vector.secret_key, authHashDigest);
    expect(hash).toBe(vector.session_auth_hash_when_DEFAULT_HASHING_ALGORITHM_sha1);
  });
});

describe('a session hash of the other kind', () => {
  const column = '!';
  const secretKey = 'present';
  const sha1 = sessionAuthHash(column, secretKey, 'sha1');
  const old = sessionAuthHash(column, 'former', 'sha256');
  const profile = {
    authHashDigest: 'sha256',
    acceptsSha1AuthHash: false,
    usesKeyFallbacks: false,
  } as const;
  const keys = { secretKey, fallbacks: ['former'], profile };

  it('is refused where that Django refuses it', () => {
    expect(verifySessionAuthHash(sha1, column, keys)).toBe('invalid');
    expect(verifySessionAuthHash(old, column, keys)).toBe('invalid');
  });

  it('is told apart by its key, however many keys there were', () => {
    for (let index = 0; index < 100; index++) sessionAuthHash(column, `key ${index}`, 'sha256');
    expect(sessionAuthHash(column, secretKey, 'sha1')).toBe(sha1);
  });
});
