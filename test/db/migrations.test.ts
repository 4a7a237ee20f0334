import { afterEach, expect, test } from 'vitest';
import { MIGRATION_NAMES, runMigrations } from '../../src/database/index.js';
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { shapeOf } from '../support/django-site.js';

const ALL = [...MIGRATION_NAMES.database, ...MIGRATION_NAMES.inventory];

const open: TestDatabase[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.close()));
});

async function connect(url: string, env: Record<string, string> = {}): Promise<TestDatabase> {
  const db = await openTestDatabase(url, env);
  open.push(db);
  return db;
}

async function contents(db: TestDatabase): Promise<unknown> {
  const tables = await db.query<Record<string, string>>('SHOW FULL TABLES');
  const names = tables
    .map((row) => Object.values(row)[0] ?? '')
    .filter((name) => name !== 'django_migrations');
  const triggers = await db.query<{ Trigger: string }>('SHOW TRIGGERS');
  const counts: unknown[] = [];
  for (const name of names)
    counts.push([
      name,
      await shapeOf(db, name),
      await db.query(`SELECT COUNT(*) AS n FROM ${name}`),
    ]);
  return { counts, triggers: triggers.map(({ Trigger }) => Trigger) };
}

test('two processes that start at once on an empty database migrate it once', async () => {
  const url = await createEmptyDatabase('migrations_twice');
  const both = [await connect(url), await connect(url)];
  const migrated = await Promise.all(both.map(({ dataSource }) => runMigrations(dataSource)));
  const applied = migrated.map((one) => one.applied);
  const [loser, winner] = applied.toSorted((a, b) => a.length - b.length);
  expect(loser).toEqual([]);
  expect(winner).toEqual(ALL);
});

test('a pool of one connection is enough', async () => {
  const url = await createEmptyDatabase('migrations_single');
  const db = await connect(url, { DB_POOL_SIZE: '1' });
  expect(await runMigrations(db.dataSource)).toMatchObject({ applied: ALL, repaired: [] });
});

test('whoever migrates is waited for, and another database on the server is not', async () => {
  const url = await createEmptyDatabase('migrations_held');
  const [holder, db] = [await connect(url, { DB_POOL_SIZE: '1' }), await connect(url)];
  const other = await connect(await createEmptyDatabase('migrations_free'));
  await holder.query("SELECT GET_LOCK('lockstep_migrate:test_migrations_held', 0)");
  let isDone = false;
  const migrated = runMigrations(db.dataSource).then(() => (isDone = true));
  await waitsForNamedLock(holder);
  await runMigrations(other.dataSource);
  expect(isDone).toBe(false);
  await holder.query("DO RELEASE_LOCK('lockstep_migrate:test_migrations_held')");
  await migrated;
  expect(isDone).toBe(true);
});

async function waitsForNamedLock(db: TestDatabase): Promise<void> {
  let waiting: unknown[] = [];
  while (waiting.length === 0)
    waiting = await db.query(
      `SELECT 1 FROM information_schema.processlist
        WHERE db = 'test_migrations_held' AND info LIKE 'SELECT GET_LOCK%' AND id <> CONNECTION_ID()`,
    );
}

test('a start that was killed half-way is finished by the next one', async () => {
  const whole = await connect(await createEmptyDatabase('migrations_whole'));
  await runMigrations(whole.dataSource);
  const half = await connect(await createEmptyDatabase('migrations_half'));
  await runMigrations(half.dataSource);
  // As it looks when the process dies before the last rows and triggers.
  await half.query('DELETE FROM django_migrations');
  await half.query('DELETE FROM auth_permission');
  await half.query('DELETE FROM django_content_type');
  await half.query('DROP TRIGGER assets_asset_after_delete');
  await half.query('DROP TABLE assets_assetevent');
  await half.query('DELETE FROM lockstep_migrations');
  expect((await runMigrations(half.dataSource)).applied).toEqual(ALL);
  expect(await contents(half)).toEqual(await contents(whole));
  const records = await Promise.all(
    [half, whole].map((db) => db.query('SELECT app, name FROM django_migrations ORDER BY id')),
  );
  expect(records[0]).toEqual(records[1]);
});

test.each(['assets_asset', 'assets_assetevent'])(
  'beside a table %s that somebody else made everything but the inventory is there, and it stays as it is',
  async (table) => {
    const db = await connect(await createEmptyDatabase('migrations_conflict'));
    await db.query(`CREATE TABLE ${table} (id int PRIMARY KEY)`);
    const before = await shapeOf(db, table);
    expect(await runMigrations(db.dataSource)).toMatchObject({
      applied: MIGRATION_NAMES.database,
      repaired: [],
      inventory: { state: 'unavailable', reason: expect.stringContaining(table) as string },
    });
    await expect(runMigrations(db.dataSource, 'on')).rejects.toMatchObject({
      code: 'inventory_unavailable',
      message: expect.stringContaining(`taken: ${table}, which Lockstep has not made`) as string,
    });
    expect((await runMigrations(db.dataSource, 'off')).inventory).toEqual({ state: 'off' });
    expect(await shapeOf(db, table)).toBe(before);
    const tables = await db.query("SHOW TABLES LIKE 'assets%'");
    expect(tables).toHaveLength(1);
  },
);

test('a database user without the rights is told which ones are needed', async () => {
  const url = new URL(await createEmptyDatabase('migrations_rights'));
  const admin = await connect(url.href);
  await admin.query("DROP USER IF EXISTS 'lockstep_poor'@'%'");
  await admin.query("CREATE USER 'lockstep_poor'@'%' IDENTIFIED BY 'poor-Password-1'");
  await admin.query("GRANT SELECT ON test_migrations_rights.* TO 'lockstep_poor'@'%'");
  url.username = 'lockstep_poor';
  url.password = 'poor-Password-1';
  const poor = await connect(url.href);
  await expect(runMigrations(poor.dataSource)).rejects.toMatchObject({
    code: 'missing_rights',
    message: expect.stringContaining('GRANT CREATE, ALTER, INDEX') as string,
  });
});
