import mysql from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { runCli } from '../support/cli.js';
import { openTestDatabase } from '../support/database.js';
import { lockWait } from '../support/lock-waits.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { newUser } from '../support/users.js';

// What happens to a database server, or to our account on it, while the API runs: never a fault of ours to a caller, and
// `/health/ready` says in one sentence what it is. On MariaDB in every run, in whose words it is done; the numbers of both brands
// are in `mysql-errors.spec.ts`.
let server: PrivateServer;
/** Root, who does it. */
let admin: mysql.Connection;
let site: TestApp;
let root: Browser;
let path: string;
let id: number;

beforeAll(async () => {
  server = await startPrivateServer(['--max-allowed-packet=128K'], 'MariaDB');
  admin = await mysql.createConnection({
    user: 'root',
    database: 'lockstep',
    socketPath: new URL(server.url('x')).searchParams.get('socketPath') ?? '',
  });
  await admin.query(`CREATE USER site@localhost IDENTIFIED BY 'first'`);
  await admin.query('GRANT ALL ON lockstep.* TO site@localhost');
  const db = await openTestDatabase(server.url('lockstep'));
  await runMigrations(db.dataSource);
  site = await openTestApp(
    { ...db, url: server.url('lockstep').replace('root@', 'site:first@') },
    { LOCK_WAIT_SECONDS: '10' },
  );
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
  ({ path, id } = await newAsset(root));
});

afterAll(async () => {
  await site.close();
  await admin.end();
  await server.stop();
});

/** Back to an account that may work, and a server that lets it. */
afterEach(async () => {
  await admin.query('SET GLOBAL read_only = OFF, GLOBAL max_connections = 400');
  await admin.query(`DROP USER IF EXISTS site@localhost`);
  await admin.query(`CREATE USER site@localhost IDENTIFIED BY 'first'`);
  await admin.query('GRANT ALL ON lockstep.* TO site@localhost');
  await endConnections();
  // A write that is done ends what readiness tells of one that failed.
  await expect.poll(async () => (await root.patch(path, { name: 'again' })).status).toBe(200);
  await expect.poll(async () => (await root.get('/health/ready')).status).toBe(200);
});

/** Ends every connection of the API. */
async function endConnections(): Promise<void> {
  await admin.query('KILL CONNECTION USER site@localhost');
}

/** The account lacks a right: what is refused is told apart from a database that is away. */
const MISSING_RIGHTS = { status: 503, code: 'missing_rights', retryAfter: '10' };

const UNAVAILABLE = { status: 503, code: 'database_unavailable', retryAfter: '2' };

const seen = ({ status, body, headers }: Answer) => ({
  status,
  code: body.code,
  retryAfter: headers.get('retry-after'),
});

/** What `/health/ready` says of the database. */
async function readiness(): Promise<unknown> {
  const { status, body } = await root.get<{ checks: { database: string } }>('/health/ready');
  expect(status).toBe(503);
  return body.checks.database;
}

/** After this was done to the account or the server, with no connection of before left. */
async function expectState(sql: string, sentence: string, answer = UNAVAILABLE): Promise<void> {
  await admin.query(sql);
  await endConnections();
  await expect.poll(async () => seen(await root.get(path))).toEqual(answer);
  expect(await readiness()).toBe(sentence);
}

test('a password that was changed is 503, and readiness, the start and the command line say it', async () => {
  const sentence = 'The database refuses the user or the password of DATABASE_URL.';
  await expectState(`ALTER USER site@localhost IDENTIFIED BY 'second'`, sentence);
  const { status, stderr } = await runCli(site.db.url, ['sessions']);
  expect(status).toBe(1);
  expect(stderr).toContain(sentence);
});

test('an account that was locked, has no rights any more, or whose password expired, is 503', async () => {
  await expectState('ALTER USER site@localhost ACCOUNT LOCK', 'The database account is locked.');
  await admin.query('ALTER USER site@localhost ACCOUNT UNLOCK');
  await expectState(
    'ALTER USER site@localhost PASSWORD EXPIRE',
    'The password of the database account has expired.',
  );
  await admin.query(`ALTER USER site@localhost IDENTIFIED BY 'first'`);
  await expectState(
    'REVOKE ALL ON lockstep.* FROM site@localhost',
    'The user of DATABASE_URL has no rights on that database, or it does not exist.',
    MISSING_RIGHTS,
  );
});

test('a right that is missing is 503', async () => {
  await admin.query('REVOKE UPDATE ON lockstep.* FROM site@localhost');
  await endConnections();
  await expect.poll(async () => (await root.get(path)).status).toBe(200);
  expect(seen(await root.patch(path, { name: 'x' }))).toEqual(MISSING_RIGHTS);
});

test('more requests at once than the account may have connections are 503, never 500', async () => {
  await admin.query('ALTER USER site@localhost WITH MAX_USER_CONNECTIONS 1');
  await endConnections();
  const holder = await mysql.createConnection({
    user: 'site',
    password: 'first',
    socketPath: site.config.database.address.socketPath ?? '',
  });
  await expect.poll(async () => seen(await root.get(path))).toEqual(UNAVAILABLE);
  expect(await readiness()).toBe('The database account takes no more connections or statements.');
  await holder.end();
  const answers = await Promise.all(Array.from({ length: 8 }, () => root.get(path)));
  expect(answers.map(({ status }) => status).every((status) => [200, 503].includes(status))).toBe(
    true,
  );
});

test('a server that is full is 503', async () => {
  const socketPath = site.config.database.address.socketPath ?? '';
  await admin.query('SET GLOBAL max_connections = 10');
  await endConnections();
  const others: mysql.Connection[] = [];
  try {
    // Whoever may do everything has one connection more.
    for (;;) others.push(await mysql.createConnection({ user: 'root', socketPath }));
  } catch (error) {
    expect(error).toMatchObject({ errno: 1040 });
  }
  await expect.poll(async () => seen(await root.get(path))).toEqual(UNAVAILABLE);
  expect(await readiness()).toBe('The database server takes no more connections.');
  for (const other of others) await other.end();
});

test('a read-only server takes reads, its writes are 503, and readiness says so', async () => {
  await admin.query('SET GLOBAL read_only = ON');
  expect((await root.get(path)).status).toBe(200);
  expect(seen(await root.patch(path, { name: 'x' }))).toEqual(UNAVAILABLE);
  expect(await readiness()).toBe('The database server is read-only.');
});

test('a write whose statement or connection somebody kills is 503', async () => {
  for (const kill of ['QUERY', 'CONNECTION']) {
    const holder = await holdRow(site.db, 'assets_asset', id);
    try {
      const write = root.patch(path, { name: kill });
      await lockWait(site.db);
      const [rows] = await admin.query(
        `SELECT id FROM information_schema.processlist WHERE user = 'site' AND info LIKE '%FOR UPDATE%'`,
      );
      await admin.query(`KILL ${kill} ${(rows as { id: number }[])[0]?.id}`);
      expect(seen(await write)).toEqual(UNAVAILABLE);
    } finally {
      await holder.rollback();
    }
  }
  expect((await root.patch(path, { name: 'after' })).status).toBe(200);
});

test('a row larger than max_allowed_packet is 413, neither 500 nor 503, and the next one is taken', async () => {
  const notes = '漢'.repeat(60_000);
  const large = { status: 413, code: 'too_large_for_database', retryAfter: null };
  expect(seen(await root.post('/api/assets', { name: 'large', notes }))).toEqual(large);
  expect(seen(await root.patch(path, { notes }))).toEqual(large);
  expect((await root.patch(path, { notes: 'small' })).status).toBe(200);
});
