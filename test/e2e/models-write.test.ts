import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { Models } from '../../src/model/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newUser, PASSWORD } from '../support/users.js';

type Row = Record<string, unknown>;

const SERVERS = '/api/models/blog.asset_db';

let site: TestApp;
let root: Browser;
let rowsBefore: Row[];
let linksBefore: Row[];

beforeAll(async () => {
  const db = await createSiteDatabase('models_write', 'blog');
  await runMigrations(db.dataSource);
  rowsBefore = await db.query('SELECT * FROM blog_asset_db');
  linksBefore = await db.query('SELECT * FROM blog_asset_db_ethernets');
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['ip_addr', 'cpu', 'memory', 'status', 'owner', 'remark2', 'ethernets'],
      add: true,
      delete: true,
      search_fields: ['serverno'],
      defaults: { passwd: '' },
    },
    'blog.ethernet': {},
    'auth.group': {
      permissions: { view: 'IsAuthenticated' },
      editable: ['name'],
      add: true,
      delete: true,
    },
  });
  site = await openTestApp(db, { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' });
  root = await visitor({ username: 'boss', isSuperuser: true });
}, 120_000);

afterAll(() => site.close());

/** Each test finds the rows of the fixture. */
beforeEach(async () => {
  await site.db.query('DELETE FROM blog_asset_db_ethernets');
  await site.db.query('DELETE FROM blog_asset_db');
  await site.db.query('DELETE FROM lockstep_event');
  await site.db.query('DELETE FROM auth_group');
  for (const [table, rows] of [
    ['blog_asset_db', rowsBefore],
    ['blog_asset_db_ethernets', linksBefore],
  ] as const)
    for (const row of rows) await insert(table, row);
});

