import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { runMigrations } from '../../src/database/index.js';
import type { DoctorView } from '../../src/doctor/doctor-view.js';
import type { Report } from '../../src/doctor/index.js';
import { SECRET_KEY } from '../support/app.js';
import { runCli } from '../support/cli.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { loginOf } from '../support/logins.js';
import { ApiProcess } from '../support/process.js';
import { newUser } from '../support/users.js';

const PASSWORD = 'd4t4base-p4ssword';
const ENV = { PASSWORD_HASHERS: 'pbkdf2_sha256' };

let db: TestDatabase;
let api: ApiProcess;
let url: string;
let root: number;
/** All that was answered and logged. */
const told: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase('doctor_api');
  await runMigrations(db.dataSource);
  root = await newUser(db, { username: 'root', isSuperuser: true });
  await db.query("DROP USER IF EXISTS 'doctor_api'@'localhost'");
  await db.query(`CREATE USER 'doctor_api'@'localhost' IDENTIFIED BY '${PASSWORD}'`);
  await db.query("GRANT ALL ON test_doctor_api.* TO 'doctor_api'@'localhost'");
  const own = new URL(db.url);
  [own.username, own.password] = ['doctor_api', PASSWORD];
  url = own.href;
  api = await ApiProcess.start(url, { ...ENV, LOG_LEVEL: 'trace' });
  for (const stream of [api.child.stdout, api.child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => told.push(text));
}, 120_000);

afterAll(async () => {
  await api.stop();
  await db.query("DROP USER 'doctor_api'@'localhost'");
  await db.close();
});

const site = () => ({
  db,
  config: loadConfig({ SECRET_KEY, DATABASE_URL: db.url }),
  origin: api.origin,
});

test('a superuser is told what the command says of the same database, and nobody else is', async () => {
  const browser = await loginOf(site(), root);
  const { status, body } = await browser.get<DoctorView>('/api/doctor');
  told.push(JSON.stringify(body));
  expect(status).toBe(200);
  const { stdout } = await runCli(url, ['doctor', '--json'], { env: ENV });
  const report = JSON.parse(stdout) as Report;
  expect(body.findings).toEqual(
    report.findings.map(({ level, message, remedy = null }) => ({ level, message, remedy })),
  );
  expect(body.findings.length).toBeGreaterThan(3);
  expect(body).toMatchObject({
    healthy: report.healthy,
    server: report.server,
    environment: report.environment,
  });
  const plain = await loginOf(site(), await newUser(db, { username: 'plain' }));
  expect((await plain.get('/api/doctor')).status).toBe(403);
  expect((await api.browser().get('/api/doctor')).status).toBe(401);
});

test('who asks while a survey is taken gets its result', async () => {
  const browser = await loginOf(site(), root);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => browser.get<DoctorView>('/api/doctor')),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(new Set(answers.map(({ body }) => body.looked_at)).size).toBeLessThan(8);
  told.push(JSON.stringify(answers.map(({ body }) => body)));
});

test('no secret is in an answer or in the log, also of a finding on what may not be read', async () => {
  await db.query("REVOKE ALL ON test_doctor_api.* FROM 'doctor_api'@'localhost'");
  await db.query("GRANT SELECT ON test_doctor_api.* TO 'doctor_api'@'localhost'");
  const browser = await loginOf(site(), root);
  const { status, body } = await browser.get<DoctorView>('/api/doctor');
  told.push(JSON.stringify(body));
  expect([status, body.healthy]).toEqual([200, false]);
  const hashes = await db.query<{ password: string }>(
    "SELECT password FROM auth_user WHERE password <> ''",
  );
  const sessions = await db.query<{ session_key: string; session_data: string }>(
    'SELECT session_key, session_data FROM django_session',
  );
  const secrets = [
    ...[SECRET_KEY, PASSWORD, url],
    ...hashes.map(({ password }) => password),
    ...sessions.flatMap(({ session_key, session_data }) => [session_key, session_data]),
  ];
  const text = told.join('');
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
