/**
 * What each Django release does, in one table: a row per release with what it changed. Measured against real releases
 * (1.3.7, 1.4.16, 1.5.5, 1.6.11, 1.7.1, 1.11.2, 2.2.28, 3.2.25, 4.1.3, 4.2.28, 5.2.19, 6.1.1: `test/fixtures/django`);
 * the rows between follow Django's release notes.
 */

import { type DjangoRelease, djangoReleases, isAtLeast } from './release.js';

export type HashingAlgorithm = 'sha1' | 'sha256';

/** The formats and rules of one Django release. */
export interface DjangoProfile {
  /** Major and minor, as `'5.2'`. */
  readonly version: string;

  /** How `session_data` is written; `legacy-wrapped` is `legacy` in lines of 76 characters. */
  readonly sessionFormat: 'legacy' | 'legacy-wrapped' | 'signed';

  readonly sessionKeyAlphabet: string;
  /** A cookie value with fewer characters counts as no session key. */
  readonly minimumKeyLength: number;

  /** The type of `_auth_user_id` as written; every release reads both. */
  readonly userIdType: 'integer' | 'text';
  readonly writesAuthHash: boolean;
  /** 1.7 to 1.9 check it only with `SessionAuthenticationMiddleware`. A wrong one costs the session its row. */
  readonly checksAuthHash: boolean;
  readonly authHashDigest: HashingAlgorithm;
  readonly acceptsSha1AuthHash: boolean;
  readonly inactiveUserStaysLoggedIn: boolean;

  /** Whether a form takes the spaces around a text away (`forms.CharField(strip=True)`), and refuses null characters. */
  readonly stripsFormTexts: boolean;
  readonly refusesNullCharacters: boolean;
  /** By NFKC: in a login form (`auth.forms.UsernameField`) and in what `create_user` stores. */
  readonly normalizesUsernames: boolean;

  /** `core.signing`. */
  readonly signingDigest: HashingAlgorithm;
  /** `SECRET_KEY_FALLBACKS`. */
  readonly usesKeyFallbacks: boolean;

  /** What the `csrftoken` cookie holds. */
  readonly csrfCookie: 'plain' | 'masked' | 'secret';
  readonly csrfChecksOrigin: boolean;

  /** The default `PASSWORD_HASHERS`, by algorithm name, the preferred one first. */
  readonly passwordHashers: readonly string[];
  readonly preferredHasher: string;
  readonly pbkdf2Iterations: number;
  /** Characters of a fresh salt. */
  readonly saltLength: number;
  /** A stored hash with another iteration count is rewritten at login. */
  readonly rewritesOnCostChange: boolean;
}

type Row = Omit<DjangoProfile, 'version' | 'preferredHasher'>;

const OLDEST: Row = {
  sessionFormat: 'legacy-wrapped',
  sessionKeyAlphabet: '0123456789abcdef',
  minimumKeyLength: 1,
  userIdType: 'integer',
  writesAuthHash: false,
  checksAuthHash: false,
  authHashDigest: 'sha1',
  acceptsSha1AuthHash: false,
  inactiveUserStaysLoggedIn: true,
  stripsFormTexts: false,
  refusesNullCharacters: false,
  normalizesUsernames: false,
  signingDigest: 'sha1',
  usesKeyFallbacks: false,
  csrfCookie: 'plain',
  csrfChecksOrigin: false,
  passwordHashers: ['sha1', 'md5', 'unsalted_md5', 'crypt'],
  pbkdf2Iterations: 10_000,
  saltLength: 5,
  rewritesOnCostChange: false,
};

const WEAK = ['sha1', 'md5', 'unsalted_sha1', 'unsalted_md5', 'crypt'];
const MODERN = ['pbkdf2_sha256', 'pbkdf2_sha1', 'argon2', 'bcrypt_sha256'];

