import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DJANGO_USER, runMigrations } from '../../src/database/index.js';
import { isNotLeased, LeasesRepository } from '../../src/records/leases.repository.js';
import {
  createEmptyDatabase,
  createTestDatabase,
  openTestDatabase,
  type TestDatabase,
} from '../support/database.js';
import { shapeOf } from '../support/django-site.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase('lease_rows');
});

afterAll(() => db.close());

beforeEach(async () => {
  await db.query('DELETE FROM assets_asset');
  await db.query('DELETE FROM lockstep_lease');
});

const ASSET = `INSERT INTO assets_asset (id, asset_tag, name, notes, custom) VALUES (7, 'A-7', 'switch', '', '{}')`;
const LEASE = `REPLACE INTO lockstep_lease (model, row_key, holder_id, token, expires_at) VALUES ('assets.asset', '7', '1', 'a', '2100-01-01')`;

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

test('the lease of a row of another model with the same key stays', async () => {
  await db.query(ASSET);
  await db.query(LEASE.replace('assets.asset', 'blog.asset_db'));
  await db.query('DELETE FROM assets_asset');
  expect(await leases()).toBe(1);
});

describe('keys', () => {
  const LONG = 'ключ'.repeat(100);
  const leaseOn = (key: string) => ({
    model: 'blog.asset_db',
    key,
    holder_id: '1',
    token: 't',
  });
  const repository = () => new LeasesRepository(db.database, DJANGO_USER);

  const take = (...keys: string[]) =>
    db.database.inTransaction(async (tx) => {
      for (const key of keys) await repository().grant(tx, leaseOn(key), 60);
    });

  test.each([
    ['SN1', 'SN1'],
    ['a key with a blank at its end', 'sn1 '],
    ['a long key', LONG],
    ['ß', 'ß'],
    ['200 characters of 4 bytes', '\u{1F511}'.repeat(200)],
  ])(
    'a lease on %s is found, told apart from its neighbours, and ended by its key',
    async (_, key) => {
      const others = ['SN1', 'sn1', 'sn1 ', `${LONG}x`, 'ss', 'ß'].filter((other) => other !== key);
      await take(key, ...others);
      expect(await repository().find('blog.asset_db', key)).toMatchObject({
        key,
        seconds_left: 60,
      });
      expect(await repository().find('blog.ethernet', key)).toBeNull();
      await db.database.inTransaction(async (tx) => {
        const found = await repository().listOn(tx, 'blog.asset_db', [key, 'nobody', ...others]);
        expect(found.map((lease) => lease.key)).toEqual([key, ...others]);
        await repository().remove(tx, 'blog.asset_db', [key]);
        expect(await repository().listOn(tx, 'blog.asset_db', [key])).toEqual([]);
      });
      expect(await leases()).toBe(others.length);
    },
  );

  test('SQL finds the rows that nobody has a lease on, by the same form of their keys', async () => {
    const keys = ['SN1', 'sn2', 'sn3 ', LONG, 'free', `${LONG}x`];
    await db.query('DROP TABLE IF EXISTS site_rows');
    await db.query('CREATE TABLE site_rows (serial varchar(500), id int) CHARACTER SET utf8mb4');
    for (const [at, key] of keys.entries())
      await db.query('INSERT INTO site_rows VALUES (?, ?)', [key, at]);
    await take('SN1', 'SN2', 'sn3 ', LONG, '4');
    const free = async (key: string) => {
      const { sql, params } = isNotLeased(db.database.own, 'blog.asset_db', key);
      const rows = await db.query<{ serial: string }>(
        `SELECT serial FROM site_rows base WHERE ${sql} ORDER BY id`,
        [...params],
      );
      return rows.map(({ serial }) => serial);
    };
    expect(await free('base.serial')).toEqual(['sn2', 'free', `${LONG}x`]);
    expect(await free('base.id')).toEqual(keys.filter((key) => key !== 'free'));
  });
});

test('leases that are over are cleared away, the others stay', async () => {
  await db.query(LEASE);
  const over = Array.from({ length: 1001 }, (_, n) => [
    'blog.asset_db',
    `n${n}`,
    '',
    '',
    '2000-01-01',
  ]);
  await db.query(
    'INSERT INTO lockstep_lease (model, row_key, holder_id, token, expires_at) VALUES ?',
    [over],
  );
  expect(await new LeasesRepository(db.database, DJANGO_USER).removeExpired()).toBe(1001);
  expect(await db.query('SELECT row_key FROM lockstep_lease')).toEqual([{ row_key: '7' }]);
});

