import { djangoVersions, isAtLeast, profileOf } from '../django/index.js';
import type { PasswordCensus } from './password-census.js';
import type { NewestSession, SessionCensus } from './session-census.js';
import { columnOf, type Survey, tableOf } from './survey.js';

/** Which Django this is, and how we know. */
export interface DjangoGuess {
  /** Every version that the evidence allows, ascending. */
  readonly possible: readonly string[];
  /** The one to set: the configured one if it is possible, else the newest possible one. */
  readonly version: string;
  readonly evidence: readonly string[];
  /** 3.1 and 3.2 in transition (`DEFAULT_HASHING_ALGORITHM = 'sha1'`). */
  readonly writesSha1: boolean;
}

/** The last migration of `auth` that each release brought. */
const MIGRATIONS = [
  ['auth.0001_initial', '1.7'],
  ['auth.0006_require_contenttypes_0002', '1.8'],
  ['auth.0007_alter_validators_add_error_messages', '1.9'],
  ['auth.0008_alter_user_username_max_length', '1.10'],
  ['auth.0009_alter_user_last_name_max_length', '2.0'],
  ['auth.0011_update_proxy_permissions', '2.2'],
  ['auth.0012_alter_user_first_name_max_length', '3.1'],
] as const;

/** Evidence narrows: whatever would leave nothing (rows of an earlier Django) is passed over. */
class Narrowing {
  readonly evidence: string[] = [];

  constructor(public possible: readonly string[]) {}

  by(reason: string, allows: (version: string) => boolean): void {
    const left = this.possible.filter(allows);
    if (left.length === 0) return;
    this.possible = left;
    this.evidence.push(reason);
  }
}

/**
 * The Django beside us, from the migrations and columns, the newest sessions and the hash of the latest login.
 * @param configured `DJANGO_VERSION` as it is set now
 */
export function guessDjango(
  survey: Survey,
  sessions: SessionCensus,
  passwords: PasswordCensus,
  configured: string,
): DjangoGuess {
  const narrowing = new Narrowing(djangoVersions);
  bySchema(narrowing, survey);
  if (sessions.newest) bySession(narrowing, sessions.newest);
  byHash(narrowing, passwords);
  const { possible, evidence } = narrowing;
  const version = possible.includes(configured) ? configured : (possible.at(-1) ?? configured);
  return {
    possible,
    version,
    evidence,
    writesSha1: ['3.1', '3.2'].includes(version) && sessions.newest?.format === 'legacy',
  };
}

function bySchema(narrowing: Narrowing, survey: Survey): void {
  const applied = new Set(survey.djangoMigrations ?? []);
  const last = MIGRATIONS.findLastIndex(([name]) => applied.has(name));
  if (last >= 0) {
    const [name, first] = MIGRATIONS[last] ?? MIGRATIONS[0];
    const next = MIGRATIONS[last + 1]?.[1];
    narrowing.by(`${name} is the last migration of auth`, (version) => {
      return isAtLeast(version, first) && (next === undefined || !isAtLeast(version, next));
    });
  } else byColumns(narrowing, survey);
}

/** Without migrations to read: Django up to 1.6, or a database user who may not see them. */
function byColumns(narrowing: Narrowing, survey: Survey): void {
  const user = tableOf(survey, 'auth_user');
  if (!user || !survey.userModel.isDjangos) return;
  const first = firstVersionWith(
    columnOf(user, 'first_name')?.length ?? 0,
    columnOf(user, 'last_name')?.length ?? 0,
    columnOf(user, 'username')?.length ?? 0,
  );
  if (first !== undefined)
    narrowing.by('auth_user has its later, longer columns', (version) => isAtLeast(version, first));
  else if (columnOf(user, 'last_login')?.isNullable === true)
    narrowing.by('auth_user.last_login may be NULL', (version) => isAtLeast(version, '1.8'));
  else if (!tableOf(survey, 'django_migrations'))
    narrowing.by('there is no django_migrations', (version) => !isAtLeast(version, '1.7'));
}

function firstVersionWith(first: number, last: number, username: number): string | undefined {
  if (first >= 150) return '3.1';
  if (last >= 150) return '2.0';
  return username >= 150 ? '1.10' : undefined;
}

function bySession(narrowing: Narrowing, { format, login }: NewestSession): void {
  if (format === 'signed')
    narrowing.by('the newest session is signed', (version) => isAtLeast(version, '3.1'));
  else
    narrowing.by(
      'the newest session is in the format before 3.1',
      (version) => !isAtLeast(version, '4.0'),
    );
  if (format === 'legacy-wrapped')
    narrowing.by('its text is wrapped in lines', (version) => !isAtLeast(version, '1.5'));
  else if (format === 'legacy')
    narrowing.by('its text is not wrapped in lines', (version) => isAtLeast(version, '1.5'));
  if (!login) return;
  narrowing.by(
    login.hashLength === 0 ? 'logins have no hash' : 'logins have a hash',
    (version) => profileOf(version).writesAuthHash === login.hashLength > 0,
  );
  narrowing.by(
    login.hasTextId ? 'user ids in sessions are text' : 'user ids in sessions are numbers',
    (version) => (profileOf(version).userIdType === 'text') === login.hasTextId,
  );
}

/** A login stores the hash at the cost of the running Django, so the latest one names it. */
function byHash(narrowing: Narrowing, { latest }: PasswordCensus): void {
  if (!latest || latest.writtenBy.length === 0) return;
  narrowing.by(
    `the latest login's password is hashed ${Number(latest.cost).toLocaleString('en')} times`,
    (version) => latest.writtenBy.includes(version),
  );
}
