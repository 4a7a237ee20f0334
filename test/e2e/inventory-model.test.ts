import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { createEmptyDatabase, openTestDatabase } from '../support/database.js';
import { modelsFile } from '../support/site-models.js';
import { newUser, PASSWORD } from '../support/users.js';

type Row = Record<string, unknown>;

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  const env = { USE_TZ: 'False', TIME_ZONE: 'Asia/Shanghai' };
  site = await createTestApp('inventory_model', env);
  await newUser(site.db, { username: 'root', isSuperuser: true });
  root = site.browser();
  await root.login('root', PASSWORD);
});

afterAll(() => site.close());

test('the inventory is a model among the others, and says where it is written', async () => {
  const { body } = await root.get<{ results: Row[] }>('/api/models');
  expect(body.results).toMatchObject([
    { label: 'assets.asset', url: '/api/assets', primary_key: 'id', lookup_field: 'id' },
  ]);
  expect(body.results).toMatchObject([{ add: true, delete: true, read_only_reason: null }]);
  const fields = body.results[0]?.fields as Row[];
  expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual(['name']);
  expect(fields.filter(({ editable }) => !editable).map(({ name }) => name)).toEqual([
    'id',
    'assigned_to_id',
    'checked_out_at',
    'version',
    'created_at',
    'updated_at',
  ]);
  const refused = await root.patch<Row>('/api/models/assets.asset/1', { name: 'x' });
  expect([refused.status, refused.body]).toMatchObject([
    403,
    { code: 'model_read_only', detail: expect.stringContaining('/api/assets') as string },
  ]);
});

test('its rows have the same times and tags by both ways', async () => {
  const made = await root.post<Row>('/api/assets', { name: 'one', cost: '12.50', site: 'A' });
  const asset = await root.get<Row>(`/api/assets/${String(made.body.id)}`);
  const record = await root.get<Row>(`/api/models/assets.asset/${String(made.body.id)}`);
  expect(record.headers.get('etag')).toBe(asset.headers.get('etag'));
  expect(Date.parse(String(record.body.created_at))).toBe(
    Date.parse(String(asset.body.created_at)),
  );
  expect(record.body).toMatchObject({ name: 'one', cost: '12.50', site: 'A' });
  const groups = await root.get<{ results: Row[] }>(
    '/api/models/assets.asset/aggregate?by=site&sum=cost',
  );
  expect(groups.body.results).toEqual([{ site: 'A', count: 1, cost__sum: '12.50' }]);
});

test('where lockstep.json names other models only, the inventory is left out, and none of its tables is made', async () => {
  const url = await createEmptyDatabase('inventory_left_out');
  const file = modelsFile({ 'auth.group': {} });
  const { app } = await startApp(url, { LOCKSTEP_MODELS: file });
  const db = await openTestDatabase(url);
  expect(await db.query("SHOW TABLES LIKE 'assets%'")).toEqual([]);
  await app.close();
  await db.close();
});

test('its rules stand in no file', async () => {
  const file = modelsFile({ 'assets.asset': { ordering: ['name'] } });
  await expect(startApp(site.db.url, { LOCKSTEP_MODELS: file })).rejects.toThrow(
    'assets.asset: has its own rules, at /api/assets; give {}',
  );
});
