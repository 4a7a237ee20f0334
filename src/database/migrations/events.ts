import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownTablesOf } from '../own-tables.js';
import { tableOptions } from './table-options.js';

/**
 * The history of the rows of served models. A row is named by the label of its model and its primary key as text, and no foreign
 * key binds an event to it or to its actor: the history outlives both. Names and keys are compared by their bytes.
 */
export class Events1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS ${ownTablesOf(runner.dataSource).event} (
        id bigint NOT NULL AUTO_INCREMENT,
        model varchar(201) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        row_key varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        kind varchar(20) NOT NULL,
        source varchar(20) NOT NULL,
        actor_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
        note varchar(500) DEFAULT NULL,
        changes json NOT NULL,
        created_at datetime(6) NOT NULL,
        position bigint DEFAULT NULL,
        PRIMARY KEY (id),
        UNIQUE KEY lockstep_event_position_uniq (position),
        KEY lockstep_event_row_idx (model, row_key, id),
        KEY lockstep_event_kind_idx (model, kind, id)
      ) ${await tableOptions(runner)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${ownTablesOf(runner.dataSource).event}`);
  }
}
