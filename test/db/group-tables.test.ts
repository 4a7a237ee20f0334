import { afterEach, expect, test } from 'vitest';
import { TokensRepository } from '../../src/auth/tokens.repository.js';
import { DJANGO_USER } from '../../src/database/index.js';
import { underClusterLock } from '../../src/database/migration-lock.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { newUser } from '../support/users.js';

let db: TestDatabase;

afterEach(() => db.close());

/** Every table that we may ever make: those of the migrations, of the lock of a cluster, of the first token. */
async function everyTable(version: string): Promise<void> {
  db = await createTestDatabase('group_tables', { DJANGO_VERSION: version });
  const runner = db.dataSource.createQueryRunner();
  await underClusterLock(runner, () => Promise.resolve());
  await runner.release();
  await new TokensRepository(db.database, DJANGO_USER).getOrCreate(
    await newUser(db, { username: 'anna' }),
  );
}

test.each(['1.4', '1.8', '5.2'])(
  'no table that we make, those of Django %s included, is one to which a group of several primaries refuses writes',
  async (version) => {
    await everyTable(version);
    const tables = await db.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`,
    );
    expect(tables.length).toBeGreaterThan(14);
    const refused = await db.query(
      `SELECT t.table_name AS name, t.engine, k.constraint_name AS primary_key FROM information_schema.tables t
         LEFT JOIN information_schema.table_constraints k ON k.table_schema = t.table_schema
          AND k.table_name = t.table_name AND k.constraint_type = 'PRIMARY KEY'
        WHERE t.table_schema = DATABASE() AND (t.engine <> 'InnoDB' OR k.constraint_name IS NULL)`,
    );
    expect(refused).toEqual([]);
    const cascades = await db.query(
      `SELECT table_name AS name, constraint_name AS foreign_key FROM information_schema.referential_constraints
        WHERE constraint_schema = DATABASE()
          AND (delete_rule NOT IN ('RESTRICT', 'NO ACTION') OR update_rule NOT IN ('RESTRICT', 'NO ACTION'))`,
    );
    expect(cascades).toEqual([]);
  },
);
