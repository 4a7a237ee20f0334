import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type OwnTables, ownTablesOf } from '../own-tables.js';

/**
 * Since when somebody edits a row. Null for a lease that a process of version 0.1 gave: while a site changes to this version such
 * processes still write rows of the table, without this column.
 */
export class LeaseSince1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const own = ownTablesOf(runner.dataSource);
    // A start that was killed here has done it, and this statement cannot be done twice.
    if (await hasColumn(runner, own)) return;
    await runner.query(`ALTER TABLE ${own.lease} ADD COLUMN taken_at datetime(6) DEFAULT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ${ownTablesOf(runner.dataSource).lease} DROP COLUMN taken_at`);
  }
}

async function hasColumn(runner: QueryRunner, { schema }: OwnTables): Promise<boolean> {
  const rows = await runner.manager.query<unknown[]>(
    `SELECT 1 FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE())
      AND table_name = 'lockstep_lease' AND column_name = 'taken_at'`,
    [schema ?? null],
  );
  return rows.length > 0;
}
