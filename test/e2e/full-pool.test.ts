import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

let site: TestApp;

beforeAll(async () => {
  site = await createTestApp('full_pool', { DB_POOL_SIZE: '2' });
});

afterAll(() => site.close());

test('a request that finds no connection in time is told when to come back, and then answered', async () => {
  const id = await newUser(site.db, { username: 'root', isSuperuser: true });
  const root = await loginOf(site, id);
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
