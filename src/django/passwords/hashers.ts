import { Argon2Hasher } from './argon2-hasher.js';
import { BcryptHasher, hexSha256 } from './bcrypt-hasher.js';
import { SaltedDigestHasher, UnsaltedDigestHasher } from './digest-hasher.js';
import type { HasherName } from './hasher-names.js';
import type { PasswordHasher } from './password-hasher.js';
import { Pbkdf2Hasher } from './pbkdf2-hasher.js';
import { ScryptHasher } from './scrypt-hasher.js';
import { UnixCryptHasher } from './unix-crypt-hasher.js';

/** The hashers under their names in Django's `PASSWORD_HASHERS`. */
export const HASHERS: Readonly<Record<HasherName, PasswordHasher>> = {
  pbkdf2_sha256: new Pbkdf2Hasher('pbkdf2_sha256', 'sha256', 32),
  pbkdf2_sha1: new Pbkdf2Hasher('pbkdf2_sha1', 'sha1', 20),
  argon2: new Argon2Hasher(),
  bcrypt_sha256: new BcryptHasher('bcrypt_sha256', hexSha256),
  bcrypt: new BcryptHasher('bcrypt', (password) => password),
  scrypt: new ScryptHasher(),
  sha1: new SaltedDigestHasher('sha1'),
  md5: new SaltedDigestHasher('md5'),
  unsalted_sha1: new UnsaltedDigestHasher('sha1', 'sha1$$'),
  unsalted_md5: new UnsaltedDigestHasher('md5', ''),
  crypt: new UnixCryptHasher(),
};
