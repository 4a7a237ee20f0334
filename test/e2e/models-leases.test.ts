import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Database, runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newUser, PASSWORD } from '../support/users.js';

type Row = Record<string, unknown>;

interface Lease extends Row {
  token: string;
  seconds_left: number;
}

const SERVERS = '/api/models/blog.asset_db';
const ANYBODY = 'IsAuthenticated';
const PATH = `${SERVERS}/SN1`;

let site: TestApp;
let anna: Browser;
let ben: Browser;
let viewer: Browser;
let annaId: number;

beforeAll(async () => {
  const db = await createSiteDatabase('models_leases', 'blog');
  await runMigrations(db.dataSource, 'off');
  await db.query('CREATE TABLE blog_log (id int PRIMARY KEY) ENGINE=MyISAM');
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      // Not the primary key, which no answer may show then.
      fields: ['serverno', 'ip_addr', 'status', 'owner', 'memory'],
      editable: ['ip_addr', 'status', 'owner'],
      add: true,
      delete: true,
      defaults: { passwd: '', cpu: '', memory: 0, remark2: '' },
    },
    'auth.group': {},
    'blog.log': { table: 'blog_log', permissions: { view: ANYBODY, change: ANYBODY } },
  });
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', LOCKSTEP_INVENTORY: 'off' };
  site = await openTestApp(db, env);
  annaId = await newUser(db, { username: 'anna' });
  const rights = ['view', 'add', 'change', 'delete'].map((action) => `blog.${action}_asset_db`);
  anna = await visitor(annaId, 'anna', ...rights);
  ben = await visitor(await newUser(db, { username: 'ben' }), 'ben', ...rights);
  const viewerId = await newUser(db, { username: 'viewer' });
  viewer = await visitor(
    viewerId,
    'viewer',
    'blog.view_asset_db',
    'auth.view_group',
    'auth.change_group',
  );
}, 120_000);

afterAll(() => site.close());

beforeEach(async () => {
  await site.db.query('DELETE FROM lockstep_lease');
  await site.db.query("UPDATE blog_asset_db SET status = 'Online'");
});

async function visitor(id: number, username: string, ...rights: string[]): Promise<Browser> {
  await grant(site.db, id, ...rights);
  const browser = site.browser();
  await browser.login(username, PASSWORD);
  return browser;
}

async function leaseOf(path: string, browser = anna): Promise<Lease> {
  const { status, body } = await browser.put<Lease>(`${path}/lease`, { seconds: 300 });
  expect([status, body]).toMatchObject([200, { seconds_left: 300 }]);
  return body;
}

const statusOf = async (key: string): Promise<unknown> =>
  (await viewer.get<Row>(`${SERVERS}/${key}`)).body.status;

const expire = () =>
  site.db.query('UPDATE lockstep_lease SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND');

test('a lease keeps every other writer out, and says who has it', async () => {
  const lease = await leaseOf(PATH);
  const shown = { model: 'blog.asset_db', key: 'SN1', holder: { id: annaId, username: 'anna' } };
  expect(lease).toMatchObject(shown);
  const set = { status: 'Retired' };
  const refused = [
    await ben.patch<Row>(PATH, set),
    await ben.put<Row>(PATH, { ip_addr: '10.0.0.1', ...set }),
    await ben.delete<Row>(PATH),
    await ben.patch<Row>(SERVERS, { filter: { serverno__in: ['SN1', 'SN2'] }, set }),
    await ben.delete<Row>(SERVERS, { filter: { serverno__in: ['SN1', 'SN2'] } }),
    await ben.put<Row>(`${PATH}/lease`, { seconds: 5 }),
    await ben.delete<Row>(`${PATH}/lease`),
    // The same user in another window has no token: it is another form.
    await anna.patch<Row>(PATH, set),
  ];
  for (const { status, body, headers } of refused) {
    expect([status, body]).toMatchObject([423, { code: 'lease_held', lease: shown }]);
    expect(Object.keys(body.lease as Row)).toEqual([
      'model',
      'key',
      'holder',
      'taken_at',
      'expires_at',
      'seconds_left',
    ]);
    expect(JSON.stringify(body)).not.toContain(lease.token);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(200);
  }
  expect([await statusOf('SN1'), await statusOf('SN2')]).toEqual(['Online', 'Online']);
});

