import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { modelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  const group = { editable: ['name'], add: true };
  const file = modelsFile({ 'auth.group': group });
  site = await createTestApp('unasked_conditions', {
    LOCKSTEP_MODELS: file,
    LOCKSTEP_INVENTORY: 'on',
  });
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
  await newAsset(root);
  await site.db.query("INSERT INTO auth_group (name) VALUES ('group')");
});

afterAll(() => site.close());

const WRITES: [path: string, body: unknown][] = [
  ['/api/assets', { name: 'x' }],
  ['/api/assets/batch', { operations: [{ op: 'create', values: { name: 'x' } }] }],
  ['/api/assets/allocate', { filter: {}, count: 1, user_id: 1 }],
  ['/api/assets/import', 'asset_tag,name\nA,a\n'],
  ['/api/models/auth.group', { name: 'x' }],
  ['/api/models/auth.group/claim', { filter: {}, set: { name: 'x' }, count: 1 }],
  ['/api/batch', { operations: [{ op: 'create', model: 'auth.group', values: { name: 'x' } }] }],
];

const CONDITIONS: [header: string, value: string][] = [
  ['If-Match', '"1.99"'],
  ['If-Match', '*'],
  ['If-None-Match', '*'],
  ['Lease-Token', 'nobody-has-this'],
];

const rows = () =>
  site.db.query(
    'SELECT id, version FROM assets_asset UNION ALL SELECT id, name FROM auth_group ORDER BY id',
  );

test.each(
  WRITES.flatMap((write) => CONDITIONS.map((condition) => [...write, ...condition] as const)),
)(
  'POST %s %j does nothing under a condition that it does not ask: %s: %s',
  async (path, body, header, value) => {
    const before = await rows();
    const type = typeof body === 'string' ? 'text/csv' : 'application/json';
    const answer = await root.post(path, body, { 'content-type': type, [header]: value });
    expect(answer.body).toMatchObject({ status: 400, code: 'bad_request', header });
    expect(await rows()).toEqual(before);
  },
);

test('the end of a lease does not ask If-Match', async () => {
  const { path } = await newAsset(root);
  await root.put(`${path}/lease`, { seconds: 60 });
  const answer = await root.delete(`${path}/lease`, undefined, { 'If-Match': '"0.0"' });
  expect(answer.body).toMatchObject({ status: 400, header: 'If-Match' });
  expect(await site.db.query('SELECT row_key FROM lockstep_lease')).toHaveLength(1);
});

test('a change of one row does not ask If-None-Match', async () => {
  const { path } = await newAsset(root);
  for (const one of [path, '/api/models/auth.group/1']) {
    const before = (await root.get(one)).body;
    const answer = await root.patch(one, { name: 'y' }, { 'If-None-Match': '*' });
    expect(answer.body).toMatchObject({ status: 400, header: 'If-None-Match' });
    expect((await root.get(one)).body).toEqual(before);
  }
});
