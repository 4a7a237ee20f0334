import { djangoVersions, HASHER_NAMES, identifyHasher, profileOf } from '../django/index.js';
import type { UserSample } from './survey.js';

/** Users whose passwords were hashed in one way. */
export interface HasherCount {
  readonly hasher: string;
  /** Iterations, rounds or parameters as they stand in the column; empty where there are none. */
  readonly cost: string;
  readonly users: number;
  /** The versions of Django whose default this cost is; empty where it tells nothing. */
  readonly writtenBy: readonly string[];
}

export interface PasswordCensus {
  readonly users: number;
  /** The most frequent first. */
  readonly hashers: readonly HasherCount[];
  /** Nobody can log in with them: `!`, as `set_unusable_password` leaves it. */
  readonly unusable: number;
  /** Neither a hash of Django's nor marked as unusable. */
  readonly unknown: number;
  /** How the password of the latest login is hashed: a login stores it anew where the running Django wants that. */
  readonly latest: Omit<HasherCount, 'users'> | null;
}

/** How the passwords of these users are hashed. */
export function takePasswordCensus(users: readonly UserSample[]): PasswordCensus {
  const counts = new Map<string, number>();
  for (const { password } of users) {
    const name = describe(password);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const hashers = [...counts]
    .filter(([name]) => name !== UNUSABLE && name !== UNKNOWN)
    .map(([name, count]) => ({ ...hasherNamed(name), users: count }))
    .sort((a, b) => b.users - a.users);
  const latest = users.find(({ lastLogin }) => lastLogin !== null);
  const latestName = latest && describe(latest.password);
  return {
    users: users.length,
    hashers,
    unusable: counts.get(UNUSABLE) ?? 0,
    unknown: counts.get(UNKNOWN) ?? 0,
    latest:
      latestName === undefined || latestName === UNUSABLE || latestName === UNKNOWN
        ? null
        : hasherNamed(latestName),
  };
}

const UNUSABLE = 'unusable';
const UNKNOWN = 'unknown';

/** The name and the cost, with a space between, of a column's text. */
function describe(password: string): string {
  if (password.startsWith('!')) return UNUSABLE;
  const hasher = identifyHasher(password, HASHER_NAMES);
  return hasher === undefined ? UNKNOWN : `${hasher} ${costOf(hasher, password.split('$'))}`;
}

function costOf(hasher: string, parts: readonly string[]): string {
  if (hasher.startsWith('bcrypt')) return String(Number(parts[3] ?? ''));
  if (hasher === 'argon2') return [parts[1], parts.find((part) => part.startsWith('m='))].join(' ');
  return hasher.startsWith('pbkdf2') || hasher === 'scrypt' ? (parts[1] ?? '') : '';
}

function hasherNamed(name: string): Omit<HasherCount, 'users'> {
  const at = name.indexOf(' ');
  const [hasher, cost] = [name.slice(0, at), name.slice(at + 1)];
  return { hasher, cost, writtenBy: hasher.startsWith('pbkdf2') ? versionsWith(cost) : [] };
}

/** pbkdf2's count rises with every release, so it names them. */
function versionsWith(iterations: string): string[] {
  return djangoVersions.filter(
    (version) => String(profileOf(version).pbkdf2Iterations) === iterations,
  );
}
