import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFixture, vectorsOf } from '../../test/support/django-vectors.js';
import { writtenSessions } from '../../test/support/session-vectors.js';
import { type Config, loadConfig } from '../config/index.js';
import { type DatabaseFacts, DJANGO_USER, ownTables } from '../database/index.js';
import { encodeSession, profileOf } from '../django/index.js';
import { examine, type Report } from './examine.js';
import type { SessionSample, Survey, TableSurvey, UserSample } from './survey.js';

const KEY = 'pub-k3y!w7@vz$4q#s^e(1)b&n*m-x_=+lab0000public0000';
const NOW = new Date('2024-06-15T12:00:00Z');
const TWO_WEEKS = 1_209_600;

const Schemas = z.record(
  z.string(),
  z.object({
    show_create_table: z.record(z.string(), z.string()),
    migrations: z.record(z.string(), z.string()).optional(),
  }),
);
const SCHEMAS = Schemas.parse(readFixture('schema.json'));
const Passwords = z.object({ made_by_make_password: z.array(z.object({ encoded: z.string() })) });

type Release =
  | '1.4.16'
  | '1.5.5'
  | '1.6.11'
  | '1.7.1'
  | '1.11.2'
  | '2.2.28'
  | '3.2.25'
  | '4.2.28'
  | '5.2.19'
  | '6.1.1';

const configWith = (env: Record<string, string>): Config =>
  loadConfig({ SECRET_KEY: KEY, DATABASE_URL: 'mysql://localhost/shop', ...env });

/** Of a site where Lockstep never ran and can. */
const FRESH: DatabaseFacts = {
  database: 'shop',
  text: { charset: 'utf8mb4', collation: 'utf8mb4_general_ci' },
  variables: { log_bin: 'OFF' },
  grants: ['GRANT ALL PRIVILEGES ON `shop`.* TO `web`@`%`'],
  denied: [],
  tables: [],
  triggers: [],
  userKey: { table: 'auth_user', ...DJANGO_USER.facts.key },
  own: ownTables(),
  strays: [],
  applied: null,
};

/** The tables, rows and hashes that this Django left behind. */
function surveyOf(release: Release, parts: Partial<Survey> = {}): Survey {
  const { show_create_table: tables, migrations } = SCHEMAS[release] ?? { show_create_table: {} };
  return {
    now: NOW,
    server: {
      version: '10.11.19-MariaDB',
      database: 'shop',
      variables: {},
      utcNow: '2024-06-15 12:00:00.000000',
      hasTimeZoneTables: true,
      group: null,
    },
    facts: FRESH,
    tables: Object.entries(tables).map(([name, ddl]) => tableFrom(name, ddl)),
    keyless: [],
    cascades: [],
    djangoMigrations: migrations ? Object.keys(migrations) : null,
    sessions: sessionsOf(release),
    userModel: DJANGO_USER,
    userModelFault: undefined,
    users: usersOf(release),
    unreadable: [],
    ...parts,
  };
}

function tableFrom(name: string, ddl: string): TableSurvey {
  const columns = [...ddl.matchAll(/^ {2}`(\w+)` (\w+(?:\((\d+)\))?)(.*?),?$/gm)].map(
    ([, column = '', type = '', length = '0', rest = '']) => ({
      name: column,
      type,
      isNullable: !rest.includes('NOT NULL'),
      length: type.startsWith('varchar') ? Number(length) : 0,
      characterSet: 'utf8mb4',
    }),
  );
  return { name, engine: 'InnoDB', columns };
}

function sessionsOf(release: Release): SessionSample[] {
  return writtenSessions(release)
    .filter((row) => row.store === 'db' && row.secret_key === KEY && !row.DEFAULT_HASHING_ALGORITHM)
    .map((row) => ({ text: row.text, expireDate: column(row.written_at + TWO_WEEKS) }));
}

function usersOf(release: Release): UserSample[] {
  const { made_by_make_password: made } = vectorsOf(release, 'passwords', Passwords);
  return made.map(({ encoded }) => ({ password: encoded, lastLogin: '2024-06-15 11:00:00' }));
}

const column = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

const problemsOf = ({ findings }: Report): string[] =>
  findings.filter(({ level }) => level === 'problem').map(({ message }) => message);

