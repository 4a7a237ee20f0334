import { DataSource } from 'typeorm';
import { afterEach, expect, test, vi } from 'vitest';
import { Database } from '../../src/database/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { Listeners } from '../support/event-listener.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser, PASSWORD } from '../support/users.js';

let site: TestApp;
const listeners = new Listeners();

afterEach(async () => {
  await listeners.close();
  await site.close();
});

async function start(poolSize: string): Promise<Browser> {
  site = await createTestApp('full_pool', { DB_POOL_SIZE: poolSize });
  return loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
}

test('a request that finds no connection in time is told when to come back, and then answered', async () => {
  const root = await start('2');
  const pool = site.app.get(DataSource);
  const holders = [pool.createQueryRunner(), pool.createQueryRunner()];
  for (const holder of holders) await holder.startTransaction();
  const refused = await root.get('/api/assets');
  for (const holder of holders) {
    await holder.rollbackTransaction();
    await holder.release();
  }
  expect(refused.body).toMatchObject({ status: 503, code: 'database_unavailable' });
  expect(refused.headers.get('retry-after')).toBe('2');
  expect((await root.get('/api/assets')).status).toBe(200);
});

test('those who wait for one locked row leave connections to everybody else', async () => {
  const root = await start('5');
  const visitor = site.browser();
  await visitor.get('/api/auth/csrf');
  await visitor.patch('/api/session', { theme: 'dark' });
  const { id } = await newAsset(root);
  const holder = await holdRow(site.db, 'assets_asset', id);
  const patches = Array.from({ length: 8 }, (_, n) =>
    root.patch(`/api/assets/${String(id)}`, { notes: String(n) }, { prefer: 'wait=15' }),
  );
  const database = site.app.get(Database);
  await vi.waitUntil(() => database.poolState().waiting === 4, { timeout: 30_000 });
  const others = [`/api/assets/${String(id)}`, '/api/auth/me', '/health/ready'];
  for (const path of others) expect((await root.get(path)).status).toBe(200);
  // His session has a row, which goes to another key at a login.
  expect((await visitor.login('root', PASSWORD)).status).toBe(200);
  // The event of the new asset has no number yet: who listens gives it one.
  await listeners.listen(site.origin, root);
  await holder.rollback();
  const statuses = (await Promise.all(patches)).map(({ status }) => status);
  expect(statuses).toEqual(Array.from({ length: 8 }, () => 200));
});
