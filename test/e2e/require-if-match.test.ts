import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

// REQUIRE_IF_MATCH: whoever writes one asset must say which version he read. A filter is a condition of its own.
let site: TestApp;
let root: Browser;
let rootId: number;
let id: number;

beforeAll(async () => {
  site = await createTestApp('require_if_match', { REQUIRE_IF_MATCH: 'true' });
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
  id = (await newAsset(root)).id;
});

afterAll(() => site.close());

const versions = () => site.db.query('SELECT id, version FROM assets_asset');
const FORBIDDEN = { status: 428, code: 'precondition_required' };

test.each([
  ['PATCH', '', { name: 'y' }],
  ['DELETE', '', undefined],
  ['POST', '/check-out', { user_id: 1 }],
  ['POST', '/check-in', {}],
  ['POST', '/transition', { status: 'lost' }],
] as const)('%s of one asset%s without If-Match is refused', async (method, path, body) => {
  const answer = await root.send(method, `/api/assets/${id}${path}`, body);
  expect(answer.status).toBe(428);
  expect(answer.body).toMatchObject(FORBIDDEN);
  expect(await versions()).toEqual([{ id, version: 1 }]);
});

test('an operation of an atomic batch needs its own condition, and without it none is done', async () => {
  const operations = [
    { op: 'create', values: { name: 'new' } },
    { op: 'update', id, set: { name: 'y' } },
  ];
  const { status, body } = await root.post('/api/assets/batch', { atomic: true, operations });
  expect(status).toBe(428);
  expect(body).toMatchObject({ ...FORBIDDEN, operation: { index: 1, op: 'update' } });
  expect(await versions()).toEqual([{ id, version: 1 }]);
});

test('in a partial batch the operation with a condition is done, the one without is not', async () => {
  const operations = [
    { op: 'update', id, set: { name: 'y' } },
    { op: 'update', id, version: 1, set: { name: 'z' } },
  ];
  const { body } = await root.post('/api/assets/batch', { atomic: false, operations });
  expect(body).toMatchObject({ failed: 1, results: [FORBIDDEN, { status: 200 }] });
  expect(await versions()).toEqual([{ id, version: 2 }]);
});

test('a change by filter needs no If-Match', async () => {
  const wish = { filter: { version: 2 }, set: { rack: '9' } };
  expect((await root.patch('/api/assets', wish)).body).toMatchObject({ changed: 1 });
});

test('with If-Match the write is done', async () => {
  const etag = (await root.get(`/api/assets/${id}`)).headers.get('etag') ?? '';
  const answer = await root.send('PATCH', `/api/assets/${id}`, { name: 'w' }, { 'if-match': etag });
  expect(answer.status).toBe(200);
});
