/**
 * The DES crypt(3) of old Unix password files (`hashers.CryptPasswordHasher`, gone in Django 5.0):
 *
 *     crypt$$abhfCpXqd4GrI        the salt is the first two characters of the last part; "correct horse"
 *
 * Only the first 8 bytes of a password count, and of each byte seven bits: "correct horsex" opens the same hash.
 * Django refuses a NUL in the password, so do we. The `$1$`, `$5$` and `$6$` forms that glibc's crypt also knows were
 * never written by Django and count as malformed.
 */
import unixCrypt from 'unix-crypt-td-js';
import type { PasswordHasher } from './password-hasher.js';
import type { PasswordSettings } from './password-settings.js';
import { type RandomBytes, randomText } from '../random-text.js';

const SALT_LENGTH = 2;
const FORMAT = /^crypt\$([^$]*)\$([./A-Za-z0-9]{2})[./A-Za-z0-9]{11}$/u;

export class UnixCryptHasher implements PasswordHasher {
  encode(password: Buffer, _settings: PasswordSettings, random: RandomBytes): Promise<string> {
    return Promise.resolve(`crypt$$${desCrypt(password, randomText(SALT_LENGTH, random))}`);
  }

  reencode(password: Buffer, encoded: string): Promise<string | undefined> {
    const [, middle, salt] = FORMAT.exec(encoded) ?? [];
    if (middle === undefined || salt === undefined || password.includes(0))
      return Promise.resolve(undefined);
    return Promise.resolve(`crypt$${middle}$${desCrypt(password, salt)}`);
  }

  mustUpdate(): boolean {
    return false;
  }
}

function desCrypt(password: Buffer, salt: string): string {
  return unixCrypt([...password], salt);
}