test('the holder writes with their token, one row or many, renews the lease and gives it up', async () => {
  const { token } = await leaseOf(PATH);
  const own = { 'lease-token': token };
  expect((await anna.patch<Row>(PATH, { status: 'Repair' }, own)).status).toBe(200);
  const many = { filter: { serverno__in: ['SN1', 'SN2'] }, set: { status: 'Retired' } };
  expect((await anna.patch<Row>(SERVERS, many, own)).body).toMatchObject({ changed: 2 });
  const renewed = await anna.put<Lease>(`${PATH}/lease`, { seconds: 3600 }, own);
  expect(renewed.body).toMatchObject({ token, seconds_left: 3600 });
  const seen = await viewer.get<Row>(`${PATH}/lease`);
  expect(seen.body).toMatchObject({ key: 'SN1', holder: { username: 'anna' } });
  expect(seen.body).not.toHaveProperty('token');
  expect((await anna.delete(`${PATH}/lease`, undefined, own)).status).toBe(204);
  expect((await viewer.get<Row>(`${PATH}/lease`)).body).toMatchObject({
    status: 404,
    code: 'lease_not_found',
    key: 'SN1',
  });
  expect((await ben.patch<Row>(PATH, { status: 'Online' })).status).toBe(200);
});

test('a claim passes over rows under a lease', async () => {
  await leaseOf(PATH);
  const wish = { filter: { serverno__in: ['SN1', 'SN2'] }, set: { owner: 'ben' }, count: 1 };
  const taken = await ben.post<{ results: Row[] }>(`${SERVERS}/claim`, wish);
  expect(taken.body.results.map(({ serverno }) => serverno)).toEqual(['SN2']);
  const both = await ben.post<Row>(`${SERVERS}/claim`, { ...wish, count: 2 });
  expect([both.status, both.body]).toMatchObject([409, { code: 'not_enough_rows', available: 1 }]);
});

test('an operation of a batch wants the token of its own row, every time', async () => {
  const { token } = await leaseOf(PATH);
  const update = (key: string, status: string, lease_token?: string) => ({
    op: 'update',
    model: 'blog.asset_db',
    key,
    set: { status },
    lease_token,
  });
  const send = (atomic: boolean, ...operations: object[]) =>
    anna.post<Row & { results: Row[] }>('/api/batch', { atomic, operations });
  const refused = await send(true, update('SN2', 'Repair'), update('SN1', 'Repair'));
  expect([refused.status, refused.body]).toMatchObject([
    423,
    { code: 'lease_held', lease: { key: 'SN1' }, operation: { index: 1 } },
  ]);
  const second = await send(true, update('SN1', 'Repair', token), update('SN1', 'Retired'));
  expect(second.body).toMatchObject({ code: 'lease_held', operation: { index: 1 } });
  expect([await statusOf('SN1'), await statusOf('SN2')]).toEqual(['Online', 'Online']);
  const each = await send(false, update('SN2', 'Repair'), update('SN1', 'Repair'));
  expect(each.body.results).toMatchObject([{ status: 200 }, { status: 423, code: 'lease_held' }]);
  const done = await send(true, update('SN1', 'Repair', token), update('SN1', 'Retired', token));
  expect(done.body).toMatchObject({ failed: 0 });
  expect(await statusOf('SN1')).toBe('Retired');
});

test('a writer who waited for the row meets the lease that was given meanwhile', async () => {
  const holder = await hold(site.db);
  await holder.query("SELECT id FROM blog_asset_db WHERE serverno = 'SN1' FOR UPDATE");
  const late = ben.patch<Row>(PATH, { status: 'Retired' });
  await lockWait(site.db);
  await holder.query(
    `INSERT INTO lockstep_lease (model, row_key, holder_id, token, expires_at)
      SELECT 'blog.asset_db', id, ?, 'given-meanwhile', UTC_TIMESTAMP(6) + INTERVAL 300 SECOND
        FROM blog_asset_db WHERE serverno = 'SN1'`,
    [annaId],
  );
  await holder.commit();
  expect((await late).body).toMatchObject({ code: 'lease_held', lease: { key: 'SN1' } });
  expect(await statusOf('SN1')).toBe('Online');
});

test('on a cluster of several writers every write, a claim too, also writes the row of the lease', async () => {
  vi.spyOn(site.app.get(Database), 'hasOtherWriters', 'get').mockReturnValue(true);
  const touched = async (write: Promise<{ status: number }>): Promise<Row[]> => {
    expect((await write).status).toBe(200);
    const rows = await site.db.query<Row>(
      'SELECT model, expires_at <= UTC_TIMESTAMP(6) AS is_over FROM lockstep_lease',
    );
    await site.db.query('DELETE FROM lockstep_lease');
    return rows;
  };
  const mark = { model: 'blog.asset_db', is_over: 1 };
  const filter = { serverno__in: ['SN1', 'SN2'] };
  expect(await touched(ben.patch(PATH, { owner: 'b' }))).toEqual([mark]);
  expect(await touched(ben.put(PATH, { ip_addr: '10.0.0.1', owner: 'c' }))).toEqual([mark]);
  expect(await touched(ben.patch(SERVERS, { filter, set: { owner: 'd' } }))).toEqual([mark, mark]);
  expect(
    await touched(ben.post(`${SERVERS}/claim`, { filter, set: { owner: 'e' }, count: 1 })),
  ).toEqual([mark]);
  vi.restoreAllMocks();
});

