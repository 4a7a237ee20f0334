import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DatabaseUnavailableError } from '../../src/database/index.js';
import { underClusterLock } from '../../src/database/migration-lock.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { Signal } from '../support/signal.js';

// The lock of Galera clusters: a row, so that it can be tried on any server.
let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  first = await createTestDatabase('migration_lock');
  second = await openTestDatabase(first.url);
});

afterAll(async () => {
  await second.close();
  await first.close();
});

beforeEach(() => first.query('DROP TABLE IF EXISTS lockstep_migration_lock'));

async function underLock(
  db: TestDatabase,
  work: (runner: QueryRunner) => Promise<void>,
): Promise<void> {
  const runner = db.dataSource.createQueryRunner();
  try {
    await underClusterLock(runner, () => work(runner));
  } finally {
    await runner.release();
  }
}

test('of two processes one migrates, and the other one after it', async () => {
  const [holds, mayEnd] = [new Signal(), new Signal()];
  const order: string[] = [];
  const one = underLock(first, async () => {
    holds.give();
    await mayEnd.given;
    order.push('first');
  });
  await holds.given;
  const other = underLock(second, () => Promise.resolve(void order.push('second')));
  // It has looked, found the lock taken, and looks again.
  await untilSleeping();
  expect(order).toEqual([]);
  mayEnd.give();
  await Promise.all([one, other]);
  expect(order).toEqual(['first', 'second']);
});

test('the lock of a process that died is free after its time', async () => {
  await underLock(first, async () => {
    await first.query('UPDATE lockstep_migration_lock SET held_until = UTC_TIMESTAMP(6)');
    let ran = false;
    await underLock(second, () => Promise.resolve(void (ran = true)));
    expect(ran).toBe(true);
  });
});

test('a process that was too slow and lost the lock runs no further statement', async () => {
  const slow = underLock(first, async (runner) => {
    await runner.query('CREATE TABLE made_in_time (id int)');
    await second.query(`UPDATE lockstep_migration_lock SET holder = 'another'`);
    await runner.query('CREATE TABLE made_too_late (id int)');
  });
  await expect(slow).rejects.toThrow(DatabaseUnavailableError);
  expect(await first.query(`SHOW TABLES LIKE 'made%'`)).toHaveLength(1);
});

async function untilSleeping(): Promise<void> {
  for (;;) {
    const rows = await first.query(
      `SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'DO SLEEP%'`,
    );
    if (rows.length > 0) return;
  }
}
