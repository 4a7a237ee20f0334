import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

// A JSONField of Django takes any JSON, and SQL too; we write objects only.
let site: TestApp;
let root: Browser;
let rootId: number;
let id: number;
let path: string;

beforeAll(async () => {
  site = await createTestApp('custom_documents');
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(async () => {
  await site.db.query('DELETE FROM assets_asset');
  ({ id, path } = await newAsset(root, { asset_tag: 'A-1' }));
});

const write = (json: string) => site.db.query('UPDATE assets_asset SET custom = ?', [json]);

/** What every way of reading shows of the asset. */
async function shown(): Promise<unknown[]> {
  const alone = await root.get(path);
  const list = await root.get<{ results: { custom: unknown }[] }>('/api/assets');
  const found = await root.get<{ results: { custom: unknown }[] }>('/api/assets/search?key=A-1');
  const ndjson = await root.get<string>('/api/assets/export?format=ndjson');
  const refused = await root.patch<{ current: { custom: unknown } }>(
    path,
    { name: 'b' },
    { 'if-match': '"0.0"' },
  );
  return [
    alone.body.custom,
    list.body.results[0]?.custom,
    found.body.results[0]?.custom,
    (JSON.parse(ndjson.body) as { custom: unknown }).custom,
    refused.body.current.custom,
  ];
}

test.each(['"x"', '"{\\"a\\":1}"', '"1"', '""', '5', '[1,"x"]', 'null', 'true', '{"a":"x"}'])(
  'the document %s is shown as it is wherever its asset is',
  async (json) => {
    await write(json);
    const value = JSON.parse(json) as unknown;
    expect(await shown()).toEqual([value, value, value, value, value]);
  },
);

async function writeInEveryWay(): Promise<unknown[]> {
  const set = (rack: string) => ({ op: 'update', id, set: { rack } });
  const answers = [
    await root.patch(path, { rack: '1' }),
    await root.patch('/api/assets', { filter: { id }, set: { rack: '2' } }),
    await root.post('/api/assets/batch', { atomic: true, operations: [set('3')] }),
    await root.post('/api/assets/batch', { atomic: false, operations: [set('4')] }),
    await sendFile(root, 'asset_tag,rack\nA-1,5\n'),
    await root.post(`${path}/check-out`, { user_id: rootId }),
    await root.post(`${path}/check-in`),
    await root.put(`${path}/lease`, { seconds: 60 }),
  ];
  return answers.map(({ status }) => status);
}

test('an asset whose document is a string takes every write, keeps it, and can be repaired', async () => {
  await write('"x"');
  expect(await writeInEveryWay()).toEqual(Array(8).fill(200));
  await site.db.query('DELETE FROM lockstep_lease');
  expect((await root.get(path)).body).toMatchObject({ rack: '5', custom: 'x' });
  expect((await root.patch(path, { custom: { a: 1 } })).body).toMatchObject({ custom: { a: 1 } });
  await write('"x"');
  expect((await root.delete(path)).status).toBe(204);
  const { body: history } = await root.get<{ results: { changes: object }[] }>(`${path}/history`);
  expect(history.results.map(({ changes }) => changes)).toContainEqual({
    custom: { before: 'x', after: { a: 1 } },
  });
});

test('an export with such a document is imported as it is, and any other such document is refused', async () => {
  await write('"x"');
  const csv = await root.get<string>('/api/assets/export?fields=asset_tag,custom');
  expect(csv.body).toBe('asset_tag,custom\r\nA-1,"""x"""\r\n');
  expect(linesOf(await sendFile(root, csv.body))[0]).toMatchObject({ result: 'unchanged' });
  const other = csv.body.replace('x', 'y');
  expect(linesOf(await sendFile(root, other, '?mode=rows'))[0]).toMatchObject({
    result: 'failed',
    errors: [{ field: 'custom', message: 'Give a JSON object.' }],
  });
});
