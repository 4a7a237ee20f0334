/**
 * What Django's default `AUTH_PASSWORD_VALIDATORS` object to, in its order and its words.
 * Django: `contrib.auth.password_validation` (1.9 and later; the same in 3.2 and 6.0).
 */
import { isCommonPassword } from './common-passwords.js';
import { characters, isDigit, splitWords } from '../python-text.js';
import { isSimilar } from './similarity.js';

const MIN_LENGTH = 8;
const MAX_SIMILARITY = 0.7;

export interface PasswordObjection {
  readonly code:
    | 'password_too_similar'
    | 'password_too_short'
    | 'password_too_common'
    | 'password_entirely_numeric';
  readonly message: string;
}

/** What a password must not resemble. */
export interface PasswordOwner {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Every objection to `password` as the new password of `owner`; none if it is good enough. */
export function validatePassword(password: string, owner: PasswordOwner): PasswordObjection[] {
  const objections: PasswordObjection[] = [];
  const attribute = similarAttribute(password, owner);
  if (attribute !== undefined) {
    const message = `The password is too similar to the ${attribute}.`;
    objections.push({ code: 'password_too_similar', message });
  }
  if (characters(password).length < MIN_LENGTH) {
    const message = `This password is too short. It must contain at least ${MIN_LENGTH} characters.`;
    objections.push({ code: 'password_too_short', message });
  }
  if (isCommonPassword(password)) {
    objections.push({ code: 'password_too_common', message: 'This password is too common.' });
  }
  if (isDigit(password)) {
    const message = 'This password is entirely numeric.';
    objections.push({ code: 'password_entirely_numeric', message });
  }
  return objections;
}

/** The first attribute that the password resembles, as a whole or by one of its words; by its name in forms. */
function similarAttribute(password: string, owner: PasswordOwner): string | undefined {
  const attributes = [
    ['username', owner.username],
    ['first name', owner.firstName],
    ['last name', owner.lastName],
    ['email address', owner.email],
  ] as const;
  const lowered = password.toLowerCase();
  return attributes.find(([, value]) => resembles(lowered, value.toLowerCase()))?.[0];
}

function resembles(password: string, value: string): boolean {
  if (value === '') return false;
  return [...splitWords(value), value].some((part) => isSimilar(password, part, MAX_SIMILARITY));
}