async function insert(table: string, row: Row): Promise<void> {
  const columns = Object.keys(row).map((name) => `\`${name}\``);
  await site.db.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (?)`, [
    Object.values(row),
  ]);
}

async function visitor(
  user: { username: string; isSuperuser?: boolean },
  ...permissions: string[]
): Promise<Browser> {
  const id = await newUser(site.db, user);
  await grant(site.db, id, ...permissions);
  const browser = site.browser();
  await browser.login(user.username, PASSWORD);
  return browser;
}

const tagOf = async (key: string): Promise<string> =>
  (await root.get(`${SERVERS}/${key}`)).headers.get('etag') ?? '';

const stored = async (serverno: string): Promise<Row | undefined> =>
  (await site.db.query<Row>('SELECT * FROM blog_asset_db WHERE serverno = ?', [serverno]))[0];

const events = () =>
  site.db.query<{ kind: string; row_key: string; changes: string; actor_id: string }>(
    'SELECT kind, row_key, changes, actor_id, note FROM lockstep_event ORDER BY id',
  );

describe('one row', () => {
  test('a PATCH writes what differs, and answers with the row and its new tag', async () => {
    const before = await tagOf('SN1');
    const { status, body, headers } = await root.patch<Row>(
      `${SERVERS}/SN1`,
      { status: 'Retired', owner: '李四', memory: 16 },
      { 'If-Match': before },
    );
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ serverno: 'SN1', status: 'Retired', owner: '李四', memory: 16 }),
    ]);
    expect(headers.get('etag')).not.toBe(before);
    expect(headers.get('etag')).toBe(await tagOf('SN1'));
    expect(await stored('SN1')).toMatchObject({ status: 'Retired', owner: '李四' });
    const [event] = await events();
    expect(JSON.parse(event?.changes ?? '')).toEqual({
      status: ['Online', 'Retired'],
      owner: ['张三', '李四'],
    });
  });

  test('the tag from before a write of Django is refused, and nothing is written', async () => {
    const tag = await tagOf('SN1');
    await site.db.query("UPDATE blog_asset_db SET passwd = 'other' WHERE serverno = 'SN1'");
    const { status, body } = await root.patch<Row>(
      `${SERVERS}/SN1`,
      { status: 'Retired' },
      { 'If-Match': tag },
    );
    expect([status, body]).toMatchObject([
      412,
      { code: 'precondition_failed', current: { status: 'Online' } },
    ]);
    expect(JSON.stringify(body)).not.toContain('passwd');
    expect(await stored('SN1')).toMatchObject({ status: 'Online' });
    expect(await events()).toEqual([]);
  });

  test('a PATCH that changes nothing writes nothing', async () => {
    const tag = await tagOf('SN1');
    const { headers } = await root.patch(`${SERVERS}/SN1`, { status: 'Online', ethernets: [2, 1] });
    expect(headers.get('etag')).toBe(tag);
    expect(await events()).toEqual([]);
  });

  test.each<[body: object, code: string, field: string]>([
    [{ serverno: 'X' }, 'field_not_editable', 'serverno'],
    [{ id: 9 }, 'field_not_editable', 'id'],
    [{ passwd: 'x' }, 'unknown_field', 'passwd'],
    [{ nothing: 'x' }, 'unknown_field', 'nothing'],
    [{ memory: 'much' }, 'invalid_value', 'memory'],
    [{ memory: 2_147_483_648 }, 'invalid_value', 'memory'],
    [{ memory: null }, 'invalid_value', 'memory'],
    [{ memory: 1.5 }, 'invalid_value', 'memory'],
    [{ status: 'x'.repeat(21) }, 'invalid_value', 'status'],
    [{ status: 'a\0b' }, 'invalid_value', 'status'],
    [{ status: ['Online'] }, 'invalid_value', 'status'],
    [{ ethernets: 'all' }, 'invalid_value', 'ethernets'],
    [{ ethernets: ['x'] }, 'invalid_value', 'ethernets'],
    [{ status: 'Online', __proto__x: 1 }, 'unknown_field', '__proto__x'],
  ])('%j is %s', async (body, code, field) => {
    const answer = await root.patch<Row>(`${SERVERS}/SN1`, body);
    expect([answer.status, answer.body]).toMatchObject([400, { code, field }]);
    expect(await events()).toEqual([]);
  });

  test('a many-to-many relation is set as Django sets it', async () => {
    const { body } = await root.patch<Row>(`${SERVERS}/SN1`, { ethernets: [3, 1, 3] });
    expect(body.ethernets).toEqual([1, 3]);
    const [event] = await events();
    expect(JSON.parse(event?.changes ?? '')).toEqual({
      ethernets: [
        [1, 2],
        [1, 3],
      ],
    });
    const missing = await root.patch<Row>(`${SERVERS}/SN1`, { ethernets: [1, 99] });
    expect([missing.status, missing.body]).toMatchObject([
      409,
      { code: 'related_missing', field: 'ethernets' },
    ]);
    expect((await root.get<Row>(`${SERVERS}/SN1`)).body.ethernets).toEqual([1, 3]);
  });

  test('a POST adds a row with the defaults of the dump and the file', async () => {
    const { status, body, headers } = await root.post<Row>(SERVERS, {
      serverno: 'SN 9/ä',
      ip_addr: '10.0.0.9',
      owner: null,
      ethernets: [2],
    });
    expect([status, body]).toMatchObject([
      201,
      {
        serverno: 'SN 9/ä',
        user: 'root',
        status: 'Offline',
        memory: 0,
        owner: null,
        ethernets: [2],
      },
    ]);
    const location = headers.get('location') ?? '';
    expect(location).toBe(`${SERVERS}/${encodeURIComponent('SN 9/ä')}`);
    expect((await root.get(location)).body).toEqual(body);
    expect(headers.get('etag')).toBe((await root.get(location)).headers.get('etag'));
    expect(await stored('SN 9/ä')).toMatchObject({ passwd: '' });
    const again = await root.post<Row>(SERVERS, { serverno: 'sn 9/Ä', ip_addr: '1' });
    expect([again.status, again.body]).toMatchObject([
      409,
      { code: 'not_unique', fields: ['serverno'] },
    ]);
    const missing = await root.post<Row>(SERVERS, { ip_addr: '1' });
    expect([missing.status, missing.body]).toMatchObject([
      400,
      { code: 'required', field: 'serverno' },
    ]);
  });

  test.each(['', '..', 'export'])('a row with the key "%s" is changed by a filter', async (key) => {
    const { status, headers } = await root.post(SERVERS, { serverno: key, ip_addr: '1' });
    expect([status, headers.get('location')]).toEqual([201, null]);
    const change = { filter: { serverno: key }, set: { status: 'Repair' } };
    expect((await root.patch(SERVERS, change)).body).toMatchObject({ changed: 1 });
    expect(await stored(key)).toMatchObject({ status: 'Repair' });
  });

  test('a PUT adds the row, then changes it', async () => {
    const path = `${SERVERS}/SN77`;
    const first = await root.put<Row>(path, { ip_addr: '10.0.0.7', status: 'Online' });
    expect([first.status, first.body]).toMatchObject([201, { serverno: 'SN77', status: 'Online' }]);
    const second = await root.put<Row>(path, { serverno: 'SN77', status: 'Offline' });
    expect([second.status, second.body]).toMatchObject([
      200,
      { id: first.body.id, ip_addr: '10.0.0.7', status: 'Offline' },
    ]);
    const other = await root.put<Row>(path, { serverno: 'SN78' });
    expect([other.status, other.body]).toMatchObject([400, { code: 'invalid_value' }]);
  });

  test('a column that comes without a default stands in the way of new rows alone', async () => {
    await site.db.query('ALTER TABLE blog_asset_db ADD rack int NOT NULL');
    await site.app.get(Models).look();
    try {
      const refused = { status: 503, body: { code: 'schema_changed' } };
      expect(await root.post(SERVERS, { serverno: 'SN9' })).toMatchObject(refused);
      expect(await root.put(`${SERVERS}/SN9`, { memory: 2 })).toMatchObject(refused);
      expect(await root.put(`${SERVERS}/SN1`, { memory: 2 })).toMatchObject({ status: 200 });
      expect(await root.patch(`${SERVERS}/SN1`, { memory: 3 })).toMatchObject({ status: 200 });
    } finally {
      await site.db.query('ALTER TABLE blog_asset_db DROP rack');
      await site.app.get(Models).look();
    }
    const row = { serverno: 'SN9', ip_addr: '10.0.0.9' };
    expect((await root.post(SERVERS, row)).status).toBe(201);
  });

  test('16 PUTs of one new row at once make one row', async () => {
    const path = `${SERVERS}/SN-race`;
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => root.put<Row>(path, { ip_addr: '1', memory: n })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 15 }, () => 200),
      201,
    ]);
    const kinds = (await events()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'created')).toHaveLength(1);
  });

  test('a DELETE takes the links of the row along', async () => {
    const answer = await root.delete(`${SERVERS}/SN1`, undefined, {
      'If-Match': await tagOf('SN1'),
    });
    expect(answer.status).toBe(204);
    expect(await stored('SN1')).toBeUndefined();
    const gone = await root.delete<Row>(`${SERVERS}/SN1`);
    expect([gone.status, gone.body.code]).toEqual([404, 'record_not_found']);
    expect((await events()).map(({ kind }) => kind)).toEqual(['deleted']);
  });

  test('rights are those of Django, and a model that one may not see is not there', async () => {
    const viewer = await visitor({ username: 'viewer' }, 'blog.view_asset_db');
    const nobody = await visitor({ username: 'nobody' });
    const denied = await viewer.patch<Row>(`${SERVERS}/SN1`, { status: 'x' });
    expect([denied.status, denied.body]).toMatchObject([
      403,
      { code: 'permission_denied', required: 'blog.change_asset_db' },
    ]);
    const unseen = await nobody.patch<Row>(`${SERVERS}/SN1`, { status: 'x' });
    expect([unseen.status, unseen.body.code]).toEqual([404, 'model_not_found']);
    const add = await root.post<Row>('/api/models/blog.ethernet', { e_model: 'x' });
    expect([add.status, add.body.code]).toEqual([403, 'add_not_allowed']);
    const remove = await root.delete<Row>('/api/models/blog.ethernet/1');
    expect([remove.status, remove.body.code]).toEqual([403, 'delete_not_allowed']);
    const change = await root.patch<Row>('/api/models/blog.ethernet/1', { e_model: 'x' });
    expect([change.status, change.body.code]).toEqual([400, 'field_not_editable']);
  });

  test('an Idempotency-Key does a POST once', async () => {
    const body = { serverno: 'once', ip_addr: '1' };
    const first = await root.post<Row>(SERVERS, body, { 'Idempotency-Key': 'k1' });
    const second = await root.post<Row>(SERVERS, body, { 'Idempotency-Key': 'k1' });
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await events()).toHaveLength(1);
  });
});

describe('many rows', () => {
  test('a filter across a relation changes all that match, or says how many it would', async () => {
    const wish = { filter: { ethernets__e_model: 'i350', status__not: 'Retired' } };
    const dry = await root.patch<Row>(SERVERS, { ...wish, set: { memory: 16 }, dry_run: true });
    expect(dry.body).toMatchObject({ matched: 3 });
    const { body } = await root.patch<Row>(SERVERS, { ...wish, set: { memory: 16 }, note: 'all' });
    expect(body).toEqual(dry.body);
    const [rows] = await site.db.query<Row>(
      'SELECT COUNT(*) AS n FROM blog_asset_db WHERE memory = 16',
    );
    expect(rows?.n).toBe(3);
    expect((await events()).every((event) => (event as Row).note === 'all')).toBe(true);
    const tooMany = await root.patch<Row>(SERVERS, { ...wish, set: { memory: 1 }, max: 2 });
    expect([tooMany.status, tooMany.body.code]).toEqual([409, 'too_many_matched']);
  });

  test('an empty filter must be meant', async () => {
    const empty = await root.delete<Row>(SERVERS, { filter: {} });
    expect([empty.status, empty.body.code]).toEqual([400, 'validation_failed']);
    const all = await root.delete<Row>(SERVERS, { filter: {}, all: true });
    expect(all.body).toMatchObject({ matched: rowsBefore.length, changed: rowsBefore.length });
    expect(await site.db.query('SELECT * FROM blog_asset_db')).toEqual([]);
  });

  test('16 clients claim 3 of 50 rows each, none twice, and the last get none', async () => {
    for (let n = 0; n < 46; n++)
      await insert('blog_asset_db', {
        ...rowsBefore[0],
        ...{ id: 1000 + n, serverno: `free-${n}`, status: 'Free' },
      });
    const claim = (owner: string) =>
      root.post<{ results: Row[]; code?: string }>(`${SERVERS}/claim`, {
        filter: { status: 'Free' },
        set: { status: 'Taken', owner },
        count: 3,
      });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => claim(`c${n}`)));
    const taken = answers.flatMap(({ status, body }) => (status === 200 ? body.results : []));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 15 }, () => 200),
      409,
    ]);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(45);
    const [left] = await site.db.query<Row>(
      "SELECT COUNT(*) AS n FROM blog_asset_db WHERE status = 'Free'",
    );
    expect(left?.n).toBe(1);
  });

  test('a claim takes them in the order that is asked for', async () => {
    const { body } = await root.post<{ results: Row[] }>(`${SERVERS}/claim`, {
      set: { owner: 'me' },
      count: 2,
      ordering: '-memory',
    });
    const most = [...rowsBefore]
      .sort((a, b) => Number(b.memory) - Number(a.memory))
      .slice(0, 2)
      .map(({ serverno }) => serverno);
    expect(body.results.map(({ serverno }) => serverno).sort()).toEqual(most.sort());
  });
});

interface Batch {
  failed: number;
  code?: string;
  operation?: object;
  results: (Row & { status: number; record?: Row; etag?: string })[];
}

describe('a batch over several models', () => {
  const groups = () => site.db.query<{ name: string }>('SELECT name FROM auth_group ORDER BY name');

  test('does all in their order, each on what the one before left', async () => {
    const { status, body } = await root.post<Batch>('/api/batch', {
      operations: [
        { op: 'update', model: 'blog.asset_db', key: 'SN2', set: { memory: 1 }, note: 'first' },
        { op: 'create', model: 'auth.group', values: { name: 'ops' } },
        { op: 'update', model: 'blog.asset_db', key: 'sn2', set: { memory: 2 } },
        { op: 'delete', model: 'blog.asset_db', key: 'SN1', if_match: await tagOf('SN1') },
      ],
    });
    expect([status, body.failed]).toEqual([200, 0]);
    expect(body.results.map(({ status: one }) => one)).toEqual([200, 201, 200, 204]);
    expect(body.results[2]?.etag).toBe(await tagOf('SN2'));
    expect(await stored('SN2')).toMatchObject({ memory: 2 });
    expect(await groups()).toEqual([{ name: 'ops' }]);
    expect((await events()).map(({ kind }) => kind)).toEqual([
      ...['updated', 'created', 'updated', 'deleted'],
    ]);
  });

  test.each<[operation: object, status: number, code: string]>([
    [{ op: 'create', model: 'auth.group', values: { name: 'taken' } }, 409, 'not_unique'],
    [{ op: 'update', model: 'blog.asset_db', key: 'none', set: {} }, 404, 'record_not_found'],
    [{ op: 'delete', model: 'blog.nothing', key: 1 }, 404, 'model_not_found'],
    [{ op: 'delete', model: 'blog.ethernet', key: 1 }, 403, 'delete_not_allowed'],
    [
      { op: 'update', model: 'blog.asset_db', key: 'SN1', set: { memory: 'x' } },
      ...([400, 'invalid_value'] as const),
    ],
    [
      { op: 'update', model: 'blog.asset_db', key: 'SN1', set: {}, if_match: '"old"' },
      ...([412, 'precondition_failed'] as const),
    ],
  ])('with %j does nothing, or all the others', async (wrong, status, code) => {
    await site.db.query("INSERT INTO auth_group (name) VALUES ('taken')");
    const right = { op: 'create', model: 'auth.group', values: { name: 'new' } };
    const all = await root.post<Batch>('/api/batch', { operations: [right, wrong] });
    expect([all.status, all.body]).toMatchObject([status, { code, operation: { index: 1 } }]);
    expect(await groups()).toEqual([{ name: 'taken' }]);
    const each = await root.post<Batch>('/api/batch', {
      atomic: false,
      operations: [right, wrong],
    });
    expect(each.body).toMatchObject({ failed: 1, results: [{ status: 201 }, { status, code }] });
    expect(await groups()).toEqual([{ name: 'new' }, { name: 'taken' }]);
  });

  test('batches over the same rows in opposite orders all get done', async () => {
    const batch = (keys: string[], n: number) =>
      root.post<Batch>('/api/batch', {
        operations: keys.map((key) => ({
          ...{ op: 'update', model: 'blog.asset_db', key, set: { memory: n } },
        })),
      });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        batch(n % 2 === 0 ? ['SN1', 'SN2', 'SN3'] : ['SN3', 'SN2', 'SN1'], n),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const rows = await site.db.query<Row>(
      "SELECT DISTINCT memory FROM blog_asset_db WHERE serverno IN ('SN1', 'SN2', 'SN3')",
    );
    expect(rows).toHaveLength(1);
  });

  test('a key replays an atomic batch', async () => {
    const body = { operations: [{ op: 'create', model: 'auth.group', values: { name: 'once' } }] };
    const first = await root.post<Batch>('/api/batch', body, { 'Idempotency-Key': 'b1' });
    const second = await root.post<Batch>('/api/batch', body, { 'Idempotency-Key': 'b1' });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});

test('what a rival linked while we waited for the row is what we change, and show', async () => {
  const [row] = await site.db.query<{ id: number; serverno: string }>(
    'SELECT id, serverno FROM blog_asset_db ORDER BY id LIMIT 1',
  );
  const links = async () => {
    const { body } = await root.get<{ ethernets: number[] }>(`${SERVERS}/${row?.serverno ?? ''}`);
    return body.ethernets;
  };
  const [first] = await links();
  const [other] = await site.db.query<{ id: number }>(
    `SELECT id FROM blog_ethernet WHERE id NOT IN
      (SELECT ethernet_id FROM blog_asset_db_ethernets WHERE asset_db_id = ?) LIMIT 1`,
    [row?.id],
  );
  const rival = await hold(site.db);
  await rival.query('SELECT id FROM blog_asset_db WHERE id = ? FOR UPDATE', [row?.id]);
  await rival.query('DELETE FROM blog_asset_db_ethernets WHERE asset_db_id = ?', [row?.id]);
  await rival.query(
    'INSERT INTO blog_asset_db_ethernets (asset_db_id, ethernet_id) VALUES (?, ?)',
    [row?.id, other?.id],
  );
  const answer = root.patch<{ ethernets: number[] }>(`${SERVERS}/${row?.serverno ?? ''}`, {
    ethernets: [first],
  });
  await lockWait(site.db);
  await rival.commit();
  expect((await answer).body.ethernets).toEqual([first]);
  const [event] = await site.db.query<{ changes: string }>(
    'SELECT changes FROM lockstep_event ORDER BY id DESC LIMIT 1',
  );
  expect(JSON.parse(event?.changes ?? '')).toMatchObject({ ethernets: [[other?.id], [first]] });
});