describe.each([
  ['1.4.16', '1.4'],
  ['1.5.5', '1.5'],
  ['1.6.11', '1.6'],
  ['1.7.1', '1.7'],
  ['1.11.2', '1.11'],
  ['2.2.28', '2.2'],
  ['3.2.25', '3.2'],
  ['4.2.28', '4.2'],
  ['5.2.19', '5.2'],
  ['6.1.1', '6.1'],
] as const)('the database of Django %s', (release, version) => {
  it('is recognised, and all is well once what was printed is set', () => {
    const report = examine(surveyOf(release), configWith({}));
    expect(report.django.possible).toEqual([version]);
    expect(report.environment.DJANGO_VERSION).toBe(version);
    expect(report.healthy).toBe(version === '5.2');
    const again = examine(surveyOf(release), configWith({ ...report.environment }));
    // Django 1.4 knows no serializer but pickle.
    expect(problemsOf(again).map((text) => text.replace(/^\d+ of \d+ /, ''))).toEqual(
      version === '1.4' ? ['sessions hold a pickle, which is never read here'] : [],
    );
    expect(again.environment).toEqual(report.environment);
  });
});

describe('the doctor', () => {
  const site = (parts: Partial<Survey> = {}, env: Record<string, string> = {}): Report =>
    examine(surveyOf('5.2.19', parts), configWith(env));

  it('says that a wrong SECRET_KEY verifies nothing', () => {
    const report = site({}, { SECRET_KEY: 'another-secret-key-0123456789-abcdefghijklmno' });
    expect(report.sessions).toMatchObject({ byKey: [0], unverified: 31, looked: 31 });
    expect(problemsOf(report)).toEqual([
      "None of 31 sessions verifies: this SECRET_KEY is not the site's",
    ]);
  });

  it('counts by which key of a rotation the sessions verify', () => {
    const rows = [sessionOf({ a: 1 }, KEY), sessionOf({}, 'older'), sessionOf({}, 'lost')];
    const report = site({ sessions: rows }, { SECRET_KEY_FALLBACKS: 'old,older' });
    expect(report.sessions).toMatchObject({ byKey: [1, 0, 1], unverified: 1 });
    expect(report.healthy).toBe(true);
    expect(warningsOf(report)).toContainEqual(
      '1 session of 3 verify with no key: nobody is logged in by them',
    );
  });

  it('finds out by the signed time that dates are local, and what zone would do', () => {
    const sessions = [sessionOf({}, KEY, 8 * 3600), sessionOf({}, KEY, 8 * 3600)];
    const report = site({ sessions });
    expect(problemsOf(report)).toEqual([
      'Dates are local time, UTC+08:00, but USE_TZ and TIME_ZONE say UTC',
    ]);
    expect(report.environment).toMatchObject({ USE_TZ: 'false', TIME_ZONE: 'Etc/GMT-8' });
    expect(site({ sessions }, { USE_TZ: 'False', TIME_ZONE: 'Asia/Shanghai' })).toMatchObject({
      healthy: true,
      environment: { USE_TZ: 'false', TIME_ZONE: 'Asia/Shanghai' },
    });
  });

  it('tells a short SESSION_COOKIE_AGE from a zone', () => {
    const report = site({ sessions: [sessionOf({}, KEY, 3600 - TWO_WEEKS)] });
    expect(report.time).toEqual({ offset: 0, cookieAge: 3600 });
    expect(report.environment.SESSION_COOKIE_AGE).toBe('3600');
  });

  it('reads backends and the place of the CSRF secret off the sessions', () => {
    const login = { _auth_user_id: '1', _auth_user_backend: 'ldap.Backend', _csrftoken: 'x' };
    const report = site({ sessions: [sessionOf(login, KEY)] });
    expect(problemsOf(report)).toHaveLength(2);
    expect(report.environment).toMatchObject({
      AUTHENTICATION_BACKENDS: 'ldap.Backend,django.contrib.auth.backends.ModelBackend',
      CSRF_USE_SESSIONS: 'true',
    });
  });

  it('recognises 3.2 in transition by the old format in a new schema', () => {
    const profile = profileOf('3.2', 'sha1');
    const text = encodeSession('{}', { profile, secretKey: KEY, now: NOW });
    const report = examine(
      surveyOf('3.2.25', { sessions: [{ text, expireDate: column(NOW.getTime() / 1000) }] }),
      configWith({ DJANGO_VERSION: '3.2' }),
    );
    expect(problemsOf(report)).toEqual(['Django 3.2 writes sessions in the format before 3.1']);
    expect(report.environment.DEFAULT_HASHING_ALGORITHM).toBe('sha1');
  });

  it('names the hasher of the latest login where it is not the default', () => {
    const argon2 = 'argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdFB1YmxpYzAx$i/EiERAz7UoJfsj6VZvHGQ';
    const users = [
      { password: argon2, lastLogin: '2024-06-15 11:00:00' },
      { password: '!u0MGKQmBn5iGEdVGiidONekLu0OUyKWm21juRi1E', lastLogin: null },
      { password: 'sha1$abcde$0', lastLogin: null },
      { password: 'plain', lastLogin: null },
    ];
    const report = site({ users });
    expect(report.passwords).toMatchObject({
      users: 4,
      unusable: 1,
      unknown: 1,
      hashers: [
        { hasher: 'argon2', cost: 'argon2id m=102400,t=2,p=8', users: 1 },
        { hasher: 'sha1', cost: '', users: 1 },
      ],
    });
    expect(report.environment.PASSWORD_HASHERS).toMatch(/^argon2,pbkdf2_sha256,.*,sha1$/);
    expect(problemsOf(report)).toHaveLength(1);
    const set = { PASSWORD_HASHERS: report.environment.PASSWORD_HASHERS ?? '' };
    expect(problemsOf(site({ users }, set))).toEqual([]);
  });

  it.each([
    [
      'a missing column',
      { tables: withTable('django_session', { columns: [] }) },
      /no column session_key/,
    ],
    [
      'a missing table',
      { tables: tables().filter(({ name }) => name !== 'auth_group') },
      /auth_group$/,
    ],
    [
      'a user model of its own',
      { tables: customUser(), userModelFault: 'Set AUTH_USER_MODEL=shop.user.' },
      /^Set AUTH_USER_MODEL=shop.user/,
    ],
    ['a replica', server({ variables: { read_only: 'ON' } }), /read-only/],
    [
      'a clock that is five minutes late',
      server({ utcNow: '2024-06-15 11:55:00.000000' }),
      /300 s behind/,
    ],
    ['an old server', server({ version: '10.3.39-MariaDB' }), /does not know SKIP LOCKED/],
    ['an old MySQL', server({ version: '5.7.44-log' }), /does not know SKIP LOCKED/],
  ] as [string, Partial<Survey>, RegExp][])('refuses %s', (_, parts, message) => {
    const report = site(parts);
    expect(report.healthy).toBe(false);
    expect(problemsOf(report)).toEqual([expect.stringMatching(message)]);
  });

  it('warns of a second table that looks like users, unless the environment says whose they are', () => {
    const both = { tables: [...tables(), ...customUser()] };
    const said = (env: Record<string, string>) =>
      site(both, env).findings.map(({ message }) => message);
    const warning: unknown = expect.stringMatching(
      /auth_user, and shop_user looks like a model of users/,
    );
    expect(said({})).toContainEqual(warning);
    expect(said({ AUTH_USER_MODEL: 'auth.User' })).not.toContainEqual(warning);
  });

  it('passes on what the database does not keep, but of an inventory only where one is wanted', () => {
    const facts: DatabaseFacts = {
      ...FRESH,
      tables: [
        { name: 'auth_user', engine: 'MyISAM', collation: 'utf8mb4_bin', comment: '' },
        { name: 'assets_asset', engine: 'InnoDB', collation: 'utf8mb4_bin', comment: '' },
      ],
    };
    const both = problemsOf(site({ facts }));
    expect(both).toEqual([
      expect.stringMatching(/^auth_user is kept by MyISAM/),
      expect.stringMatching(/^The names of the inventory's tables are taken/),
    ]);
    expect(problemsOf(site({ facts }, { LOCKSTEP_INVENTORY: 'off' }))).toEqual(both.slice(0, 1));
    expect(site().findings).toContainEqual({
      level: 'good',
      message: 'The database keeps what Lockstep relies on',
    });
  });

  it('says what a database user of few rights could not see, and goes on', () => {
    const report = site({
      sessions: [],
      unreadable: [{ what: 'django_session', reason: 'denied' }],
    });
    expect(warningsOf(report)).toContainEqual('Could not read django_session: denied');
  });

  it('takes an empty database for a fresh one', () => {
    const report = site({ tables: [], sessions: [], users: [], djangoMigrations: null });
    expect(report).toMatchObject({ healthy: true, environment: { DJANGO_VERSION: '5.2' } });
  });
});

const warningsOf = ({ findings }: Report): string[] =>
  findings.filter(({ level }) => level === 'warning').map(({ message }) => message);

/** A session that was saved at `NOW` and lives two weeks, its `expire_date` so many seconds later than UTC. */
function sessionOf(data: object, secretKey: string, ahead = 0): SessionSample {
  const profile = profileOf('5.2');
  const text = encodeSession(JSON.stringify(data), { profile, secretKey, now: NOW });
  return { text, expireDate: column(NOW.getTime() / 1000 + TWO_WEEKS + ahead) };
}

function tables(): TableSurvey[] {
  return [...surveyOf('5.2.19').tables];
}

function withTable(name: string, change: Partial<TableSurvey>): TableSurvey[] {
  return tables().map((table) => (table.name === name ? { ...table, ...change } : table));
}

function customUser(): TableSurvey[] {
  return tables().map((table) =>
    table.name === 'auth_user' ? { ...table, name: 'shop_user' } : table,
  );
}

function server(change: Partial<Survey['server']>): Partial<Survey> {
  return { server: { ...surveyOf('5.2.19').server, ...change } };
}
