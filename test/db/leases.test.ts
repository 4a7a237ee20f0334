import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { LeaseKey1700000000007 } from '../../src/database/migrations/lease-key.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { shapeOf } from '../support/django-site.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase('leases');
});

afterAll(() => db.close());

beforeEach(() => db.query('DELETE FROM assets_asset'));

const ASSET = `INSERT INTO assets_asset (id, asset_tag, name, notes, custom) VALUES (7, 'A-7', 'switch', '', '{}')`;
const LEASE = `REPLACE INTO lockstep_lease VALUES (7, 1, 'a', '2100-01-01')`;

async function leases(): Promise<number> {
  const rows = await db.query('SELECT 1 FROM lockstep_lease');
  return rows.length;
}

test('a lease ends with its asset, in the same transaction, whoever deletes it by SQL', async () => {
  await db.query(ASSET);
  await db.query(LEASE);
  const runner = db.dataSource.createQueryRunner();
  await runner.query('BEGIN');
  await runner.query(`DELETE FROM assets_asset WHERE asset_tag = 'A-7'`);
  expect(await runner.query('SELECT 1 FROM lockstep_lease')).toEqual([]);
  await runner.query('ROLLBACK');
  await runner.release();
  expect(await leases()).toBe(1);
  await db.query(`DELETE FROM assets_asset WHERE asset_tag = 'A-7'`);
  await db.query(ASSET);
  expect(await leases()).toBe(0);
});

test('a row that takes the place of another by REPLACE has no lease', async () => {
  await db.query(ASSET);
  await db.query(LEASE);
  await db.query(ASSET.replace('INSERT', 'REPLACE').replace('(7,', '(8,'));
  await db.query(ASSET.replace('INSERT', 'REPLACE'));
  expect(await leases()).toBe(0);
});

test('TRUNCATE, which no trigger sees, is refused while the leases refer to the assets', async () => {
  await db.query(ASSET);
  await db.query(LEASE);
  await expect(db.query('TRUNCATE TABLE assets_asset')).rejects.toMatchObject({ errno: 1701 });
  expect(await leases()).toBe(1);
});

test('a database of the time when the key cascaded ends as a new one, with the leases that it has', async () => {
  const isNew = await shapeOf(db, 'lockstep_lease');
  await db.query(ASSET);
  await db.query(LEASE);
  const runner = db.dataSource.createQueryRunner();
  await new LeaseKey1700000000007().down(runner);
  await runner.release();
  expect(await shapeOf(db, 'lockstep_lease')).toContain('ON DELETE CASCADE');
  await db.query('DROP TRIGGER assets_asset_before_delete');
  await db.query(`DELETE FROM lockstep_migrations WHERE name = 'LeaseKey1700000000007'`);
  expect((await runMigrations(db.dataSource)).applied).toEqual(['LeaseKey1700000000007']);
  expect(await shapeOf(db, 'lockstep_lease')).toBe(isNew);
  expect(await leases()).toBe(1);
  await db.query('DELETE FROM assets_asset');
  expect(await leases()).toBe(0);
});

test('the migration that was done but not recorded does nothing the second time', async () => {
  const before = await shapeOf(db, 'lockstep_lease');
  await db.query(`DELETE FROM lockstep_migrations WHERE name = 'LeaseKey1700000000007'`);
  expect((await runMigrations(db.dataSource)).applied).toEqual(['LeaseKey1700000000007']);
  expect(await shapeOf(db, 'lockstep_lease')).toBe(before);
});
