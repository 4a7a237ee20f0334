import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { type NewAsset, newAsset } from '../support/new-asset.js';
import { upTo } from '../support/up-to.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;
let ada: number;

beforeAll(async () => {
  site = await createTestApp('bulk');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  ada = await newUser(site.db, { username: 'ada' });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

async function createThree(): Promise<[NewAsset, NewAsset, NewAsset]> {
  return [
    await newAsset(root, { site: 'Oslo', rack: '1' }),
    await newAsset(root, { site: 'Oslo', rack: '2' }),
    await newAsset(root, { site: 'Bern', rack: '1' }),
  ];
}

const rows = (columns: string) => site.db.query(`SELECT ${columns} FROM assets_asset ORDER BY id`);

test('what matches the filter is changed in one go, and only what differs counts as changed', async () => {
  const [a, b] = await createThree();
  const answer = await root.patch('/api/assets', {
    filter: { site: 'Oslo', name__in: ['asset', 'y'] },
    set: { rack: '2', custom: { moved: true } },
    note: 'new floor',
  });
  expect(answer.body).toEqual({ matched: 2, changed: 2, ids: [a.id, b.id] });
  expect(await rows('rack, version')).toEqual([
    { rack: '2', version: 2 },
    { rack: '2', version: 2 },
    { rack: '1', version: 1 },
  ]);
  const again = { filter: { rack: '2' }, set: { rack: '2', custom: { moved: true } } };
  expect((await root.patch('/api/assets', again)).body).toMatchObject({ matched: 2, changed: 0 });
  const noted = await site.db.query(
    "SELECT asset_id FROM assets_assetevent WHERE note = 'new floor' ORDER BY id",
  );
  expect(noted).toEqual([{ asset_id: a.id }, { asset_id: b.id }]);
});

test('a delete by filter takes what matches and leaves the rest', async () => {
  const [a, b, c] = await createThree();
  const answer = await root.delete('/api/assets', { filter: { site: 'Oslo' } });
  expect(answer.body).toEqual({ matched: 2, changed: 2, ids: [a.id, b.id] });
  expect(await rows('id')).toEqual([{ id: c.id }]);
});

test('a dry run says what would happen and writes nothing', async () => {
  const [a, b] = await createThree();
  const filter = { site: 'Oslo' };
  const found = { matched: 2, ids: [a.id, b.id] };
  const change = { filter, set: { rack: '2' }, dry_run: true };
  expect((await root.patch('/api/assets', change)).body).toEqual({ ...found, changed: 1 });
  const removal = { filter, dry_run: true };
  expect((await root.delete('/api/assets', removal)).body).toEqual({ ...found, changed: 2 });
  expect(await rows('version')).toEqual([{ version: 1 }, { version: 1 }, { version: 1 }]);
});

test('more matches than max are refused, and nothing is written', async () => {
  await createThree();
  const body = { filter: { name: 'asset' }, set: { rack: '9' }, max: 2 };
  expect((await root.patch('/api/assets', body)).body).toMatchObject({
    status: 409,
    code: 'too_many_matched',
    max: 2,
  });
  expect((await root.delete('/api/assets', { filter: { name: 'asset' }, max: 2 })).status).toBe(
    409,
  );
  expect(await rows('rack')).toEqual([{ rack: '1' }, { rack: '2' }, { rack: '1' }]);
});

test('an empty filter is refused unless all assets are meant', async () => {
  await createThree();
  const refused = { status: 400, errors: [{ field: 'filter' }] };
  expect((await root.delete('/api/assets', { filter: {} })).body).toMatchObject(refused);
  const both = { filter: { site: 'Oslo' }, all: true };
  expect((await root.delete('/api/assets', both)).body).toMatchObject(refused);
  expect((await root.delete('/api/assets')).status).toBe(400);
  expect((await root.delete('/api/assets', { filter: { nothing: 1 } })).body).toMatchObject({
    status: 400,
    code: 'invalid_lookup',
  });
  const proto = await root.delete('/api/assets', '{"filter":{"__proto__":1},"all":true}');
  expect(proto.body).toMatchObject({ status: 400, code: 'validation_failed' });
  expect((await root.delete('/api/assets', '{"filter":{"__proto__":1}}')).body).toMatchObject({
    status: 400,
    code: 'invalid_lookup',
  });
  expect(await rows('id')).toHaveLength(3);
  const all = await root.delete('/api/assets', { filter: {}, all: true });
  expect(all.body).toMatchObject({ matched: 3 });
});

test('with If-Match each row must have one of the listed tags', async () => {
  const [a, b] = await createThree();
  const body = { filter: { site: 'Oslo' }, set: { rack: '9' } };
  await root.patch(`/api/assets/${b.id}`, { name: 'y' });
  const stale = await root.patch('/api/assets', body, { 'if-match': `${a.etag}, ${b.etag}` });
  expect(stale.body).toMatchObject({
    status: 412,
    code: 'precondition_failed',
    rows: [{ id: b.id, etag: `"${b.id}.2"` }],
  });
  expect(await rows('rack')).toEqual([{ rack: '1' }, { rack: '2' }, { rack: '1' }]);
  const fresh = { 'if-match': `${a.etag}, "${b.id}.2"` };
  expect((await root.patch('/api/assets', body, fresh)).body).toMatchObject({ changed: 2 });
});

test('one row whose status may not change, or one value that is taken, stops all of them', async () => {
  const [a, b] = await createThree();
  await root.post(`/api/assets/${b.id}/transition`, { status: 'retired' });
  const sale = { filter: { site: 'Oslo' }, set: { status: 'lost' } };
  expect((await root.patch('/api/assets', sale)).body).toMatchObject({
    status: 409,
    code: 'status_not_allowed',
    id: b.id,
  });
  const serials = { filter: { site: 'Oslo' }, set: { serial: 'S' } };
  expect((await root.patch('/api/assets', serials)).body).toMatchObject({
    status: 409,
    code: 'duplicate_value',
    field: 'serial',
  });
  expect((await root.get(`/api/assets/${a.id}`)).body).toMatchObject({ version: 1 });
});

test('bulk writes go past one lock statement without losing a row', async () => {
  await site.db.query('INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ?', [
    upTo(1200).map((n) => [`B-${n}`, 'many', '', '{}']),
  ]);
  const body = { filter: { name: 'many' }, set: { site: 'Kyiv' }, max: 1200 };
  expect((await root.patch('/api/assets', body)).body).toMatchObject({ changed: 1200 });
  expect((await root.get('/api/assets?site=Kyiv&count=true&limit=1')).body).toMatchObject({
    count: 1200,
  });
});

test('an allocation takes what is free, lowest ids first, and all of it or nothing', async () => {
  const [a, b, c] = await createThree();
  await root.post(`/api/assets/${a.id}/transition`, { status: 'maintenance' });
  const wish = { filter: { name: 'asset' }, count: 1, user_id: ada, note: 'team kit' };
  const first = await root.post<{ results: object[] }>('/api/assets/allocate', wish);
  expect(first.body.results).toMatchObject([
    { id: b.id, status: 'deployed', assigned_to_id: ada, version: 2 },
  ]);
  expect((await root.post('/api/assets/allocate', { ...wish, count: 2 })).body).toMatchObject({
    status: 409,
    code: 'not_enough_assets',
    wanted: 2,
    available: 1,
  });
  expect((await root.get(`/api/assets/${c.id}`)).body).toMatchObject({ assigned_to_id: null });
  expect((await root.post('/api/assets/allocate', { count: 1, user_id: ada })).status).toBe(200);
  expect((await root.post('/api/assets/allocate', { count: 1, user_id: 999 })).status).toBe(409);
});

test('bulk writes and allocations need the permission for what they do', async () => {
  await createThree();
  const eve = await newUser(site.db, { username: 'eve' });
  const browser = await loginOf(site, eve);
  const filter = { site: 'Oslo' };
  const take = () => browser.post('/api/assets/allocate', { count: 1, user_id: eve });
  expect((await browser.patch('/api/assets', { filter, set: {} })).status).toBe(403);
  expect((await take()).status).toBe(403);
  await grant(site.db, eve, 'assets.change_asset');
  expect((await browser.patch('/api/assets', { filter, set: {} })).status).toBe(200);
  expect((await take()).status).toBe(200);
  expect((await browser.delete('/api/assets', { filter })).body).toMatchObject({
    status: 403,
    required: 'assets.delete_asset',
  });
});
