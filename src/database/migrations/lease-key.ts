import type { MigrationInterface, QueryRunner } from 'typeorm';
import { assetTriggers, createTriggers } from './asset-triggers.js';

const CASCADING = 'lockstep_lease_asset_fk';
const TRIGGER = 'assets_asset_before_delete';

/**
 * A lease ends with its asset by a trigger, no longer by a cascading foreign key: a MySQL group of several primaries
 * refuses every write to a table with one. The key itself stays: TRUNCATE would pass the trigger by.
 */
export class LeaseKey1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The trigger first, so that a process of the version before, which may still run, leaves no lease behind.
    await createTriggers(
      runner,
      assetTriggers.filter(({ name }) => name === TRIGGER),
    );
    if (!(await hasCascade(runner))) return;
    await runner.query(
      `ALTER TABLE lockstep_lease DROP FOREIGN KEY ${CASCADING},
        ADD CONSTRAINT lockstep_lease_asset_key FOREIGN KEY (asset_id) REFERENCES assets_asset (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE lockstep_lease DROP FOREIGN KEY lockstep_lease_asset_key,
        ADD CONSTRAINT ${CASCADING} FOREIGN KEY (asset_id) REFERENCES assets_asset (id) ON DELETE CASCADE`,
    );
  }
}

/** A start that was killed behind the last statement runs the migration again. */
async function hasCascade(runner: QueryRunner): Promise<boolean> {
  const rows = await runner.manager.query<unknown[]>(
    `SELECT 1 FROM information_schema.referential_constraints
      WHERE constraint_schema = DATABASE() AND constraint_name = ?`,
    [CASCADING],
  );
  return rows.length > 0;
}
