import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { openTestApp, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { createSiteDatabase } from '../support/site-database.js';
import { siteModels, writeModelsFile } from '../support/site-models.js';
import { grant, newUser, PASSWORD } from '../support/users.js';

type Row = Record<string, unknown>;

const SERVERS = '/api/models/blog.asset_db';
const url = (model: string, key = ''): string =>
  `/api/models/lab.${model}${key && `/${encodeURIComponent(key)}`}`;

/** Tables as sites have them that were not made by Django alone. */
const TABLES = [
  `CREATE TABLE lab_guarded (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL UNIQUE, n int NOT NULL)`,
  `CREATE TRIGGER lab_guarded_insert BEFORE INSERT ON lab_guarded FOR EACH ROW
    IF NEW.n = 13 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret of the trigger'; END IF`,
  `CREATE TRIGGER lab_guarded_update BEFORE UPDATE ON lab_guarded FOR EACH ROW
    IF NEW.n = 13 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret of the trigger'; END IF`,
  `CREATE TRIGGER lab_guarded_delete BEFORE DELETE ON lab_guarded FOR EACH ROW
    IF OLD.name = 'kept' THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 30001; END IF`,
  `CREATE TABLE lab_binary (id binary(16) PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, n int NOT NULL)`,
  `CREATE TABLE lab_measure (id float PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, n int NOT NULL)`,
  `CREATE TABLE lab_made (id char(32) DEFAULT (REPLACE(UUID(), '-', '')) PRIMARY KEY, n int NOT NULL)`,
  `CREATE TABLE lab_word (word varchar(40) DEFAULT (UUID()) PRIMARY KEY, n int NOT NULL)`,
  `CREATE TABLE lab_named (word varchar(40) PRIMARY KEY, sn varchar(20) NOT NULL UNIQUE, n int NOT NULL)`,
  `CREATE TABLE lab_hidden (id int AUTO_INCREMENT PRIMARY KEY, code varchar(20) NULL UNIQUE, n int NOT NULL)`,
  `CREATE TABLE lab_queue (id int AUTO_INCREMENT PRIMARY KEY, n int NOT NULL)`,
  `CREATE TABLE lab_tag (word varchar(40) PRIMARY KEY)`,
  `CREATE TABLE lab_queue_tags (id int AUTO_INCREMENT PRIMARY KEY, queue_id int NOT NULL, tag_id varchar(40) NOT NULL,
    UNIQUE KEY (queue_id, tag_id), FOREIGN KEY (queue_id) REFERENCES lab_queue (id), FOREIGN KEY (tag_id) REFERENCES lab_tag (word))`,
  `CREATE TABLE lab_doc (id int AUTO_INCREMENT PRIMARY KEY, doc json NOT NULL)`,
  `CREATE TABLE lab_person (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL)`,
  `CREATE TABLE lab_person_friends (id int AUTO_INCREMENT PRIMARY KEY,
    from_person_id int NOT NULL, to_person_id int NOT NULL, UNIQUE KEY (from_person_id, to_person_id),
    FOREIGN KEY (from_person_id) REFERENCES lab_person (id), FOREIGN KEY (to_person_id) REFERENCES lab_person (id))`,
];

const ANYBODY = 'IsAuthenticated';
const permissions = { view: ANYBODY, add: ANYBODY, change: ANYBODY, delete: ANYBODY };
const lab = (name: string, more: object = {}) => ({
  [`lab.${name}`]: { table: `lab_${name}`, add: true, delete: true, permissions, ...more },
});

let site: TestApp;
let env: Record<string, string>;
let root: Browser;
let other: Browser;

beforeAll(async () => {
  const db = await createSiteDatabase('models_faults', 'blog');
  await runMigrations(db.dataSource, 'off');
  for (const sql of TABLES) await db.query(sql);
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['memory', 'status', 'owner', 'ethernets'],
    },
    'blog.ethernet': {},
    ...lab('guarded', { editable: ['name', 'n'] }),
    ...lab('made', { editable: ['n'] }),
    ...lab('word', { editable: ['n'] }),
    ...lab('named', { lookup_field: 'sn', editable: ['n'], add: false }),
    ...lab('hidden', { fields: ['code', 'n'], lookup_field: 'code', editable: ['n'] }),
    ...lab('queue', { editable: ['n', 'tags'] }),
    ...lab('tag', { add: false }),
    ...lab('doc', { editable: ['doc'] }),
  });
  env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', LOCKSTEP_INVENTORY: 'off' };
  site = await openTestApp(db, env);
  root = await visitor({ username: 'boss', isSuperuser: true });
  other = await visitor({ username: 'other' }, 'blog.view_asset_db', 'blog.change_asset_db');
}, 120_000);

