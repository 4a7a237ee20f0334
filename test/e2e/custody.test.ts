import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;
let ada: number;
let bob: number;

beforeAll(async () => {
  site = await createTestApp('custody');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  ada = await newUser(site.db, { username: 'ada' });
  bob = await newUser(site.db, { username: 'bob' });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

test('an asset goes out to a user and comes back, and the notes stand in the history', async () => {
  const { path } = await newAsset(root);
  const wish = { user_id: ada, due_at: '2027-01-31T17:00:00Z', note: 'for the trip' };
  const out = await root.post(`${path}/check-out`, wish);
  expect(out.status).toBe(200);
  expect(out.body).toMatchObject({
    status: 'deployed',
    assigned_to_id: ada,
    due_at: '2027-01-31T17:00:00.000Z',
    version: 2,
  });
  expect(out.body.checked_out_at).toMatch(/^20/);
  expect(out.headers.get('etag')).toBe(`"${Number(out.body.id)}.2"`);

  const back = await root.post(`${path}/check-in`);
  expect(back.body).toMatchObject({
    status: 'in_stock',
    assigned_to_id: null,
    checked_out_at: null,
    due_at: null,
    version: 3,
  });
  await root.post(`${path}/check-out`, { user_id: bob });
  const notes = await site.db.query(
    'SELECT version, note FROM assets_assetevent WHERE asset_id = ? ORDER BY id',
    [out.body.id],
  );
  expect(notes).toEqual([
    { version: 1, note: null },
    { version: 2, note: 'for the trip' },
    { version: 3, note: null },
    { version: 4, note: null },
  ]);
});

test('who comes second is told who has the asset and since when', async () => {
  const { path } = await newAsset(root);
  const out = await root.post(`${path}/check-out`, { user_id: ada });
  const second = await root.post(`${path}/check-out`, { user_id: bob });
  expect(second.body).toMatchObject({
    status: 409,
    code: 'asset_held',
    asset_status: 'deployed',
    holder: { id: ada, username: 'ada', since: out.body.checked_out_at },
  });
  expect((await root.get(path)).body).toMatchObject({ assigned_to_id: ada, version: 2 });
});

test('what is not in stock is not handed out, and the answer says where it can go', async () => {
  const { path } = await newAsset(root, { status: 'maintenance' });
  expect((await root.post(`${path}/check-out`, { user_id: ada })).body).toMatchObject({
    status: 409,
    code: 'status_not_allowed',
    asset_status: 'maintenance',
    allowed: ['in_stock', 'deployed', 'retired', 'lost'],
  });
});

test('the status moves along the allowed steps only, by transition and by PATCH alike', async () => {
  const { path } = await newAsset(root);
  const retired = await root.post(`${path}/transition`, { status: 'retired', note: 'sold' });
  expect(retired.body).toMatchObject({ status: 'retired', version: 2 });
  for (const refused of [
    await root.post(`${path}/transition`, { status: 'deployed' }),
    await root.post(`${path}/transition`, { status: 'retired' }),
    await root.patch(path, { status: 'lost', name: 'other' }),
  ])
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'status_not_allowed',
      allowed: ['in_stock'],
    });
  expect((await root.patch(path, { status: 'retired' })).body).toMatchObject({ version: 2 });
  expect((await root.patch(path, { status: 'in_stock' })).body).toMatchObject({ version: 3 });
});

test('what somebody holds is not put into stock or retired before its check-in', async () => {
  const { path } = await newAsset(root);
  await root.post(`${path}/check-out`, { user_id: ada });
  for (const status of ['in_stock', 'retired']) {
    const refused = { status: 409, code: 'asset_held', holder: { username: 'ada' } };
    expect((await root.post(`${path}/transition`, { status })).body).toMatchObject(refused);
    expect((await root.patch(path, { status })).body).toMatchObject(refused);
  }
  await root.post(`${path}/transition`, { status: 'maintenance' });
  expect((await root.get(path)).body).toMatchObject({ assigned_to_id: ada });
  expect((await root.post(`${path}/check-in`, {})).body).toMatchObject({ status: 'maintenance' });
  expect((await root.post(`${path}/check-in`, {})).body).toMatchObject({
    status: 409,
    code: 'asset_not_held',
  });
});

test('nobody who is gone or not active gets an asset', async () => {
  const { path } = await newAsset(root);
  const gone = await newUser(site.db, { username: 'gone', isActive: false });
  for (const user_id of [gone, 2_000_000])
    expect((await root.post(`${path}/check-out`, { user_id })).body).toMatchObject({
      status: 400,
      errors: [{ field: 'user_id', code: 'unknown_user' }],
    });
  expect((await root.get(path)).body).toMatchObject({ status: 'in_stock', version: 1 });
});

test('If-Match holds for a check-out as for a PATCH', async () => {
  const { path, etag } = await newAsset(root);
  await root.patch(path, { name: 'renamed' });
  const stale = await root.post(`${path}/check-out`, { user_id: ada }, { 'if-match': etag });
  expect(stale.body).toMatchObject({ status: 412, current: { name: 'renamed', version: 2 } });
  expect((await root.get(path)).body).toMatchObject({ assigned_to_id: null });
});

test('custody needs change_asset, and a missing asset is a 404', async () => {
  const { path } = await newAsset(root);
  const eve = await newUser(site.db, { username: 'eve' });
  const browser = await loginOf(site, eve);
  for (const [action, body] of [
    ['check-out', { user_id: eve }],
    ['check-in', {}],
    ['transition', { status: 'lost' }],
  ] as const)
    expect((await browser.post(`${path}/${action}`, body)).body).toMatchObject({
      status: 403,
      required: 'assets.change_asset',
    });
  await grant(site.db, eve, 'assets.change_asset');
  expect((await browser.post(`${path}/check-out`, { user_id: eve })).status).toBe(200);
  expect((await browser.post('/api/assets/999999/check-in', {})).status).toBe(404);
});