test('the token of a lease that is over is refused, and If-Match is asked under the lock', async () => {
  const { token } = await leaseOf(PATH);
  const stale = { 'lease-token': token };
  await expire();
  const lost = { status: 412, code: 'lease_lost' };
  expect((await anna.patch<Row>(PATH, { status: 'late' }, stale)).body).toMatchObject(lost);
  expect((await anna.put<Row>(`${PATH}/lease`, { seconds: 5 }, stale)).body).toMatchObject(lost);
  expect((await anna.delete<Row>(`${PATH}/lease`, undefined, stale)).body).toMatchObject(lost);
  const tag = (await anna.get(PATH)).headers.get('etag') ?? '';
  await site.db.query("UPDATE blog_asset_db SET passwd = 'other' WHERE serverno = 'SN1'");
  const moved = await anna.put<Row>(`${PATH}/lease`, { seconds: 5 }, { 'if-match': tag });
  expect(moved.body).toMatchObject({ status: 412, code: 'precondition_failed' });
  const present = (await anna.get(PATH)).headers.get('etag') ?? '';
  const taken = await anna.put<Row>(`${PATH}/lease`, { seconds: 5 }, { 'if-match': present });
  expect(taken.status).toBe(200);
  const asked = await anna.delete<Row>(`${PATH}/lease`, undefined, { 'if-match': present });
  expect(asked.body).toMatchObject({ status: 400, header: 'If-Match' });
});

test('of many who want the lease at once one gets it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? anna : ben).put(`${PATH}/lease`, { seconds: 60 }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 423)]);
});

test('a holder who lost the token ends the lease, and so does a superuser, but nobody else', async () => {
  await leaseOf(PATH);
  expect((await ben.delete(`${PATH}/lease`)).status).toBe(423);
  expect((await anna.delete(`${PATH}/lease`)).status).toBe(204);
  await leaseOf(PATH);
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  const root = await visitor(rootId, 'root');
  expect((await root.delete(`${PATH}/lease`)).status).toBe(204);
  expect((await ben.patch<Row>(PATH, { status: 'Repair' })).status).toBe(200);
});

test('a lease wants the right to change, a model that can be changed, and a row that is there', async () => {
  await leaseOf(PATH);
  const [put, remove] = [
    await viewer.put<Row>(`${PATH}/lease`, { seconds: 5 }),
    await viewer.delete<Row>(`${PATH}/lease`),
  ];
  for (const { status, body } of [put, remove])
    expect([status, body]).toMatchObject([403, { required: 'blog.change_asset_db' }]);
  for (const answer of [
    await anna.get<Row>(`${SERVERS}/none/lease`),
    await anna.put<Row>(`${SERVERS}/none/lease`, { seconds: 5 }),
    await anna.delete<Row>(`${SERVERS}/none/lease`),
  ])
    expect(answer.body).toMatchObject({ status: 404, code: 'record_not_found' });
  const unseen = await anna.get<Row>('/api/models/auth.group/1/lease');
  expect(unseen.body).toMatchObject({ status: 404, code: 'model_not_found' });
  const fixed = await viewer.put<Row>('/api/models/blog.log/1/lease', { seconds: 5 });
  expect(fixed.body).toMatchObject({ status: 403, code: 'model_read_only' });
  for (const seconds of [0, 3601, 1.5])
    expect((await anna.put<Row>(`${PATH}/lease`, { seconds })).body).toMatchObject({
      code: 'validation_failed',
    });
});

test('a lease ends with its row, and is not that of the row that comes after', async () => {
  const set = { ip_addr: '10.9.9.9', status: 'Online' };
  expect((await anna.put(`${SERVERS}/SN-new`, set)).status).toBe(201);
  const { token } = await leaseOf(`${SERVERS}/SN-new`);
  const gone = await anna.delete(`${SERVERS}/SN-new`, undefined, { 'lease-token': token });
  expect(gone.status).toBe(204);
  expect(await site.db.query('SELECT 1 FROM lockstep_lease')).toEqual([]);
});