afterAll(() => site.close());

async function visitor(
  user: { username: string; isSuperuser?: boolean },
  ...rights: string[]
): Promise<Browser> {
  const id = await newUser(site.db, user);
  await grant(site.db, id, ...rights);
  const browser = site.browser();
  await browser.login(user.username, PASSWORD);
  return browser;
}

const shown = ({ status, body }: { status: number; body: Row }) => [status, body.code, body.field];

describe('a trigger of the site that refuses', () => {
  test('is a conflict, in whichever way the row is written', async () => {
    await root.post(url('guarded'), { name: 'kept', n: 1 });
    const { body } = await root.post<Row>(url('guarded'), { name: 'other', n: 1 });
    const id = String(body.id);
    const answers = [
      await root.post<Row>(url('guarded'), { name: 'new', n: 13 }),
      await root.patch<Row>(url('guarded', id), { n: 13 }),
      await root.put<Row>(url('guarded', id), { name: 'other', n: 13 }),
      await root.patch<Row>(url('guarded'), { filter: { name: 'other' }, set: { n: 13 } }),
      await root.delete<Row>(url('guarded'), { filter: { name: 'kept' } }),
      await root.post<Row>(`${url('guarded')}/claim`, { set: { n: 13 }, count: 1 }),
      await root.post<Row>('/api/batch', {
        operations: [{ op: 'update', model: 'lab.guarded', key: id, set: { n: 13 } }],
      }),
    ];
    expect(answers.map(shown)).toEqual(answers.map(() => [409, 'conflict', undefined]));
    expect(JSON.stringify(answers)).not.toContain('secret of the trigger');
    expect(await site.db.query('SELECT * FROM lab_guarded WHERE n = 13')).toEqual([]);
  });
});

test('a column that came without a default since the last look is a schema that changed', async () => {
  await site.db.query('ALTER TABLE lab_guarded ADD rack int NOT NULL');
  try {
    const answer = await root.post<Row>(url('guarded'), { name: 'late', n: 1 });
    expect(shown(answer)).toEqual([503, 'schema_changed', undefined]);
    const values = { name: 'late', n: 1 };
    const operations = [{ op: 'create', model: 'lab.guarded', values }];
    const batch = await root.post<Row>('/api/batch', { operations });
    expect(shown(batch)).toEqual([503, 'schema_changed', undefined]);
  } finally {
    await site.db.query('ALTER TABLE lab_guarded DROP rack');
  }
});

