import { randomBytes } from 'node:crypto';
import { isWellFormed } from '../well-formed.js';
import { HASHERS } from './hashers.js';
import type { PasswordSettings } from './password-settings.js';
import { randomText, type RandomBytes } from '../random-text.js';

/**
 * A fresh hash of `password` for `auth_user.password`, by the preferred hasher of `settings` and at its cost. Where this
 * Django takes no empty password (1.4, 1.5), one gives an unusable password instead. Django: `hashers.make_password`.
 * @throws TypeError if the password holds half a surrogate pair, which has no UTF-8 form (Django raises as well).
 */
export async function makePassword(
  password: string,
  settings: PasswordSettings,
  random: RandomBytes = randomBytes,
): Promise<string> {
  if (password === '' && !settings.acceptsEmptyPassword)
    return makeUnusablePassword(settings, random);
  if (!isWellFormed(password)) throw new TypeError('the password is not well-formed Unicode');
  return HASHERS[settings.hashers[0]].encode(Buffer.from(password, 'utf8'), settings, random);
}

/** A column value that no password opens. Django: `make_password(None)`. */
export function makeUnusablePassword(
  settings: PasswordSettings,
  random: RandomBytes = randomBytes,
): string {
  return `!${randomText(settings.unusableSuffixLength, random)}`;
}

/**
 * Spends what checking a password costs, for a user that does not exist. Django: `ModelBackend.authenticate`, which
 * calls `UserModel().set_password(password)` for it.
 */
export async function burnSameWork(password: string, settings: PasswordSettings): Promise<void> {
  const zeros = (size: number) => new Uint8Array(size);
  await HASHERS[settings.hashers[0]].encode(Buffer.from(password, 'utf8'), settings, zeros);
}
