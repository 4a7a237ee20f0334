import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { AssetsService } from '../../src/assets/assets.service.js';
import { RecordRepository } from '../../src/records/record.repository.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;
let rootId: number;

beforeAll(async () => {
  site = await createTestApp('assets');
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

test('an asset is created, read, changed and deleted', async () => {
  const asset = {
    asset_tag: 'T-1',
    name: 'r5300g4-24-22',
    serial: 'S1',
    ip_address: '10.0.0.7',
    mac_address: '001a.2b3c.4d5e',
    cost: 4999.5,
    purchased_on: '2026-01-31',
    custom: { rack: { row: 7 }, big: 1e21 },
  };
  const created = await root.post('/api/assets', asset);
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    ...asset,
    mac_address: '00:1A:2B:3C:4D:5E',
    cost: '4999.50',
    status: 'in_stock',
    category: '',
    rack_unit: null,
    assigned_to_id: null,
    version: 1,
  });
  const path = created.headers.get('location') ?? '';
  const read = await root.get(path);
  expect(read.body).toEqual(created.body);
  expect(read.headers.get('etag')).toBe(created.headers.get('etag'));

  const changed = await root.patch(path, { rack: '24', custom: { rack: { row: 8 } } });
  expect(changed.body).toMatchObject({ rack: '24', custom: { rack: { row: 8 } }, version: 2 });
  expect(changed.headers.get('etag')).not.toBe(read.headers.get('etag'));

  expect((await root.delete(path)).status).toBe(204);
  expect((await root.get(path)).body).toMatchObject({ status: 404, code: 'asset_not_found' });
});

test('assets that are asked for in one turn of the event loop come in one statement', async () => {
  const assets = [(await newAsset(root)).id, (await newAsset(root)).id];
  const statements = vi.spyOn(site.app.get(RecordRepository, { strict: false }), 'findAll');
  try {
    const read = await Promise.all(
      assets.map((id) => site.app.get(AssetsService, { strict: false }).read(id)),
    );
    expect(read.map(({ id }) => id)).toEqual(assets);
    expect(statements).toHaveBeenCalledTimes(1);
  } finally {
    statements.mockRestore();
  }
});

test('a key __proto__ of Django’s is kept, also by a form that sends the document back', async () => {
  const custom = '{"k":{"__proto__":[1]},"__proto__":{"x":1}}';
  const { id, path } = await newAsset(root);
  await site.db.query('UPDATE assets_asset SET custom = ? WHERE id = ?', [custom, id]);
  const read = await root.get<{ custom: object }>(path);
  const sent = JSON.stringify({ custom: read.body.custom, rack: '9' });
  expect(sent).toBe(`{"custom":${custom},"rack":"9"}`);
  expect(JSON.stringify((await root.patch(path, sent)).body.custom)).toBe(custom);
  expect(JSON.stringify((await root.get(path)).body)).toContain(`"custom":${custom},`);
  const copy = await root.post('/api/assets', `{"name":"copy","custom":${custom}}`);
  expect(JSON.stringify(copy.body.custom)).toBe(custom);
});

test('a patch that changes nothing leaves the version alone', async () => {
  const { path, etag } = await newAsset(root, { name: 'same', cost: '5', custom: { a: [1, 2] } });
  const { status, headers } = await root.patch(path, {
    name: 'same',
    cost: 5,
    custom: { a: [1, 2] },
  });
  expect(status).toBe(200);
  expect(headers.get('etag')).toBe(etag);
});

test('a change of letter case is a change, and one of the spaces around a text is none', async () => {
  const { path } = await newAsset(root, { name: 'rack' });
  expect((await root.patch(path, { name: 'Rack' })).body).toMatchObject({ version: 2 });
  expect((await root.patch(path, { name: ' Rack\t' })).body).toMatchObject({
    name: 'Rack',
    version: 2,
  });
});

test('every bad field of a body is named', async () => {
  const { status, body } = await root.post<{ errors: { field: string }[]; code: string }>(
    '/api/assets',
    {
      name: '',
      status: 'sold',
      ip_address: '10.0.0.300',
      mac_address: 'x',
      cost: '1.234',
      purchased_on: '2026-02-30',
      custom: [],
      version: 7,
      assigned_to_id: 1,
    },
  );
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'validation_failed' });
  expect(body.errors.map(({ field }) => field).sort()).toEqual([
    'assigned_to_id',
    'cost',
    'custom',
    'ip_address',
    'mac_address',
    'name',
    'purchased_on',
    'status',
    'version',
  ]);
});

test('a stale If-Match is refused with the present state, and nothing is written', async () => {
  const { id, path, etag } = await newAsset(root, { name: 'a' });
  const current = await root.patch(path, { name: 'b' }, { 'if-match': etag });
  expect(current.status).toBe(200);
  const stale = await root.patch(path, { name: 'c' }, { 'if-match': etag });
  expect(stale.body).toMatchObject({
    status: 412,
    code: 'precondition_failed',
    etag: current.headers.get('etag'),
    current: { id, name: 'b', version: 2 },
  });
  expect((await root.delete(path, undefined, { 'if-match': etag })).status).toBe(412);
  expect((await root.patch(path, { name: 'c' }, { 'if-match': `W/${etag}` })).status).toBe(412);
  const now = current.headers.get('etag') ?? '';
  const weak = await root.patch(path, { name: 'c' }, { 'if-match': `W/${now}` });
  expect(weak.body).toMatchObject({ status: 412, etag: now, current: { name: 'b' } });
  expect(weak.body.detail).toMatch(/weak one \(W\/\), which never matches/);
  expect(stale.body.detail).toMatch(/was changed since you read it/);
  expect((await root.patch(path, { name: 'd' }, { 'if-match': '*' })).status).toBe(200);
  expect((await root.get(path)).body).toMatchObject({ name: 'd', version: 3 });
});

