import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseUnavailableError, QueryTimeoutError } from '../../src/database/index.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { type Holder, hold } from '../support/locks.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { ENDLESS, isMariaDb, ISOLATION, testOn } from '../support/server.js';

// A server with other defaults than ours: what we need must be set on every connection.
const POOL = 2;

let server: PrivateServer;
let db: TestDatabase;

beforeAll(async () => {
  server = await startPrivateServer([
    '--transaction-isolation=SERIALIZABLE',
    '--innodb-lock-wait-timeout=50',
  ]);
  db = await openTestDatabase(server.url('lockstep'), {
    DB_POOL_SIZE: String(POOL),
    LOCK_WAIT_SECONDS: '3',
  });
});

afterAll(async () => {
  await db.close();
  await server.stop();
});

/** Runs `work` while every connection of the pool is in a transaction. */
async function whileFull(work: (holders: Holder[]) => Promise<void>): Promise<void> {
  const holders: Holder[] = [];
  for (let n = 0; n < POOL; n++) holders.push(await hold(db));
  try {
    await work(holders);
  } finally {
    for (const holder of holders) await holder.rollback();
  }
}

test('every connection, the first included, reads committed rows and waits as long as we say', async () => {
  const [defaults] = await db.query(
    `SELECT @@GLOBAL.${ISOLATION} AS isolation, @@GLOBAL.innodb_lock_wait_timeout AS seconds`,
  );
  expect(defaults).toEqual({ isolation: 'SERIALIZABLE', seconds: 50 });
  const seen: unknown[] = [];
  await whileFull(async (holders) => {
    for (const holder of holders)
      seen.push(
        await holder.query(
          `SELECT @@${ISOLATION} AS isolation, @@innodb_lock_wait_timeout AS seconds`,
        ),
      );
  });
  const ours = [{ isolation: 'READ-COMMITTED', seconds: 3 }];
  expect(seen).toEqual([ours, ours]);
});

test('with a full pool a statement waits for its turn, and is then told that there is no connection', async () => {
  await whileFull(async () => {
    await expect(db.database.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
  });
  expect(await db.database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('more than twenty for each connection do not even wait', async () => {
  await whileFull(async () => {
    const order: string[] = [];
    const ask = (name: string) =>
      db.database.query('SELECT 1').catch((error: unknown) => {
        order.push(name);
        return error;
      });
    const waiting = Array.from({ length: POOL * 20 }, () => ask('waited'));
    expect(await ask('refused')).toBeInstanceOf(DatabaseUnavailableError);
    expect(order).toEqual(['refused']);
    await Promise.all(waiting);
    expect(order).toHaveLength(POOL * 20 + 1);
  });
});

test('a statement over its time is stopped by the server, and the connection goes on', async () => {
  const unit = db.database.inTransaction(async (tx) => {
    await tx.query(
      `SET SESSION ${isMariaDb ? 'max_statement_time = 0.1' : 'max_execution_time = 100'}`,
    );
    await tx.query(`SELECT ${ENDLESS}`);
  });
  await expect(unit).rejects.toThrow(QueryTimeoutError);
  expect(await db.database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

testOn(
  'MariaDB',
  'a row that changed since the snapshot (1020) runs the whole unit again, and it is applied once',
  async () => {
    const single = await openTestDatabase(db.url, { DB_POOL_SIZE: '1' });
    await db.query('CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL) ENGINE=InnoDB');
    await db.query('INSERT INTO counter VALUES (1, 0)');
    // Under READ COMMITTED there is no snapshot to conflict with: this is the other default that we may be given.
    await single.query(
      "SET SESSION tx_isolation = 'REPEATABLE-READ', innodb_snapshot_isolation = ON",
    );
    let runs = 0;
    await single.database.inTransaction(async (tx) => {
      runs += 1;
      await tx.query('SELECT value FROM counter');
      if (runs === 1) await db.query('UPDATE counter SET value = value + 10');
      await tx.query('UPDATE counter SET value = value + 1');
    });
    expect(runs).toBe(2);
    expect(single.database.counters.conflictRetries).toBe(1);
    expect(await db.query('SELECT value FROM counter')).toEqual([{ value: 11 }]);
    await single.close();
  },
);