const CHANGES: Record<DjangoRelease, Partial<Row>> = {
  '1.3': {},
  '1.4': {
    minimumKeyLength: 0,
    passwordHashers: ['pbkdf2_sha256', 'pbkdf2_sha1', 'bcrypt', ...WEAK],
    saltLength: 12,
  },
  '1.5': { sessionFormat: 'legacy', sessionKeyAlphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' },
  '1.6': {
    passwordHashers: ['pbkdf2_sha256', 'pbkdf2_sha1', 'bcrypt_sha256', 'bcrypt', ...WEAK],
    pbkdf2Iterations: 12_000,
    rewritesOnCostChange: true,
  },
  '1.7': { writesAuthHash: true },
  '1.8': { userIdType: 'text', pbkdf2Iterations: 20_000 },
  '1.9': { stripsFormTexts: true, pbkdf2Iterations: 24_000 },
  '1.10': {
    checksAuthHash: true,
    inactiveUserStaysLoggedIn: false,
    normalizesUsernames: true,
    csrfCookie: 'masked',
    passwordHashers: [...MODERN, 'bcrypt'],
    pbkdf2Iterations: 30_000,
  },
  '1.11': { minimumKeyLength: 8, pbkdf2Iterations: 36_000 },
  '2.0': { refusesNullCharacters: true, pbkdf2Iterations: 100_000 },
  '2.1': { passwordHashers: MODERN, pbkdf2Iterations: 120_000 },
  '2.2': { pbkdf2Iterations: 150_000 },
  '3.0': { pbkdf2Iterations: 180_000 },
  '3.1': {
    sessionFormat: 'signed',
    authHashDigest: 'sha256',
    acceptsSha1AuthHash: true,
    signingDigest: 'sha256',
    pbkdf2Iterations: 216_000,
  },
  '3.2': { pbkdf2Iterations: 260_000, saltLength: 22 },
  '4.0': {
    acceptsSha1AuthHash: false,
    csrfChecksOrigin: true,
    passwordHashers: [...MODERN, 'scrypt'],
    pbkdf2Iterations: 320_000,
  },
  '4.1': {
    usesKeyFallbacks: true,
    csrfCookie: 'secret',
    pbkdf2Iterations: 390_000,
  },
  '4.2': { pbkdf2Iterations: 600_000 },
  '5.0': { pbkdf2Iterations: 720_000 },
  '5.1': { pbkdf2Iterations: 870_000 },
  '5.2': { pbkdf2Iterations: 1_000_000 },
  '6.0': { pbkdf2Iterations: 1_200_000 },
  '6.1': { pbkdf2Iterations: 1_500_000 },
};

/** `DEFAULT_HASHING_ALGORITHM = 'sha1'`: the releases that can write as 3.0 did, for a cluster in transition. */
const TRANSITIONAL = new Set(['3.1', '3.2']);
const TRANSITION: Partial<Row> = {
  sessionFormat: 'legacy',
  authHashDigest: 'sha1',
  signingDigest: 'sha1',
};

const NEWEST: DjangoRelease = '6.1';
const PROFILES = buildProfiles();

/**
 * The profile of a Django version: `'5.2'`, `'5.2.19'` (the patch level is ignored). A version newer than the newest
 * known one takes the newest profile.
 * @param defaultHashingAlgorithm `DEFAULT_HASHING_ALGORITHM`, which only 3.1 and 3.2 have
 * @throws RangeError if the text is no version, or one that Django never had, or one before 1.3
 */
export function profileOf(
  version: string,
  defaultHashingAlgorithm: HashingAlgorithm = 'sha256',
): DjangoProfile {
  const profile = PROFILES.get(releaseOf(version));
  if (!profile) throw new RangeError(`"${version}" is no Django release from 1.3 on.`);
  const isTransition = defaultHashingAlgorithm === 'sha1' && TRANSITIONAL.has(profile.version);
  return isTransition ? Object.freeze({ ...profile, ...TRANSITION }) : profile;
}

function releaseOf(version: string): string {
  const [, major, minor] = /^(\d{1,2})\.(\d{1,2})(?:\.\d{1,3})?$/.exec(version) ?? [];
  if (major === undefined || minor === undefined) {
    throw new RangeError(`"${version}" is no Django version; write it as "5.2" or "5.2.19".`);
  }
  const release = `${Number(major)}.${Number(minor)}`;
  return isAtLeast(release, NEWEST) ? NEWEST : release;
}

function buildProfiles(): Map<string, DjangoProfile> {
  const profiles = new Map<string, DjangoProfile>();
  let row = OLDEST;
  for (const version of djangoReleases) {
    row = { ...row, ...CHANGES[version] };
    const [preferredHasher = ''] = row.passwordHashers;
    profiles.set(version, Object.freeze({ ...row, version, preferredHasher }));
  }
  return profiles;
}