test('If-None-Match answers 304 while the asset is what the caller has', async () => {
  const { path, etag } = await newAsset(root, { name: 'a' });
  expect((await root.get(path, { 'if-none-match': etag })).status).toBe(304);
  await root.patch(path, { name: 'b' });
  expect((await root.get(path, { 'if-none-match': etag })).status).toBe(200);
});

test.each(['asset_tag', 'serial'])(
  'a second asset with the same %s is refused by name',
  async (field) => {
    await newAsset(root, { name: 'first', [field]: 'X1' });
    const clash = await root.post('/api/assets', { name: 'second', [field]: 'x1' });
    expect(clash.body).toMatchObject({ status: 409, code: 'duplicate_value', field });
    const other = await newAsset(root, { name: 'other' });
    expect((await root.patch(other.path, { [field]: 'X1' })).body).toMatchObject({
      status: 409,
      code: 'duplicate_value',
      field,
    });
  },
);

test('parallel creates get tags of their own, past those given by hand', async () => {
  const [seen] = await site.db.query<{ value: number }>('SELECT value FROM lockstep_counter');
  const next = (n: number): string => `LOCK-${String((seen?.value ?? 0) + n).padStart(6, '0')}`;
  await newAsset(root, { name: 'by hand', asset_tag: next(3) });
  const made = await Promise.all(
    Array.from({ length: 40 }, () =>
      root.post<{ asset_tag: string }>('/api/assets', { name: 'x' }),
    ),
  );
  const tags = made.map(({ body }) => body.asset_tag).sort();
  const numbers = Array.from({ length: 41 }, (_, index) => index + 1).filter((n) => n !== 3);
  expect(tags).toEqual(numbers.map(next));
});

test('a row held by another connection answers 423 to a caller who does not wait', async () => {
  const { id, path } = await newAsset(root, { name: 'held' });
  const holder = await holdRow(site.db, 'assets_asset', id);
  const refused = await root.patch(path, { name: 'mine' }, { prefer: 'wait=0' });
  expect(refused.body).toMatchObject({ status: 423, code: 'row_locked' });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('preference-applied')).toBe('wait=0');
  await holder.query("UPDATE assets_asset SET name = 'theirs' WHERE id = ?", [id]);
  await holder.commit();
  expect((await root.get(path)).body).toMatchObject({ name: 'theirs', version: 2 });
  expect((await root.patch(path, { rack: '1' }, { prefer: 'wait=0' })).status).toBe(200);
});

test('Django’s permissions decide each route', async () => {
  const { path } = await newAsset(root, { name: 'guarded' });
  const viewer = await newUser(site.db, { username: 'viewer' });
  const browser = await loginOf(site, viewer);
  expect((await browser.get(path)).body).toMatchObject({
    status: 403,
    required: 'assets.view_asset',
  });
  await grant(site.db, viewer, 'assets.view_asset', 'assets.change_asset');
  expect((await browser.get(path)).status).toBe(200);
  expect((await browser.get('/api/assets')).status).toBe(200);
  expect((await browser.patch(path, { rack: '1' })).status).toBe(200);
  expect((await browser.post('/api/assets', { name: 'x' })).status).toBe(403);
  expect((await browser.delete(path)).status).toBe(403);
  expect((await site.browser().get(path)).status).toBe(401);
});

test('the history names who wrote, and says "database" for everybody else', async () => {
  const { id, path } = await newAsset(root, { name: 'a', asset_tag: 'H-1' });
  await root.patch(path, { name: 'b' });
  await site.db.query('UPDATE assets_asset SET name = ? WHERE id = ?', ['c', id]);
  const other = site.db.dataSource.createQueryRunner();
  await other.query('SET @lockstep_actor_id = NULL');
  await other.query('DELETE FROM assets_asset WHERE id = ?', [id]);
  await other.release();
  const events = await site.db.query<{ changes: string }>(
    'SELECT kind, version, actor_id, source, changes FROM assets_assetevent WHERE asset_id = ? ORDER BY id',
    [id],
  );
  const parsed = events.map((event) => ({
    ...event,
    changes: JSON.parse(event.changes) as object,
  }));
  expect(parsed).toMatchObject([
    {
      kind: 'created',
      version: 1,
      actor_id: rootId,
      source: 'lockstep',
      changes: { name: [null, 'a'] },
    },
    {
      kind: 'updated',
      version: 2,
      actor_id: rootId,
      source: 'lockstep',
      changes: { name: ['a', 'b'] },
    },
    { kind: 'updated', version: 3, changes: { name: ['b', 'c'] } },
    {
      kind: 'deleted',
      version: 4,
      actor_id: null,
      source: 'database',
      changes: { name: ['c', null] },
    },
  ]);
});
