/**
 * User names as Django reads what a person typed. Which user that is, the database says: its collation usually takes
 * `ADMIN` for `admin`.
 *
 *     typed         1.4-1.8        1.9            1.10 and later
 *     "␠admin␠"     as it is       "admin"        "admin"
 *     "ａｄｍｉｎ"     as it is       as it is       "admin"
 *
 * Django 1.4-6.1: `forms.CharField.to_python`, `auth.forms.UsernameField` and `AuthenticationForm`,
 * `auth.base_user.AbstractBaseUser.normalize_username`, `BaseUserManager.normalize_email`, `auth.validators`.
 */
import type { DjangoProfile } from './django-version.js';
import { characters, strip } from './python-text.js';
import { isWellFormed } from './well-formed.js';

/** Of the form's field; up to 2.0 always, later where the model's column has no length. */
const LONGEST = 254;

/** `UnicodeUsernameValidator`; Python's `\w` is what `str.isalnum` takes, and the underscore. */
const VALID = /^[\p{L}\p{N}_.@+-]+$/u;

/**
 * The name for which `AuthenticationForm` of this release looks.
 * @returns null where the form refuses the text, so that nobody is logged in
 */
export function typedUsername(text: string, profile: DjangoProfile): string | null {
  const stripped = profile.stripsFormTexts ? strip(text) : text;
  const name = normalizedUsername(stripped, profile);
  const isRefused = profile.refusesNullCharacters && name.includes('\0');
  const isHeld = isWellFormed(name) && characters(name).length <= LONGEST;
  return name === '' || isRefused || !isHeld ? null : name;
}

/** The name that `create_user` of this release stores. */
export function normalizedUsername(name: string, profile: DjangoProfile): string {
  return profile.normalizesUsernames ? name.normalize('NFKC') : name;
}

/** Whether `createsuperuser` takes the name as it was given. */
export function isValidUsername(name: string, { longestUsername }: DjangoProfile): boolean {
  return VALID.test(name) && characters(name).length <= longestUsername;
}

/** The address that `create_user` stores: its domain in lower case. */
export function normalizedEmail(email: string): string {
  const [, name, domain = ''] = /^(.*)@([^@]*)$/s.exec(strip(email)) ?? [];
  return name === undefined ? email : `${name}@${domain.toLowerCase()}`;
}
