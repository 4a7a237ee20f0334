/**
 * Session keys: 32 characters of a-z0-9, hexadecimal up to Django 1.4.
 *
 * Django 1.3-6.1: `contrib.sessions.backends.base`, `_get_new_session_key` and `_validate_session_key`.
 */
import { randomInt } from 'node:crypto';
import type { DjangoProfile } from './django-version.js';

const KEY_LENGTH = 32;

/** A whole number from 0 up to, but not including, `limit`, each equally likely. */
export type RandomBelow = (limit: number) => number;

/** A key that nobody can guess. @param random `randomInt` of `node:crypto` outside of tests */
export function newSessionKey(
  profile: Pick<DjangoProfile, 'sessionKeyAlphabet'>,
  random: RandomBelow = randomInt,
): string {
  const alphabet = profile.sessionKeyAlphabet;
  return Array.from({ length: KEY_LENGTH }, () => alphabet.charAt(random(alphabet.length))).join(
    '',
  );
}

/** Whether Django would look this cookie value up. It asks for a length only, in characters of Unicode. */
export function isAcceptableSessionKey(
  text: string,
  profile: Pick<DjangoProfile, 'minimumKeyLength'>,
): boolean {
  const { minimumKeyLength } = profile;
  return Array.from(text.slice(0, 2 * minimumKeyLength)).length >= minimumKeyLength;
}
