import { afterEach, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { encodeSession, newSessionKey, profileOf } from '../../src/django/index.js';
import { examine, type Report, takeSurvey } from '../../src/doctor/index.js';
import { SECRET_KEY } from '../support/app.js';
import { runCli } from '../support/cli.js';
import type { TestDatabase } from '../support/database.js';
import { createDjangoDatabase, type SchemaRelease } from '../support/django-schema.js';
import { ENCODED, newUser } from '../support/users.js';

vi.setConfig({ testTimeout: 300_000 });

let db: TestDatabase;

afterEach(() => db.close());

/** A site of this release with a user and some sessions, on which Lockstep never ran. */
async function siteOf(release: SchemaRelease, password: string): Promise<void> {
  db = await createDjangoDatabase('doctor', release);
  await newUser(db, { username: 'ann', password });
  const profile = profileOf(db.config.django.version);
  const id = profile.userIdType === 'text' ? '1' : 1;
  for (let n = 0; n < 3; n++) {
    const now = new Date();
    const login = {
      _auth_user_id: id,
      _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
      ...(profile.writesAuthHash && {
        _auth_user_hash: 'ab'.repeat(profile.authHashDigest === 'sha1' ? 20 : 32),
      }),
    };
    await insertSession(
      encodeSession(JSON.stringify(login), { profile, secretKey: SECRET_KEY, now }),
    );
  }
}

const insertSession = (text: string, hours = 14 * 24): Promise<unknown> =>
  db.query('INSERT INTO django_session VALUES (?, ?, UTC_TIMESTAMP() + INTERVAL ? HOUR)', [
    newSessionKey(profileOf('5.2')),
    text,
    hours,
  ]);

/** What the command works out, with these variables beside DATABASE_URL and SECRET_KEY. */
async function doctor(env: Record<string, string> = {}, url = db.url): Promise<Report> {
  const config = loadConfig({ SECRET_KEY, DATABASE_URL: url, ...env });
  return examine(await takeSurvey(config), config);
}

const problems = ({ findings }: Report): string[] =>
  findings.filter(({ level }) => level === 'problem').map(({ message }) => message);

/** Everything that could show a write. */
async function traces(): Promise<unknown> {
  const tables = await db.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
  );
  return Promise.all(tables.map(({ name }) => db.query(`CHECKSUM TABLE ${name}`)));
}

test.each([
  ['1.5.5', ENCODED.django15, '1.5'],
  ['1.7.1', ENCODED.django15.replace('10000', '12000'), '1.7'],
  ['1.11.2', ENCODED.django15.replace('10000', '36000'), '1.11'],
  ['2.2.28', ENCODED.django15.replace('10000', '150000'), '2.2'],
  ['4.1.3', ENCODED.django52.replace('1000000', '390000'), '4.1'],
  ['5.2.19', ENCODED.django52, '5.2'],
] as const)(
  'finds Django %s on a database where Lockstep never ran, and leaves it as it was',
  async (release, password, version) => {
    await siteOf(release, password);
    const before = await traces();
    const first = await doctor();
    expect(first.django.possible).toEqual([version]);
    expect(first.healthy).toBe(version === '5.2');
    expect(problems(await doctor(first.environment))).toEqual([]);
    expect(await traces()).toEqual(before);
  },
);

test('counts mixed formats, pickles and what no key verifies', async () => {
  await siteOf('5.2.19', ENCODED.django52);
  const pickle = Buffer.from(`${'0'.repeat(40)}:\x80\x02}q\x00.`, 'latin1').toString('base64');
  await insertSession(pickle, 1);
  const legacy = { profile: profileOf('3.0'), now: new Date() };
  await insertSession(encodeSession('{"a":1}', { ...legacy, secretKey: SECRET_KEY }), 2);
  await insertSession(encodeSession('{"a":1}', { ...legacy, secretKey: 'lost' }), 3);
  const report = await doctor();
  expect(report.sessions).toMatchObject({ looked: 6, byKey: [4], unverified: 1, pickles: 1 });
  expect(report.healthy).toBe(true);
});

test('a wrong SECRET_KEY is a problem, also for a program that reads the exit status', async () => {
  await siteOf('5.2.19', ENCODED.django52);
  const env = { SECRET_KEY: 'x'.repeat(40), PASSWORD_HASHERS: '' };
  const { status, stdout, stderr } = await runCli(db.url, ['doctor', '--json'], { env });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(problems(JSON.parse(stdout) as Report)).toEqual([
    "None of 3 sessions verifies: this SECRET_KEY is not the site's",
  ]);
});

test('works for a database user of few rights and names what he lacks', async () => {
  await siteOf('5.2.19', ENCODED.django52);
  const name = 'lockstep_reader';
  await db.query(`DROP USER IF EXISTS ${name}@localhost`);
  await db.query(`CREATE USER ${name}@localhost IDENTIFIED BY 'x'`);
  await db.query(`GRANT SELECT ON test_doctor.django_session TO ${name}@localhost`);
  const url = new URL(db.url);
  [url.username, url.password] = [name, 'x'];
  const blind = await doctor({}, url.href);
  expect(blind.healthy).toBe(false);
  expect(problems(blind)).toEqual([
    expect.stringMatching(/^Missing, or not visible to this database user: auth_user, auth_group/),
    expect.stringMatching(/lacks SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER/),
  ]);
  await db.query(`GRANT ALL ON test_doctor.* TO ${name}@localhost`);
  expect(problems(await doctor({}, url.href))).toEqual([]);
  await db.query(`DROP USER ${name}@localhost`);
});

test('prints for people: facts, findings with remedies, and lines to copy', async () => {
  await siteOf('1.5.5', ENCODED.django15);
  const { status, stdout } = await runCli(db.url, ['doctor'], { env: { PASSWORD_HASHERS: '' } });
  expect(status).toBe(1);
  expect(stdout).toContain('Django     1.5\n');
  expect(stdout).toContain('Signed by  SECRET_KEY: 3\n');
  expect(stdout).toContain('pbkdf2_sha256 10000 (Django 1.4 to 1.5)\n');
  expect(stdout).toMatch(/\n✗ DJANGO_VERSION is 5\.2, but this is Django 1\.5:/);
  expect(stdout).toMatch(/\nDJANGO_VERSION=1\.5\nUSE_TZ=true\n$/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('tables that a cluster would refuse are seen as such', async () => {
  db = await createDjangoDatabase('doctor', '5.2.19');
  await db.query('CREATE TABLE keyless (n int, code varchar(9) NULL UNIQUE) ENGINE=InnoDB');
  await db.query('CREATE TABLE known_by_code (code varchar(9) NOT NULL UNIQUE) ENGINE=InnoDB');
  await db.query('CREATE TABLE words (id int PRIMARY KEY) ENGINE=MyISAM');
  await db.query(`CREATE TABLE profile (id int PRIMARY KEY, user_id int NULL,
    CONSTRAINT profile_user FOREIGN KEY (user_id) REFERENCES auth_user (id) ON DELETE SET NULL) ENGINE=InnoDB`);
  const survey = await takeSurvey(loadConfig({ SECRET_KEY, DATABASE_URL: db.url }));
  expect(survey.keyless).toEqual(['keyless']);
  expect(survey.cascades).toEqual([
    { table: 'profile', refersTo: 'auth_user', constraint: 'profile_user' },
  ]);
  expect(survey.tables.find(({ name }) => name === 'words')?.engine).toBe('MyISAM');
});
