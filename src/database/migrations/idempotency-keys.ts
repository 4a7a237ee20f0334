import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tableOptions } from './table-options.js';

/** Answers of writes that came with an Idempotency-Key, each written by the transaction of its write. */
export class IdempotencyKeys1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS lockstep_idempotency (
        user_id int NOT NULL,
        idempotency_key varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        fingerprint binary(32) NOT NULL,
        answer longtext DEFAULT NULL,
        created_at datetime(6) NOT NULL,
        PRIMARY KEY (user_id, idempotency_key),
        KEY lockstep_idempotency_created_idx (created_at)
      ) ${await tableOptions(runner)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE lockstep_idempotency');
  }
}
