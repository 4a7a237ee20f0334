import type { RandomBytes } from '../random-text.js';
import type { PasswordSettings } from './password-settings.js';

/** One algorithm of Django's `PASSWORD_HASHERS`, as `django.contrib.auth.hashers.BasePasswordHasher`. */
export interface PasswordHasher {
  /** A fresh hash of `password` at the cost that `settings` name. */
  encode(password: Buffer, settings: PasswordSettings, random: RandomBytes): Promise<string>;
  /**
   * `password` hashed with the salt and cost that `encoded` holds: the same text if it is the right password.
   * `undefined` where `encoded` is malformed, or costs more than we are willing to spend on a stored row.
   */
  reencode(
    password: Buffer,
    encoded: string,
    settings: PasswordSettings,
  ): Promise<string | undefined>;
  /** Whether this Django would store a new hash at the next login, seen by this hasher as the preferred one. */
  mustUpdate(encoded: string, settings: PasswordSettings): boolean;
  /**
   * Spends what `encoded` was cheaper than a hash of today, so that an old hash cannot be told by its answer time.
   * Missing where Django's `harden_runtime` does nothing: the difference cannot be expressed (scrypt, argon2), or
   * there is no cost at all (the bare digests).
   */
  harden?(password: Buffer, encoded: string, settings: PasswordSettings): Promise<void>;
}
