/**
 * The session auth hash: it ties a session to the password column, so that a new password ends every other session.
 *
 *     hex(HMAC-H(k, PASSWORD_COLUMN))    k = H("django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash" + SECRET_KEY)
 *
 * H is SHA1 in Django 1.7-3.0 (40 digits) and SHA256 from 3.1 on (64). 3.1 and 3.2 also accept the SHA1 form; 4.1 and
 * later accept a hash made with a fallback key. With the key `pub-k3y!w7@vz$4q#s^e(1)b&n*m-x_=+lab0000public0000` the
 * column `!` gives `ef55242b87e7797615b1a80b0df83f8154fa5070` in SHA1.
 * Django: `AbstractBaseUser.get_session_auth_hash`, `contrib.auth.get_user`.
 */
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { constantTimeEqual } from './constant-time.js';
import type { DjangoProfile, HashingAlgorithm } from './django-version.js';

const KEY_SALT = 'django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash';

/** The part of a Django release's profile that decides which hashes count. */
export type AuthHashProfile = Pick<
  DjangoProfile,
  'authHashDigest' | 'acceptsSha1AuthHash' | 'usesKeyFallbacks'
>;

/** `valid-by-fallback`: the session has to be moved to a new key and signed again with the present secret. */
export type AuthHashVerdict = 'valid' | 'valid-by-fallback' | 'invalid';

/** `_auth_user_hash` for a user with this `password` column. */
export function sessionAuthHash(
  passwordColumn: string,
  secretKey: string,
  digest: HashingAlgorithm,
): string {
  return createHmac(digest, derivedKey(secretKey, digest)).update(passwordColumn).digest('hex');
}

/** What `stored` (`_auth_user_hash`) is worth for a user with this `password` column. Constant time per candidate. */
export function verifySessionAuthHash(
  stored: string,
  passwordColumn: string,
  keys: {
    readonly secretKey: string;
    readonly fallbacks: readonly string[];
    readonly profile: AuthHashProfile;
  },
): AuthHashVerdict {
  const { secretKey, fallbacks, profile } = keys;
  const matches = (secret: string, digest: HashingAlgorithm) =>
    constantTimeEqual(stored, sessionAuthHash(passwordColumn, secret, digest));
  if (matches(secretKey, profile.authHashDigest)) return 'valid';
  if (profile.acceptsSha1AuthHash && matches(secretKey, 'sha1')) return 'valid';
  const isByFallback =
    profile.usesKeyFallbacks && fallbacks.some((secret) => matches(secret, profile.authHashDigest));
  return isByFallback ? 'valid-by-fallback' : 'invalid';
}

/** Two digests for each key of a rotation; beyond that somebody passes in keys that are not settings. */
const MEMORY = 32;
const derivedKeys = new Map<string, KeyObject>();

/** Kept, because it is the same for every request and half of the work. */
function derivedKey(secretKey: string, digest: HashingAlgorithm): KeyObject {
  const name = `${digest}:${secretKey}`;
  const known = derivedKeys.get(name);
  if (known) return known;
  const key = createSecretKey(createHash(digest).update(KEY_SALT).update(secretKey).digest());
  if (derivedKeys.size >= MEMORY) derivedKeys.clear();
  derivedKeys.set(name, key);
  return key;
}
