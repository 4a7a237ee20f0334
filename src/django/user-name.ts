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
import { isAtLeast } from './release.js';
import { characters, strip } from './python-text.js';
import { isWellFormed } from './well-formed.js';

/** Of the form's field up to 2.0; later it takes what the column holds, and no column of Django's is longer. */
const LONGEST = 254;

/** `UnicodeUsernameValidator`; Python's `\w` is what `str.isalnum` takes, and the underscore. */
const VALID = /^[\p{L}\p{N}_.@+-]+$/u;

/** `EmailValidator` without quoted names and literal addresses. */
const ADDRESS =
  /^[-!#$%&'*+/=?^_`{}|~\w]+(\.[-!#$%&'*+/=?^_`{}|~\w]+)*@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/**
 * The name for which `AuthenticationForm` of this release looks.
 * @param column characters that the model's USERNAME_FIELD holds
 * @returns null where the form refuses the text, so that nobody is logged in
 */
export function typedUsername(text: string, profile: DjangoProfile, column: number): string | null {
  const stripped = profile.stripsFormTexts ? strip(text) : text;
  const name = normalizedUsername(stripped, profile);
  const isRefused = profile.refusesNullCharacters && name.includes('\0');
  const longest = isAtLeast(profile.version, '2.1') ? Math.max(LONGEST, column) : LONGEST;
  const isHeld = isWellFormed(name) && characters(name).length <= longest;
  return name === '' || isRefused || !isHeld ? null : name;
}

/** The name that `create_user` of this release stores. */
export function normalizedUsername(name: string, profile: DjangoProfile): string {
  return profile.normalizesUsernames ? name.normalize('NFKC') : name;
}

/**
 * Whether `createsuperuser` takes the value as it was given: `AbstractUser.username` has a validator, an EmailField has one,
 * and of any other field nothing is known but its length.
 * @param field the model's USERNAME_FIELD
 */
export function isValidUsername(name: string, field: string, longest: number): boolean {
  if (name === '' || !isWellFormed(name) || characters(name).length > longest) return false;
  if (field === 'username') return VALID.test(name);
  return field !== 'email' || ADDRESS.test(name);
}

/** The address that `create_user` stores: its domain in lower case. */
export function normalizedEmail(email: string): string {
  const [, name, domain = ''] = /^(.*)@([^@]*)$/s.exec(strip(email)) ?? [];
  return name === undefined ? email : `${name}@${domain.toLowerCase()}`;
}
