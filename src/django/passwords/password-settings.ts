/**
 * What one Django release does with passwords, gathered from its `django.contrib.auth.hashers`. The release decides
 * what we write and when a stored hash counts as outdated: two services that disagree here rewrite each other's hashes
 * at every login, and each rewrite ends the user's other sessions.
 */
import type { DjangoProfile } from '../django-version.js';
import { type DjangoRelease, isAtLeast } from '../release.js';
import type { Argon2Cost, ScryptCost } from './hash-costs.js';
import { isHasherName, type HasherName } from './hasher-names.js';

/** The part of a Django release's profile that passwords need. */
export type PasswordProfile = Pick<
  DjangoProfile,
  'version' | 'passwordHashers' | 'pbkdf2Iterations' | 'saltLength' | 'rewritesOnCostChange'
>;

export interface PasswordSettings {
  /** The algorithms that are read; the first one is written. */
  readonly hashers: readonly [HasherName, ...HasherName[]];
  readonly saltLength: number;
  /** Bits that a salt needs to be left alone; 0 before 3.2, which never looked. */
  readonly saltEntropy: number;
  readonly pbkdf2Iterations: number;
  /** From 1.6 on, in either direction. */
  readonly rewritesOtherIterations: boolean;
  readonly bcryptRounds: number;
  /** `$2a$` is the only revision that the libraries of Django 1.x read. */
  readonly bcryptRevision: 'a' | 'b';
  /** From 1.8 on. */
  readonly rewritesOtherBcryptRounds: boolean;
  readonly argon2: Argon2Cost;
  /** Before 3.2 argon2i only. */
  readonly argon2ReadsEveryVariety: boolean;
  readonly scrypt: ScryptCost;
  /** 1.4 and 1.5 never accept one. */
  readonly acceptsEmptyPassword: boolean;
  /** Random characters behind the `!` of an unusable password; none before 1.6. */
  readonly unusableSuffixLength: number;
  /** How `is_password_usable` decides: by the `!` alone, or also by knowing the algorithm (1.5 to 2.0). */
  readonly usableMeans: 'not a lone !' | 'known algorithm' | 'no ! in front';
}

/**
 * What `profile` does, with the project's own `PASSWORD_HASHERS` (algorithm names) where it has any.
 * @throws RangeError if a name is unknown, or if none is left.
 */
export function passwordSettings(
  profile: PasswordProfile,
  passwordHashers: readonly string[] = [],
): PasswordSettings {
  const since: Since = (release) => isAtLeast(profile.version, release);
  return {
    hashers: hasherNames(passwordHashers.length > 0 ? passwordHashers : profile.passwordHashers),
    saltLength: profile.saltLength,
    saltEntropy: since('3.2') ? 128 : 0,
    pbkdf2Iterations: profile.pbkdf2Iterations,
    rewritesOtherIterations: profile.rewritesOnCostChange,
    bcryptRounds: 12,
    bcryptRevision: since('2.0') ? 'b' : 'a',
    rewritesOtherBcryptRounds: since('1.8'),
    argon2: argon2Cost(since),
    argon2ReadsEveryVariety: since('3.2'),
    scrypt: { workFactor: 16_384, blockSize: 8, parallelism: since('5.1') ? 5 : 1 },
    acceptsEmptyPassword: since('1.6') || !since('1.4'),
    unusableSuffixLength: since('1.6') ? 40 : 0,
    usableMeans: usableMeans(since),
  };
}

type Since = (release: DjangoRelease) => boolean;

function argon2Cost(since: Since): Argon2Cost {
  return since('3.2')
    ? { variety: 'argon2id', memory: 102_400, passes: 2, parallelism: 8, hashBytes: 32 }
    : { variety: 'argon2i', memory: 512, passes: 2, parallelism: 2, hashBytes: 16 };
}

function usableMeans(since: Since): PasswordSettings['usableMeans'] {
  if (since('2.1')) return 'no ! in front';
  return since('1.5') ? 'known algorithm' : 'not a lone !';
}

function hasherNames(names: readonly string[]): [HasherName, ...HasherName[]] {
  const unknown = names.filter((name) => !isHasherName(name));
  if (unknown.length > 0) throw new RangeError(`unknown password hashers: ${unknown.join(', ')}`);
  const [preferred, ...others] = names.filter(isHasherName);
  if (preferred === undefined) throw new RangeError('at least one password hasher is needed');
  return [preferred, ...others];
}
