import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { runMigrations } from '../../src/database/index.js';
import { examine, takeSurvey } from '../../src/doctor/index.js';
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';

let db: TestDatabase;

afterEach(() => db.close());

async function databaseOf(charset: string, collation: string): Promise<void> {
  const url = await createEmptyDatabase('collations');
  db = await openTestDatabase(url);
  await db.query(`ALTER DATABASE test_collations CHARACTER SET ${charset} COLLATE ${collation}`);
}

const collations = (): Promise<{ name: string; collation: string }[]> =>
  db.query(
    `SELECT table_name AS name, table_collation AS collation FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name REGEXP '^(assets_|lockstep_[^m])' ORDER BY 1`,
  );

test.each([
  ['utf8mb4', 'utf8mb4_unicode_ci', 'utf8mb4_unicode_ci'],
  ['utf8mb4', 'utf8mb4_bin', 'utf8mb4_bin'],
  ['utf8mb3', 'utf8mb3_unicode_ci', 'utf8mb4_unicode_ci'],
  ['latin1', 'latin1_swedish_ci', expect.stringMatching(/^utf8mb4_/)],
])(
  'in a database of %s, %s, our tables are joined with those of the site and hold every text',
  async (charset, collation, ours) => {
    await databaseOf(charset, collation);
    await db.query('CREATE TABLE shop_sale (tag varchar(64) NOT NULL PRIMARY KEY)');
    await db.query("INSERT INTO shop_sale VALUES ('T-1')");
    expect((await runMigrations(db.dataSource)).inventory).toEqual({ state: 'served' });
    const all = await collations();
    expect(all).toHaveLength(7);
    expect(all).toEqual(all.map(({ name }) => ({ name, collation: ours as unknown })));
    await db.query(
      `INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ('T-1', '漢😀', '', '{"ö": 1}')`,
    );
    await db.query("UPDATE assets_asset SET name = '漢😁'");
    const joined = await db.query(
      `SELECT asset.name, event.changes FROM assets_asset asset
         JOIN shop_sale sale ON sale.tag = asset.asset_tag
         JOIN assets_assetevent event ON event.asset_tag = sale.tag WHERE event.kind = 'updated'`,
    );
    expect(joined).toEqual([{ name: '漢😁', changes: '{"name": ["漢😀", "漢😁"]}' }]);
  },
);

test('an installation in another collation keeps it, and doctor says the difference', async () => {
  await databaseOf('utf8mb4', 'utf8mb4_general_ci');
  await runMigrations(db.dataSource);
  await db.query('ALTER DATABASE test_collations COLLATE utf8mb4_unicode_ci');
  expect(await runMigrations(db.dataSource)).toMatchObject({
    applied: [],
    repaired: [],
    inventory: { state: 'served' },
  });
  const config = loadConfig({ SECRET_KEY: 'x'.repeat(50), DATABASE_URL: db.url });
  expect(examine(await takeSurvey(config), config).findings).toContainEqual({
    level: 'warning',
    message:
      'assets_asset is in utf8mb4_general_ci, the database in utf8mb4_unicode_ci: a join of asset_tag with a table of the site fails (error 1267)',
    remedy: expect.stringContaining(
      'ALTER TABLE assets_asset CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;',
    ) as string,
  });
});
