import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { upTo } from '../support/up-to.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;
let ada: number;

beforeAll(async () => {
  site = await createTestApp('batch');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  ada = await newUser(site.db, { username: 'ada' });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

interface Result {
  status: number;
  code?: string;
  etag?: string;
  asset?: { id: number; asset_tag: string };
}

const batch = (operations: object[], atomic = true) =>
  root.post<{ failed: number; results: Result[] }>('/api/assets/batch', { atomic, operations });

const create = async (values: object = {}) => (await newAsset(root, values)).id;

const rows = () => site.db.query('SELECT id, name, status, version FROM assets_asset ORDER BY id');

test('an atomic batch does every kind of operation in its order', async () => {
  const [a, b, c] = [await create(), await create(), await create()];
  const { status, body } = await batch([
    { op: 'update', id: c, version: 1, set: { name: 'c', custom: { a: 1 } } },
    { op: 'update', id: c, if_match: `"${c}.2"`, set: { custom: { a: 1 }, rack: '9' } },
    { op: 'check-out', id: a, user_id: ada, note: 'for ada' },
    { op: 'check-in', id: a },
    { op: 'transition', id: a, status: 'lost', note: 'gone' },
    { op: 'delete', id: b },
    { op: 'create', values: { name: 'new' } },
    { op: 'create', values: { name: 'newer', asset_tag: 'N-1' } },
  ]);
  expect(status).toBe(200);
  expect(body).toMatchObject({ atomic: true, failed: 0 });
  expect(body.results.map((result) => result.status)).toEqual([
    200, 200, 200, 200, 200, 204, 201, 201,
  ]);
  expect(body.results[1]).toMatchObject({ etag: `"${c}.3"`, asset: { rack: '9', version: 3 } });
  const made = body.results.slice(6).map(({ asset }) => asset?.id);
  expect(await rows()).toEqual([
    { id: a, name: 'asset', status: 'lost', version: 4 },
    { id: c, name: 'c', status: 'in_stock', version: 3 },
    { id: made[0], name: 'new', status: 'in_stock', version: 1 },
    { id: made[1], name: 'newer', status: 'in_stock', version: 1 },
  ]);
  const notes = await site.db.query(
    'SELECT kind, note FROM assets_assetevent WHERE asset_id IN (?) ORDER BY id',
    [[a, b]],
  );
  expect(notes.slice(-4)).toEqual([
    { kind: 'updated', note: 'for ada' },
    { kind: 'updated', note: null },
    { kind: 'updated', note: 'gone' },
    { kind: 'deleted', note: null },
  ]);
});

test.each([
  [
    { op: 'update', version: 9, set: { name: 'b' } },
    { status: 412, code: 'precondition_failed' },
  ],
  [{ op: 'check-in' }, { status: 409, code: 'asset_not_held' }],
  [
    { op: 'update', set: { serial: 'TAKEN' } },
    { status: 409, code: 'duplicate_value' },
  ],
  [
    { op: 'delete', id: 999_999 },
    { status: 404, code: 'asset_not_found' },
  ],
  [
    { op: 'delete', if_match: 'no tag' },
    { status: 400, code: 'malformed_header' },
  ],
])('when %j fails in an atomic batch, it is named and nothing is done', async (bad, problem) => {
  const [a, b] = [await create({ serial: 'TAKEN' }), await create()];
  const before = await rows();
  const answer = await batch([
    { op: 'update', id: a, set: { name: 'changed' } },
    { op: 'create', values: { name: 'new' } },
    { id: b, ...bad },
  ]);
  expect(answer.body).toMatchObject({ ...problem, operation: { index: 2, op: bad.op } });
  expect(await rows()).toEqual(before);
});

test('a partial batch does what can be done and answers for each', async () => {
  const [a, b] = [await create(), await create()];
  const { status, body } = await batch(
    [
      { op: 'check-in', id: a },
      { op: 'update', id: b, version: 1, set: { name: 'b' } },
      { op: 'update', id: b, version: 1, set: { name: 'c' } },
      { op: 'create', values: { name: 'new' } },
      { op: 'delete', id: a },
    ],
    false,
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ atomic: false, failed: 2 });
  expect(body.results).toMatchObject([
    { index: 0, op: 'check-in', status: 409, code: 'asset_not_held', asset_status: 'in_stock' },
    { index: 1, op: 'update', status: 200, etag: `"${b}.2"` },
    { index: 2, op: 'update', status: 412, code: 'precondition_failed', current: { name: 'b' } },
    { index: 3, op: 'create', status: 201, asset: { name: 'new' } },
    { index: 4, op: 'delete', status: 204 },
  ]);
});

test('creates of one batch get tags of their own, past thousands given by hand', async () => {
  const first = await create();
  const [row] = await site.db.query<{ value: number }>('SELECT value FROM lockstep_counter');
  const seen = row?.value ?? 0;
  const lower = (n: number): string => `lock-${String(seen + n).padStart(6, '0')}`;
  await site.db.query('INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ?', [
    upTo(3000).map((n) => [lower(n), 'by hand', '', '{}']),
  ]);
  const { body } = await batch([
    { op: 'create', values: { name: 'a' } },
    { op: 'delete', id: first },
    { op: 'create', values: { name: 'b' } },
  ]);
  const tag = (n: number): string => `LOCK-${String(seen + 3000 + n).padStart(6, '0')}`;
  expect(body.results.map(({ asset }) => asset?.asset_tag)).toEqual([tag(1), undefined, tag(2)]);
  expect((await root.post('/api/assets', { name: 'c' })).body).toMatchObject({ asset_tag: tag(3) });
});

test('a batch needs the permission of each operation in it', async () => {
  const id = await create();
  const eve = await newUser(site.db, { username: 'eve' });
  const browser = await loginOf(site, eve);
  const mixed = {
    operations: [
      { op: 'update', id, set: { name: 'y' } },
      { op: 'create', values: { name: 'z' } },
      { op: 'delete', id },
    ],
  };
  for (const permission of ['change_asset', 'add_asset', 'delete_asset']) {
    expect((await browser.post('/api/assets/batch', mixed)).body).toMatchObject({
      status: 403,
      required: `assets.${permission}`,
    });
    await grant(site.db, eve, `assets.${permission}`);
  }
  expect((await browser.post('/api/assets/batch', mixed)).status).toBe(200);
});

test('what is no batch is refused field by field', async () => {
  const bad = [
    { operations: [] },
    { operations: [{ op: 'drop', id: 1 }] },
    { operations: [{ op: 'delete', id: 1, version: 1, if_match: '*' }] },
    { operations: [{ op: 'update', id: 1, set: { version: 7 } }] },
    { operations: Array.from({ length: 201 }, () => ({ op: 'delete', id: 1 })) },
  ];
  for (const body of bad)
    expect((await root.post('/api/assets/batch', body)).body).toMatchObject({
      status: 400,
      code: 'validation_failed',
    });
});
