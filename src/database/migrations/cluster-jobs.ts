import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownTablesOf } from '../own-tables.js';
import { tableOptions } from './table-options.js';

/** When each job of the cluster ran last; whoever moves the time on does the work. */
export class ClusterJobs1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS ${ownTablesOf(runner.dataSource).job} (
        name varchar(64) NOT NULL PRIMARY KEY,
        last_run datetime(6) NOT NULL
      ) ${await tableOptions(runner)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${ownTablesOf(runner.dataSource).job}`);
  }
}
