import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

interface History {
  results: { id: number; kind: string; version: number; changes: Record<string, unknown> }[];
  next: string | null;
}

let site: TestApp;
let root: Browser;
let rootId: number;

beforeAll(async () => {
  site = await createTestApp('history');
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

/** A write of somebody who does not know of us, as Django or a SQL shell. */
async function writeAsDatabase(sql: string, params: unknown[], sqlMode?: string): Promise<void> {
  const other = site.db.dataSource.createQueryRunner();
  await other.query('SET @lockstep_actor_id = NULL, @ours = @@sql_mode');
  if (sqlMode !== undefined) await other.query('SET SESSION sql_mode = ?', [sqlMode]);
  await other.query(sql, params);
  await other.query('SET SESSION sql_mode = @ours');
  await other.release();
}

test('a history names who changed what, newest first, and outlives its asset', async () => {
  const { path } = await newAsset(root, {
    name: 'a',
    asset_tag: 'H-1',
    rack_unit: 7,
    custom: { k: [1] },
  });
  await root.patch(path, { name: 'b', due_at: '2027-01-31T17:00:00Z', custom: { k: [2] } });
  await writeAsDatabase('UPDATE assets_asset SET cost = 5 WHERE asset_tag = ?', ['H-1']);
  await root.delete(path);
  const { status, body } = await root.get<History>(`${path}/history`);
  expect(status).toBe(200);
  const actor = { id: rootId, username: 'root' };
  expect(body).toMatchObject({
    next: null,
    results: [
      { kind: 'deleted', version: 4, source: 'lockstep', actor, asset_tag: 'H-1' },
      {
        kind: 'updated',
        version: 3,
        source: 'database',
        actor: null,
        changes: { cost: { before: null, after: '5.00' } },
      },
      { kind: 'updated', version: 2, source: 'lockstep', actor },
      { kind: 'created', version: 1, source: 'lockstep', actor },
    ],
  });
  expect(body.results[2]?.changes).toEqual({
    name: { before: 'a', after: 'b' },
    due_at: { before: null, after: '2027-01-31T17:00:00.000Z' },
    custom: { before: { k: [1] }, after: { k: [2] } },
  });
  expect(body.results[3]?.changes).toMatchObject({ rack_unit: { before: null, after: 7 } });
});

test('a history keeps the note that stood beside a change', async () => {
  const { path } = await newAsset(root, { name: 'lent' });
  await root.post(`${path}/check-out`, { user_id: rootId, note: 'for the fair' });
  const { body } = await root.get<History>(`${path}/history`);
  expect(body.results).toMatchObject([{ note: 'for the fair' }, { note: null }]);
});

test('the pages of a history follow each other without a gap', async () => {
  const { path } = await newAsset(root, { name: '1' });
  for (const name of ['2', '3', '4', '5']) await root.patch(path, { name });
  const versions: number[] = [];
  for (let next: string | null = `${path}/history?limit=2`; next !== null;) {
    const { body }: { body: History } = await root.get<History>(next);
    versions.push(...body.results.map(({ version }) => version));
    next = body.next;
  }
  expect(versions).toEqual([5, 4, 3, 2, 1]);
});

test('a user who is gone keeps his number in the history', async () => {
  const userId = await newUser(site.db, { username: 'leaver', isSuperuser: true });
  const leaver = await loginOf(site, userId);
  const { body } = await leaver.post('/api/assets', { name: 'his' });
  await site.db.query('DELETE FROM auth_user WHERE id = ?', [userId]);
  const history = await root.get<History>(`/api/assets/${Number(body.id)}/history`);
  expect(history.body).toMatchObject({ results: [{ actor: { id: userId, username: null } }] });
});

test('an id that no asset ever had has no history, and a viewer’s permission is needed', async () => {
  expect((await root.get('/api/assets/999999/history')).body).toMatchObject({
    status: 404,
    code: 'asset_not_found',
  });
  expect((await root.get('/api/assets/1/history?cursor=x')).status).toBe(400);
  const nobody = await loginOf(site, await newUser(site.db, { username: 'nobody' }));
  expect((await nobody.get('/api/assets/1/history')).status).toBe(403);
});

test('a zero date of a writer without strict mode fails neither the list nor the history', async () => {
  const { path } = await newAsset(root, { name: 'zero', asset_tag: 'H-zero' });
  const zero = ['0000-00-00 00:00:00', 'H-zero'];
  await writeAsDatabase('UPDATE assets_asset SET due_at = ? WHERE asset_tag = ?', zero, '');
  expect(await root.get(path)).toMatchObject({ status: 200, body: { due_at: null } });
  const listed = await root.get('/api/assets?fields=due_at&asset_tag=H-zero');
  expect(listed.body.results).toEqual([{ due_at: null }]);
  const { body } = await root.get<History>(`${path}/history?limit=1`);
  const due_at = { before: null, after: '0000-00-00 00:00:00.000000' };
  expect(body.results[0]?.changes).toEqual({ due_at });
});