describe('a database of a version that had leases of assets only', () => {
  const MIGRATION = 'RowLeases1700000000009';
  const AFTER_IT = 'LeaseSince1700000000010';
  const OLD_TRIGGER = `CREATE TRIGGER assets_asset_before_delete BEFORE DELETE ON assets_asset FOR EACH ROW
    DELETE FROM lockstep_lease WHERE asset_id = OLD.id`;

  /** Its tables as that version made them, with a lease and an answer. */
  async function old(name: string, onDelete: string): Promise<TestDatabase> {
    const site = await createTestDatabase(name);
    await site.query('DROP TABLE lockstep_lease, lockstep_idempotency');
    await site.query(`CREATE TABLE lockstep_lease (
      asset_id bigint NOT NULL PRIMARY KEY,
      holder_id int NOT NULL,
      token char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      expires_at datetime(6) NOT NULL,
      CONSTRAINT lockstep_lease_asset_key FOREIGN KEY (asset_id) REFERENCES assets_asset (id) ${onDelete})`);
    await site.query(`CREATE TABLE lockstep_idempotency (
      user_id int NOT NULL,
      idempotency_key varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      fingerprint binary(32) NOT NULL,
      answer longtext DEFAULT NULL,
      created_at datetime(6) NOT NULL,
      PRIMARY KEY (user_id, idempotency_key),
      KEY lockstep_idempotency_created_idx (created_at))`);
    await site.query('DROP TRIGGER assets_asset_before_delete');
    if (onDelete === '') await site.query(OLD_TRIGGER);
    await site.query('DELETE FROM lockstep_migrations WHERE name IN (?)', [[MIGRATION, AFTER_IT]]);
    await site.query(ASSET);
    await site.query(`INSERT INTO lockstep_lease VALUES (7, 1, 'a', '2100-01-01')`);
    await site.query(`INSERT INTO lockstep_idempotency VALUES (12, 'k', 'f', '{}', '2100-01-01')`);
    return site;
  }

  test.each(['', 'ON DELETE CASCADE'])(
    'ends as a new one and keeps its leases and its answers (key: %s)',
    async (onDelete) => {
      const site = await old('leases_old', onDelete);
      expect(await runMigrations(site.dataSource)).toMatchObject({
        applied: [MIGRATION, AFTER_IT],
        repaired: [],
      });
      for (const table of ['lockstep_lease', 'lockstep_idempotency'])
        expect(await columnsOf(site, table)).toEqual(await columnsOf(db, table));
      expect(await site.query('SELECT * FROM lockstep_lease')).toMatchObject([
        { model: 'assets.asset', row_key: '7', holder_id: '1', token: 'a' },
      ]);
      expect(await site.query('SELECT * FROM lockstep_idempotency')).toMatchObject([
        { user_id: '12', idempotency_key: 'k', answer: '{}' },
      ]);
      await site.query('DELETE FROM assets_asset');
      expect(await site.query('SELECT 1 FROM lockstep_lease')).toEqual([]);
      await site.close();
    },
  );

  test('lets assets be deleted afterwards, also when it is started without the inventory', async () => {
    const site = await old('leases_old_off', '');
    expect((await runMigrations(site.dataSource, 'off')).applied).toEqual([MIGRATION, AFTER_IT]);
    await site.query('DELETE FROM assets_asset');
    expect(await site.query('SELECT 1 FROM lockstep_lease')).toEqual([]);
    await site.close();
  });

  test('is finished by the next start when one was killed half-way', async () => {
    const site = await old('leases_old_half', '');
    await runMigrations(site.dataSource);
    await site.query('DELETE FROM lockstep_migrations WHERE name = ?', [MIGRATION]);
    await site.query(`UPDATE lockstep_lease SET model = ''`);
    expect((await runMigrations(site.dataSource)).applied).toEqual([MIGRATION]);
    expect(await site.query('SELECT model FROM lockstep_lease')).toEqual([
      { model: 'assets.asset' },
    ]);
    await site.close();
  });
});

describe('since when somebody edits', () => {
  const MIGRATION = 'LeaseSince1700000000010';

  test('comes to a table that has leases, and again to one that has it already', async () => {
    const site = await createTestDatabase('leases_since');
    await site.query(LEASE);
    await site.query('ALTER TABLE lockstep_lease DROP COLUMN taken_at');
    for (const _ of ['from the version before', 'after a start that was killed']) {
      await site.query('DELETE FROM lockstep_migrations WHERE name = ?', [MIGRATION]);
      expect((await runMigrations(site.dataSource)).applied).toEqual([MIGRATION]);
      expect(await columnsOf(site, 'lockstep_lease')).toEqual(
        await columnsOf(db, 'lockstep_lease'),
      );
    }
    const lease = await new LeasesRepository(site.database, DJANGO_USER).find('assets.asset', '7');
    expect(lease).toMatchObject({ token: 'a', taken_at: null });
    await site.close();
  });
});

test('without the inventory both tables are there as well', async () => {
  const site = await openTestDatabase(await createEmptyDatabase('leases_off'));
  await runMigrations(site.dataSource, 'off');
  for (const table of ['lockstep_lease', 'lockstep_idempotency'])
    expect(await shapeOf(site, table)).toBe(await shapeOf(db, table));
  expect(await site.query("SHOW TABLES LIKE 'assets%'")).toEqual([]);
  await site.close();
});

const columnsOf = (site: TestDatabase, table: string) =>
  site.query(
    `SELECT column_name AS name, column_type AS type, collation_name AS collation, is_nullable AS nullable,
            column_default AS initial, column_key AS of_key
       FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position`,
    [table],
  );
