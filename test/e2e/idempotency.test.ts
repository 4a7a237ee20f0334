import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { IdempotencyRepository } from '../../src/records/idempotency.repository.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { hold } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let second: Awaited<ReturnType<typeof startApp>>;
let root: Browser;
let rootId: number;
/** The same user in another process. */
let elsewhere: Browser;

beforeAll(async () => {
  site = await createTestApp('idempotency');
  second = await startApp(site.db.url);
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
  elsewhere = await loginOf({ ...site, origin: second.origin }, rootId);
});

afterAll(async () => {
  await second.app.close();
  await site.close();
});

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

const keyed = (key: string, more: Record<string, string> = {}) => ({
  'idempotency-key': key,
  ...more,
});

const isReplayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

const countAssets = async () =>
  (await site.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM assets_asset'))[0]?.n;

/** What a client sees of an answer. */
const essence = ({ status, body, headers }: Answer) => ({
  status,
  body,
  etag: headers.get('etag'),
  location: headers.get('location'),
});

test('a create that is sent again is answered again, and done once', async () => {
  const first = await root.post('/api/assets', { name: 'one' }, keyed('k-1'));
  const again = await elsewhere.post('/api/assets', { name: 'one' }, keyed('k-1'));
  expect(first.status).toBe(201);
  expect(essence(again)).toEqual(essence(first));
  expect([isReplayed(first), isReplayed(again)]).toEqual([false, true]);
  expect(await countAssets()).toBe(1);
});

test('a change is answered as it was, although the asset moved on', async () => {
  const { body, headers } = await root.post('/api/assets', { name: 'a' });
  const path = `/api/assets/${Number(body.id)}`;
  const conditions = keyed('k-2', { 'if-match': headers.get('etag') ?? '' });
  const first = await root.patch(path, { name: 'b' }, conditions);
  await root.patch(path, { name: 'c' });
  const again = await root.patch(path, { name: 'b' }, conditions);
  expect(first.status).toBe(200);
  expect(essence(again)).toEqual(essence(first));
  expect(isReplayed(again)).toBe(true);
  expect((await root.get(path)).body).toMatchObject({ name: 'c', version: 3 });
});

test('check-out, bulk and allocation are done once as well', async () => {
  const { body } = await root.post('/api/assets', { name: 'a', site: 'S' });
  const id = Number(body.id);
  await root.post('/api/assets', { name: 'b', site: 'S' });
  await root.post('/api/assets', { name: 'c', site: 'S' });
  const twice = async (send: (key: Record<string, string>) => Promise<Answer>, key: string) => {
    const first = await send(keyed(key));
    const again = await send(keyed(key));
    expect(first.status).toBe(200);
    expect(essence(again)).toEqual(essence(first));
    expect(isReplayed(again)).toBe(true);
  };
  await twice(
    (key) => root.post(`/api/assets/${id}/check-out`, { user_id: rootId }, key),
    'k-check-out',
  );
  await twice(
    (key) => root.patch('/api/assets', { filter: { site: 'S' }, set: { rack: '1' } }, key),
    'k-bulk',
  );
  await twice(
    (key) =>
      root.post('/api/assets/allocate', { filter: { site: 'S' }, count: 1, user_id: rootId }, key),
    'k-allocate',
  );
  const free = await site.db.query("SELECT 1 FROM assets_asset WHERE status = 'in_stock'");
  expect(free).toHaveLength(1);
});

test('a batch is done once: as a whole, or each of its operations', async () => {
  const { body } = await root.post('/api/assets', { name: 'a' });
  const id = Number(body.id);
  const operations = [
    { op: 'update', id, set: { name: 'b' } },
    { op: 'create', values: { name: 'new' } },
    { op: 'update', id, version: 99, set: { name: 'never' } },
  ];
  const partial = { atomic: false, operations };
  const first = await root.post('/api/assets/batch', partial, keyed('k-partial'));
  const again = await elsewhere.post('/api/assets/batch', partial, keyed('k-partial'));
  expect(first.body).toMatchObject({
    failed: 1,
    results: [{ status: 200, asset: { name: 'b' } }, { status: 201 }, { status: 412 }],
  });
  expect(again.body).toEqual(first.body);
  expect(isReplayed(again)).toBe(true);
  const atomic = { operations: operations.slice(1, 2) };
  const whole = await root.post('/api/assets/batch', atomic, keyed('k-atomic'));
  expect(essence(await root.post('/api/assets/batch', atomic, keyed('k-atomic')))).toEqual(
    essence(whole),
  );
  expect(await countAssets()).toBe(3);
});

test('parallel twins in two processes make one asset', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? root : elsewhere).post('/api/assets', { name: 'twin' }, keyed('k-twins')),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(essence(answer)))).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(answers.filter(isReplayed)).toHaveLength(9);
  expect(await countAssets()).toBe(1);
});

