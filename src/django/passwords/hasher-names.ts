/** The `algorithm` of every hasher that a Django ever came with. */
export const HASHER_NAMES = [
  'pbkdf2_sha256',
  'pbkdf2_sha1',
  'argon2',
  'bcrypt_sha256',
  'bcrypt',
  'scrypt',
  'sha1',
  'md5',
  'unsalted_sha1',
  'unsalted_md5',
  'crypt',
] as const;

export type HasherName = (typeof HASHER_NAMES)[number];

export function isHasherName(name: string): name is HasherName {
  return HASHER_NAMES.some((known) => known === name);
}

/**
 * Which algorithm wrote `encoded`, of those in `allowed`. Django: `hashers.identify_hasher`, the forms of its
 * ancestors included (a bare MD5, `md5$$`, `sha1$$`).
 */
export function identifyHasher(
  encoded: string,
  allowed: readonly HasherName[],
): HasherName | undefined {
  const name = algorithmIn(encoded);
  return allowed.find((known) => known === name);
}

function algorithmIn(encoded: string): string {
  if (encoded.length === 32 && !encoded.includes('$')) return 'unsalted_md5';
  if (encoded.length === 37 && encoded.startsWith('md5$$')) return 'unsalted_md5';
  if (encoded.length === 46 && encoded.startsWith('sha1$$')) return 'unsalted_sha1';
  return encoded.split('$', 1)[0] ?? '';
}
