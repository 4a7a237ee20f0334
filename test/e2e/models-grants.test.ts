import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SchemaRepository } from '../../src/model/schema.repository.js';
import { newAccount } from '../support/accounts.js';
import type { Browser } from '../support/browser.js';
import { runCli } from '../support/cli.js';
import type { TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';
import { isMariaDb } from '../support/server.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newUser, PASSWORD } from '../support/users.js';

/** What `models grants` prints, given to an account that has nothing else. */
let db: TestDatabase;
let url: string;
let api: ApiProcess;
let browser: Browser;
let env: Record<string, string>;

const SERVERS = '/api/models/blog.asset_db';

beforeAll(async () => {
  db = await createSiteDatabase('models_grants', 'blog');
  await db.query('CREATE TABLE blog_doc (id int PRIMARY KEY, doc json NULL)');
  await newUser(db, { username: 'boss', isSuperuser: true });
  const file = await writeModelsFile('blog', {
    'blog.asset_db': { lookup_field: 'serverno', editable: ['status', 'ethernets'] },
    'blog.ethernet': { editable: ['e_model'], add: true, delete: true },
    'blog.doc': { table: 'blog_doc' },
  });
  env = { LOCKSTEP_MODELS: file, LOCKSTEP_INVENTORY: 'off', DJANGO_VERSION: '3.2' };
  await runCli(db.url, ['migrate'], { env });
  url = await newAccount(db, 'lockstep_least', '');
  const printed = await runCli(db.url, ['models', 'grants', '--user', 'lockstep_least', '--json'], {
    env,
  });
  const { statements } = JSON.parse(printed.stdout) as { statements: string[] };
  for (const sql of statements) await db.query(sql);
  api = await ApiProcess.start(url, env);
  browser = api.browser();
  await browser.login('boss', PASSWORD);
}, 120_000);

afterAll(async () => {
  await api.stop();
  await db.close();
});

test('nothing hinders the service', async () => {
  expect((await browser.get('/health/ready')).status).toBe(200);
  const { stdout } = await runCli(url, ['doctor'], { env });
  expect(stdout).not.toMatch(/may not|lacks/);
  expect(stdout).toContain('blog.asset_db (read, change)');
});

test.each([
  '/api/auth/me',
  '/api/models',
  SERVERS,
  `${SERVERS}/SN1`,
  `${SERVERS}?ethernets__e_model=i350&expand=ethernets&count=true&etags=true`,
  `${SERVERS}/aggregate?by=status&sum=memory`,
  '/api/models/blog.ethernet/1',
])('the account can read %s', async (path) => {
  expect(await browser.get(path)).toMatchObject({ status: 200 });
});

test('a session is made, changed and ended', async () => {
  const other = api.browser();
  await other.login('boss', PASSWORD);
  const set = await other.patch('/api/session', { key: 'SN1' });
  expect(set.status).toBe(200);
  const out = await other.post('/api/auth/logout');
  expect(out.status).toBe(204);
});

test('what the file lets be written can be written, with history and leases', async () => {
  const row = await browser.get(`${SERVERS}/SN1`);
  const ifMatch = { 'if-match': row.headers.get('etag') ?? '' };
  const change = { status: 'Repair', ethernets: [1] };
  const changed = await browser.patch(`${SERVERS}/SN1`, change, ifMatch);
  expect(changed).toMatchObject({ status: 200, body: change });
  expect((await browser.patch(`${SERVERS}/SN1`, { status: 'x' }, ifMatch)).status).toBe(412);
  expect((await browser.patch(`${SERVERS}/SN1`, { memory: 1 })).body).toMatchObject({
    status: 400,
    errors: [{ field: 'memory', code: 'field_not_editable' }],
  });
  const claim = { filter: { status: 'Repair' }, set: { status: 'Taken' }, count: 1 };
  const key = { 'idempotency-key': 'k1' };
  expect(await browser.post(`${SERVERS}/claim`, claim, key)).toMatchObject({ status: 200 });
  const many = { filter: { status: 'Taken' }, set: { status: 'Online' } };
  expect(await browser.patch(SERVERS, many)).toMatchObject({ status: 200 });
  const lease = await browser.put(`${SERVERS}/SN1/lease`, { seconds: 60 });
  expect(lease.status).toBe(200);
  const cards = '/api/models/blog.ethernet';
  const { body: added } = await browser.post<{ id: number }>(cards, { e_model: 'x550' });
  expect((await browser.delete(`${cards}/${added.id}`)).status).toBe(204);
  const history = await browser.get<{ results: unknown[] }>(`${SERVERS}/SN1/history`);
  expect(history.body.results.length).toBeGreaterThan(1);
});

test('the account sees the tables as an administrator does, documents included', async () => {
  const connection = await createConnection(url);
  try {
    const few = new SchemaRepository(async (sql, params) => {
      const [rows] = await connection.query(sql, params);
      return rows as never[];
    });
    const all = new SchemaRepository((sql, params) => db.query(sql, params));
    const tables = (await few.read()).tables.map((one) => ({ ...one, rows: 0 }));
    const wanted = (await all.read()).tables
      .filter(({ name }) => tables.some((one) => one.name === name))
      .map((one) => ({ ...one, rows: 0 }));
    expect(tables.map(({ name }) => name)).toContain('blog_doc');
    expect(tables).toEqual(wanted);
  } finally {
    await connection.end();
  }
});

test('it may do nothing else', async () => {
  const connection = await createConnection(url);
  try {
    for (const sql of [
      "UPDATE blog_asset_db SET passwd = ''",
      'DELETE FROM blog_asset_db',
      'UPDATE blog_asset_db_ethernets SET ethernet_id = 1',
      'DELETE FROM blog_doc',
      'UPDATE auth_user SET is_superuser = 1',
      'INSERT INTO auth_user (id) VALUES (9)',
      'DROP TABLE blog_ethernet',
      'SELECT * FROM django_admin_log',
    ])
      await expect(connection.query(sql), sql).rejects.toMatchObject({ sqlState: '42000' });
  } finally {
    await connection.end();
  }
});

test('it may lock what it may change, on MySQL nothing else', async () => {
  const connection = await createConnection(url);
  try {
    const lock = (table: string) =>
      connection.query(`SELECT * FROM ${table} LIMIT 1 FOR UPDATE`).then(
        () => 'locked',
        (error: unknown) => (error as { errno: number }).errno,
      );
    expect(await lock('blog_asset_db')).toBe('locked');
    expect(await lock('blog_ethernet')).toBe('locked');
    expect(await lock('blog_doc')).toBe(isMariaDb ? 'locked' : 1142);
  } finally {
    await connection.end();
  }
});
