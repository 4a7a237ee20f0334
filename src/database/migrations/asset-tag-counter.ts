import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownTablesOf } from '../own-tables.js';
import { siteMark, tableOptions } from './table-options.js';

/** Counters of asset tags and of positions in the feed: one row each, locked by whoever takes the next number. */
export class AssetTagCounter1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { counter, schema } = ownTablesOf(runner.dataSource);
    const comment = schema === undefined ? '' : ` COMMENT='${siteMark(runner)}'`;
    await runner.query(`
      CREATE TABLE IF NOT EXISTS ${counter} (
        name varchar(64) NOT NULL PRIMARY KEY,
        value bigint NOT NULL
      ) ${await tableOptions(runner)}${comment}`);
    await runner.query(
      `INSERT IGNORE INTO ${counter} (name, value) VALUES ('asset_tag', 0), ('event_position', 0)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${ownTablesOf(runner.dataSource).counter}`);
  }
}