test('a twin waits for the first, and does the write itself when the first is rolled back', async () => {
  const first = await hold(site.db);
  await first.query(
    "INSERT INTO lockstep_idempotency (user_id, idempotency_key, fingerprint, created_at) VALUES (?, 'k-wait', '', UTC_TIMESTAMP(6))",
    [rootId],
  );
  const refused = await root.post(
    '/api/assets',
    { name: 'x' },
    keyed('k-wait', { prefer: 'wait=1' }),
  );
  expect(refused.body).toMatchObject({ status: 423, code: 'row_locked' });
  const waiting = root.post('/api/assets', { name: 'x' }, keyed('k-wait', { prefer: 'wait=15' }));
  await first.rollback();
  const done = await waiting;
  expect([done.status, isReplayed(done)]).toEqual([201, false]);
  expect(await countAssets()).toBe(1);
});

test('a refused write leaves its key free', async () => {
  const { body } = await root.post('/api/assets', { name: 'a', serial: 'S-1' });
  const send = () => root.post('/api/assets', { name: 'b', serial: 'S-1' }, keyed('k-refused'));
  expect((await send()).body).toMatchObject({ status: 409, code: 'duplicate_value' });
  await root.delete(`/api/assets/${Number(body.id)}`);
  const done = await send();
  expect([done.status, isReplayed(done)]).toEqual([201, false]);
});

test('another body, another address or another method under the same key is refused', async () => {
  const { body } = await root.post('/api/assets', { name: 'a' }, keyed('k-other'));
  const path = `/api/assets/${Number(body.id)}`;
  for (const answer of [
    await root.post('/api/assets', { name: 'b' }, keyed('k-other')),
    await root.post(`${path}/check-out`, { user_id: rootId }, keyed('k-other')),
    await root.patch(path, { name: 'a' }, keyed('k-other')),
  ])
    expect(answer.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect(await countAssets()).toBe(1);
});

test('a key belongs to its user, and must be short and visible', async () => {
  const other = await loginOf(
    site,
    await newUser(site.db, { username: 'other', isSuperuser: true }),
  );
  await root.post('/api/assets', { name: 'mine' }, keyed('k-mine'));
  const theirs = await other.post('/api/assets', { name: 'theirs' }, keyed('k-mine'));
  expect([theirs.status, isReplayed(theirs)]).toEqual([201, false]);
  for (const key of ['', 'two words', 'x'.repeat(201)])
    expect((await root.post('/api/assets', { name: 'x' }, keyed(key))).body).toMatchObject({
      status: 400,
      code: 'malformed_header',
    });
});

test('keys are kept for a day', async () => {
  await root.post('/api/assets', { name: 'old' }, keyed('k-old'));
  await root.post('/api/assets', { name: 'young' }, keyed('k-young'));
  const age = (key: string, hours: number) =>
    site.db.query(
      'UPDATE lockstep_idempotency SET created_at = UTC_TIMESTAMP(6) - INTERVAL ? MINUTE WHERE idempotency_key = ?',
      [hours * 60, key],
    );
  await age('k-old', 24.1);
  await age('k-young', 23.9);
  expect(await new IdempotencyRepository(site.db.database).removeOlderThan(24)).toBe(1);
  expect(isReplayed(await root.post('/api/assets', { name: 'young' }, keyed('k-young')))).toBe(
    true,
  );
  expect(isReplayed(await root.post('/api/assets', { name: 'old' }, keyed('k-old')))).toBe(false);
});
