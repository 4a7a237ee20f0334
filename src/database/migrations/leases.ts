import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tableOptions } from './table-options.js';

/**
 * Who edits which asset at present. No foreign key to the holder: Django could not delete a user who once edited
 * something; the lease of a user who is gone runs out by itself.
 */
export class Leases1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS lockstep_lease (
        asset_id bigint NOT NULL PRIMARY KEY,
        holder_id int NOT NULL,
        token char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        expires_at datetime(6) NOT NULL,
        CONSTRAINT lockstep_lease_asset_fk FOREIGN KEY (asset_id) REFERENCES assets_asset (id) ON DELETE CASCADE
      ) ${await tableOptions(runner)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE lockstep_lease');
  }
}