describe('keys', () => {
  test('0 is none where the database counts: it would make another of it', async () => {
    const put = await root.put<Row>(url('guarded', '0'), { name: 'zero', n: 1 });
    expect(shown(put)).toEqual([400, 'invalid_value', 'id']);
    const post = await root.post<Row>(url('guarded'), { id: 0, name: 'zero', n: 1 });
    expect(shown(post)).toEqual([400, 'invalid_value', 'id']);
    expect(await site.db.query("SELECT * FROM lab_guarded WHERE name = 'zero'")).toEqual([]);
  });

  test('one that the database makes by an expression', async () => {
    const made = await root.post<Row>(url('made'), { n: 1 });
    expect([made.status, made.body.n]).toEqual([201, 1]);
    const word = await root.post<Row>(url('word'), { n: 1 });
    expect(shown(word)).toEqual([400, 'required', 'word']);
    expect((await root.post(url('word'), { word: 'w', n: 1 })).status).toBe(201);
  });

  test('negative ones, other spellings and long ones', async () => {
    expect((await root.put(url('guarded', '-7'), { name: 'negative', n: 1 })).status).toBe(201);
    expect((await root.patch(url('guarded', '-7'), { n: 2 })).status).toBe(200);
    for (const key of ['1e3', '0x10', ' 1', '9'.repeat(30), 'x'.repeat(1000), "'", '%', '\0'])
      expect((await root.patch(url('guarded', key), { n: 2 })).status).toBe(404);
    for (const key of ["a'b", 'a"b', 'a/b', 'a%b', 'a\\b', 'Ä', '張', '🂡'])
      expect((await root.put(url('word', key), { n: 3 })).status).toBe(201);
    for (const key of ['a\0b', 'x'.repeat(41)])
      expect((await root.put(url('word', key), { n: 3 })).status).toBe(400);
  });

  test.each(['binary', 'measure'])('a table whose key is %s is read-only', async (name) => {
    const file = lab(name, { lookup_field: 'code', editable: ['n'], add: false });
    await expect(siteModels(site.db, 'blog', file)).rejects.toThrow(
      'which finds no row by its text',
    );
  });
});

test('a hidden key is in no answer', async () => {
  await root.post(url('hidden'), { code: 'C1', n: 1 });
  const many = await root.patch<Row>(url('hidden'), { filter: { code: 'C1' }, set: { n: 2 } });
  expect(many.body).toEqual({ matched: 1, changed: 1, ids: ['C1'] });
});

test('a row without the value that stands in paths has no address', async () => {
  const { status, headers } = await root.post<Row>(url('hidden'), { code: null, n: 1 });
  expect([status, headers.get('location')]).toEqual([201, null]);
});

test('a refusal names no relation to a model that the caller may not see', async () => {
  const refused = await other.patch<Row>(`${SERVERS}/SN1`, { serverno: 'x', ethernets: [1] });
  expect(shown(refused)).toEqual([400, 'field_not_editable', 'serverno']);
  expect(String(refused.body.detail)).not.toContain('ethernets');
});

test('PUT adds a row where a condition is needed for those that are there', async () => {
  const strict = await startApp(site.db.url, { ...env, REQUIRE_IF_MATCH: 'true' });
  try {
    const browser = new Browser(strict.origin);
    await browser.login('boss', PASSWORD);
    const path = url('word', 'strict');
    const { status, headers } = await browser.put(path, { n: 1 });
    expect(status).toBe(201);
    expect(shown(await browser.put(path, { n: 2 }))).toEqual([
      428,
      'precondition_required',
      undefined,
    ]);
    const ifMatch = { 'If-Match': headers.get('etag') ?? '' };
    expect((await browser.put(path, { n: 2 }, ifMatch)).status).toBe(200);
  } finally {
    await strict.app.close();
  }
});

test('PUT with the token of a lease does not bring back a row that was deleted', async () => {
  const answer = await root.put<Row>(
    url('word', 'gone'),
    { n: 1 },
    { 'Lease-Token': 'x'.repeat(32) },
  );
  expect(shown(answer)).toEqual([412, 'lease_lost', undefined]);
});

test('one Idempotency-Key is not for a document and for a patch of it', async () => {
  const { body } = await root.post<Row>(url('doc'), { doc: { a: 1 } });
  const path = url('doc', String(body.id));
  const key = { 'Idempotency-Key': 'merge' };
  await root.patch(
    path,
    { doc: { b: 2 } },
    { ...key, 'content-type': 'application/merge-patch+json' },
  );
  const again = await root.patch<Row>(path, { doc: { b: 2 } }, key);
  expect(shown(again)).toEqual([422, 'idempotency_key_reused', undefined]);
});

