import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type OwnTables, ownTablesOf } from '../own-tables.js';
import { assetTriggers, createTriggers } from './asset-triggers.js';
import { tableOptions } from './table-options.js';

/** A user's key as text, whatever its type is in their table. */
const USER_KEY = 'varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL';

/** A label has a name of app and one of model, 100 characters each in `django_content_type`. */
const MODEL = 'varchar(201) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';
const ROW_KEY = 'varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';

/**
 * Leases and Idempotency-Keys of writes on any model. A lease names its row by label and primary key as text. No foreign key
 * to the row or the holder: the tables are not ours, and the lease of who is gone runs out by itself.
 *
 * A database of an older version has both tables for assets only; they are changed and keep what is in them.
 */
export class RowLeases1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const own = ownTablesOf(runner.dataSource);
    const options = await tableOptions(runner);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS ${own.lease} (
        model ${MODEL},
        row_key ${ROW_KEY},
        holder_id ${USER_KEY},
        token char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        expires_at datetime(6) NOT NULL,
        PRIMARY KEY (model, row_key),
        KEY lockstep_lease_expires_idx (expires_at)
      ) ${options}`);
    await runner.query(`
      CREATE TABLE IF NOT EXISTS ${own.idempotency} (
        user_id ${USER_KEY},
        idempotency_key varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        fingerprint binary(32) NOT NULL,
        answer longtext DEFAULT NULL,
        created_at datetime(6) NOT NULL,
        PRIMARY KEY (user_id, idempotency_key),
        KEY lockstep_idempotency_created_idx (created_at)
      ) ${options}`);
    await runner.query(`ALTER TABLE ${own.idempotency} MODIFY user_id ${USER_KEY}`);
    if (await isOfAssets(runner, own)) await openToModels(runner, own);
    await runner.query(`UPDATE ${own.lease} SET model = 'assets.asset' WHERE model = ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const own = ownTablesOf(runner.dataSource);
    await runner.query(`DROP TABLE ${own.lease}, ${own.idempotency}`);
  }
}

const OF_LEASES = `table_schema = COALESCE(?, DATABASE()) AND table_name = 'lockstep_lease'`;

/** Also when a start was killed half-way: all that comes before the column's change can be done twice. */
async function isOfAssets(runner: QueryRunner, { schema }: OwnTables): Promise<boolean> {
  const rows = await runner.manager.query<unknown[]>(
    `SELECT 1 FROM information_schema.columns WHERE ${OF_LEASES} AND column_name = 'asset_id'`,
    [schema ?? null],
  );
  return rows.length > 0;
}

async function openToModels(runner: QueryRunner, own: OwnTables): Promise<void> {
  // Here and not only at the repair of triggers, which is for those who have the inventory: the old one would fail every DELETE.
  await createTriggers(
    runner,
    assetTriggers(own).filter(({ name }) => name === 'assets_asset_before_delete'),
  );
  const keys = await runner.manager.query<{ name: string }[]>(
    `SELECT constraint_name AS name FROM information_schema.table_constraints
      WHERE ${OF_LEASES} AND constraint_type = 'FOREIGN KEY'`,
    [own.schema ?? null],
  );
  for (const { name } of keys)
    await runner.query(`ALTER TABLE ${own.lease} DROP FOREIGN KEY ${name}`);
  await runner.query(`
    ALTER TABLE ${own.lease}
      DROP PRIMARY KEY,
      ADD COLUMN model ${MODEL} FIRST,
      CHANGE asset_id row_key ${ROW_KEY},
      MODIFY holder_id ${USER_KEY},
      ADD PRIMARY KEY (model, row_key),
      ADD KEY lockstep_lease_expires_idx (expires_at)`);
}
