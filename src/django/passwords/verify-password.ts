import { constantTimeEqual } from '../constant-time.js';
import { isWellFormed } from '../well-formed.js';
import { COST_BOUNDS } from './cost-bounds.js';
import { identifyHasher, type HasherName } from './hasher-names.js';
import { HASHERS } from './hashers.js';
import { burnSameWork } from './make-password.js';
import type { PasswordSettings } from './password-settings.js';
import { isPasswordUsable } from './usable-password.js';

export interface PasswordVerdict {
  readonly ok: boolean;
  /** The password is right and this Django would now store a fresh hash of it. */
  readonly mustUpdate: boolean;
}

const WRONG: PasswordVerdict = { ok: false, mustUpdate: false };

/** Bare digests: beside a real hash their answer comes at once and gives away that there is such a user. */
const CHEAP: ReadonlySet<HasherName> = new Set([
  'sha1',
  'md5',
  'unsalted_sha1',
  'unsalted_md5',
  'crypt',
]);

/**
 * Whether `password` belongs to the column `encoded`, and whether the column is outdated. Never throws: what Django
 * answers with an exception (malformed hashes, unknown algorithms) and what would cost too much is a wrong password.
 * A wrong answer takes as long as one for a user that does not exist. Django: `hashers.check_password`.
 */
export async function verifyPassword(
  password: string,
  encoded: string,
  settings: PasswordSettings,
): Promise<PasswordVerdict> {
  const name = identify(password, encoded, settings);
  if (name === undefined) return wrongAfterSameWork(password, settings);
  const hasher = HASHERS[name];
  const raw = Buffer.from(password, 'utf8');
  const expected = await hasher.reencode(raw, encoded, settings);
  if (expected === undefined) return wrongAfterSameWork(password, settings);
  if (constantTimeEqual(expected, encoded)) {
    return { ok: true, mustUpdate: mustUpdate(name, encoded, settings) };
  }
  if (CHEAP.has(name) && name !== settings.hashers[0])
    return wrongAfterSameWork(password, settings);
  await hasher.harden?.(raw, encoded, settings);
  return WRONG;
}

function identify(
  password: string,
  encoded: string,
  settings: PasswordSettings,
): HasherName | undefined {
  if (!isWellFormed(password)) return undefined;
  if (password === '' && !settings.acceptsEmptyPassword) return undefined;
  if (encoded.length > COST_BOUNDS.encodedLength) return undefined;
  if (!isPasswordUsable(encoded, settings)) return undefined;
  return identifyHasher(encoded, settings.hashers);
}

function mustUpdate(name: HasherName, encoded: string, settings: PasswordSettings): boolean {
  return name !== settings.hashers[0] || HASHERS[name].mustUpdate(encoded, settings);
}

async function wrongAfterSameWork(
  password: string,
  settings: PasswordSettings,
): Promise<PasswordVerdict> {
  await burnSameWork(password, settings);
  return WRONG;
}