test.each(['', 'a ', 'a\u3000', 'a\u00a0', 'ä'])('a lease on the row %j holds', async (word) => {
  await site.db.query('DELETE FROM lab_named');
  await site.db.query('INSERT INTO lab_named VALUES (?, ?, 1)', [word, 'S1']);
  const path = url('named', 'S1');
  expect((await root.put(`${path}/lease`, { seconds: 60 })).status).toBe(200);
  expect(shown(await other.patch<Row>(path, { n: 2 }))).toEqual([423, 'lease_held', undefined]);
  expect((await root.delete(`${path}/lease`)).status).toBe(204);
});

test('a relation of a model to itself that may be symmetrical cannot be set', async () => {
  const file = { ...lab('person', { editable: ['name', 'friends'] }) };
  await expect(siteModels(site.db, 'blog', file)).rejects.toThrow(/symmetrical/);
});

describe('a row that leaves the filter while it is waited for', () => {
  test('by its links is not written', async () => {
    const rows = await site.db.query<{ id: number }>(
      `SELECT DISTINCT a.id FROM blog_asset_db a JOIN blog_asset_db_ethernets l ON l.asset_db_id = a.id
        JOIN blog_ethernet e ON e.id = l.ethernet_id WHERE e.e_model = 'i350' ORDER BY a.id`,
    );
    const last = rows.at(-1)?.id;
    expect(rows.length).toBeGreaterThan(1);
    const django = await hold(site.db);
    await django.query('SELECT id FROM blog_asset_db WHERE id = ? FOR UPDATE', [last]);
    const answer = root.patch<Row>(
      SERVERS,
      { filter: { ethernets__e_model: 'i350' }, set: { memory: 77 } },
      { Prefer: 'wait=20' },
    );
    await lockWait(site.db);
    await django.query('DELETE FROM blog_asset_db_ethernets WHERE asset_db_id = ?', [last]);
    await django.commit();
    expect((await answer).body).toMatchObject({ matched: rows.length - 1 });
    const [row] = await site.db.query<Row>('SELECT memory FROM blog_asset_db WHERE id = ?', [last]);
    expect(row?.memory).not.toBe(77);
  });

  test('by a lease is not claimed', async () => {
    await site.db.query('INSERT INTO lab_queue VALUES (1, 1), (2, 1)');
    const form = await hold(site.db);
    await form.query('SELECT id FROM lab_queue WHERE id = 2 FOR UPDATE');
    const claim = root.post<Row>(
      `${url('queue')}/claim`,
      { set: { n: 5 }, count: 2 },
      { Prefer: 'wait=20' },
    );
    await lockWait(site.db);
    await form.query(
      `INSERT INTO lockstep_lease (model, row_key, holder_id, token, expires_at)
        VALUES ('lab.queue', '2', '1', 'x', UTC_TIMESTAMP(6) + INTERVAL 60 SECOND)`,
    );
    await form.commit();
    expect(shown(await claim)).toEqual([409, 'not_enough_rows', undefined]);
  });
});

describe('keys that are one to their column', () => {
  test('of a list are one link', async () => {
    await site.db.query("INSERT INTO lab_tag VALUES ('a'), ('b')");
    const made = await root.post<Row>(url('queue'), { n: 1, tags: ['a', 'A'] });
    expect([made.status, made.body.tags]).toEqual([201, ['a']]);
    const path = url('queue', String(made.body.id));
    const set = await root.patch<{ tags: string[] }>(path, { tags: ['B', 'b', 'a'] });
    expect([set.status, set.body.tags.length]).toEqual([200, 2]);
    expect(shown(await root.patch<Row>(path, { tags: ['none'] }))).toEqual([
      ...[409, 'related_missing', 'tags'],
    ]);
  });

  test('of a path are one row', async () => {
    const made = await root.post<Row>(url('queue'), { n: 1 });
    const put = await root.put<Row>(url('queue', `${String(made.body.id)}.0`), { n: 2 });
    expect([put.status, put.body]).toMatchObject([200, { id: made.body.id, n: 2 }]);
  });
});
