/**
 * HMAC under a key derived from a salt and a secret: `HMAC-H(H(salt + secret), value)`.
 *
 * Django 1.3-6.1: `utils.crypto.salted_hmac`, H = SHA-1 unless told otherwise.
 */
import { createHash, createHmac } from 'node:crypto';

export type Digest = 'sha1' | 'sha256' | 'sha512';

/** Enough for every salt of a site times every key of a rotation. */
const REMEMBERED_KEYS = 64;
const derivedKeys = new Map<string, Buffer>();

/** Django: `salted_hmac(salt, value, secret, algorithm=digest)`. */
export function saltedHmac(
  salt: string,
  value: string | Buffer,
  secret: string,
  digest: Digest,
): Buffer {
  return createHmac(digest, derivedKey(salt, secret, digest))
    .update(value)
    .digest();
}

/** Remembered, because every request verifies with the same few keys. */
function derivedKey(salt: string, secret: string, digest: Digest): Buffer {
  const id = `${digest} ${salt.length} ${salt}${secret}`;
  const known = derivedKeys.get(id);
  if (known) return known;
  const key = createHash(digest)
    .update(salt + secret)
    .digest();
  if (derivedKeys.size === REMEMBERED_KEYS) derivedKeys.clear();
  derivedKeys.set(id, key);
  return key;
}
