import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseWire } from '../../scripts/lib/database-wire.mjs';
import {
  DatabaseUnavailableError,
  DuplicateKeyError,
  QueryTimeoutError,
  type Tx,
} from '../../src/database/index.js';
import { CommitProxy } from '../support/commit-proxy.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { oneConflict } from '../support/one-conflict.js';
import { isMariaDb, testOn } from '../support/server.js';

// The last write of a transaction with its COMMIT: in one message to a server that takes blocks (MariaDB), which a
// `Database` only knows when it was started, and one by one to any other.
const KINDS = isMariaDb ? (['in one block', 'one by one'] as const) : (['one by one'] as const);

let ours: TestDatabase;

beforeAll(async () => {
  ours = await createTestDatabase('commit_with', { LOCK_RETRIES: '3' });
  await ours.query(
    'CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL UNIQUE, writes int NOT NULL DEFAULT 0)',
  );
  await ours.query(`CREATE TRIGGER count_writes BEFORE UPDATE ON counter FOR EACH ROW
    SET NEW.writes = OLD.writes + 1`);
});

afterAll(() => ours.close());

beforeEach(() => ours.query('REPLACE INTO counter VALUES (1, 10, 0), (2, 20, 0)'));

const values = () => ours.query('SELECT id, value FROM counter ORDER BY id');

const set = (tx: Tx, id: number, value: unknown) =>
  tx.commitWith<{ value: number; writes: number }>(
    { sql: 'UPDATE counter SET value = ? WHERE id = ?', params: [value, id] },
    { sql: 'SELECT value, writes FROM counter WHERE id = ?', params: [id] },
  );

async function open(kind: 'in one block' | 'one by one', url = ours.url): Promise<TestDatabase> {
  const opened = await openTestDatabase(url, { LOCK_RETRIES: '3', DB_POOL_SIZE: '1' });
  if (kind === 'in one block') await opened.database.onModuleInit();
  return opened;
}

describe.each(KINDS)('%s', (kind) => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await open(kind);
  });

  afterAll(() => db.close());

  test('writes that wait for COMMIT are done with it, in their order', async () => {
    await db.database.inTransaction(async (tx) => {
      for (const value of [11, 12])
        await tx.writeAtCommit(
          { sql: 'UPDATE counter SET value = ? WHERE id = ?', params: [value, 1] },
          100,
        );
    });
    expect(await values()).toEqual([
      { id: 1, value: 12 },
      { id: 2, value: 20 },
    ]);
  });

  test('one that is refused undoes the others, and none is done without COMMIT', async () => {
    const write = (tx: Tx, value: number) =>
      tx.writeAtCommit({ sql: 'UPDATE counter SET value = ? WHERE id = 1', params: [value] }, 100);
    await expect(
      db.database.inTransaction(async (tx) => {
        await write(tx, 11);
        await write(tx, 20);
      }),
    ).rejects.toThrow(DuplicateKeyError);
    await expect(
      db.database.inTransaction(async (tx) => {
        await write(tx, 11);
        throw new Error('changed their mind');
      }),
    ).rejects.toThrow('changed their mind');
    expect(await values()).toEqual([
      { id: 1, value: 10 },
      { id: 2, value: 20 },
    ]);
  });

  test('a row is read as its write and its trigger left it', async () => {
    const rows = await db.database.inTransaction((tx) =>
      tx.writeThenRead(
        { sql: 'UPDATE counter SET value = ? WHERE id = 1', params: [11] },
        { sql: 'SELECT value, writes FROM counter WHERE id = ?', params: [1] },
      ),
    );
    expect(rows).toEqual([[11, 1]]);
  });

  test('the row is written, read with what the trigger made of it, and committed', async () => {
    const rows = await db.database.inTransaction((tx) => set(tx, 1, 11));
    expect(rows).toEqual([{ value: 11, writes: 1 }]);
    expect(await values()).toEqual([
      { id: 1, value: 11 },
      { id: 2, value: 20 },
    ]);
  });

  test('a value with quotes, semicolons and the words of a block stays a value', async () => {
    const text = `'; COMMIT; END; DROP TABLE counter; -- \\`;
    const rows = await db.database.inTransaction((tx) =>
      tx.commitWith(
        { sql: 'UPDATE counter SET value = CHAR_LENGTH(?) WHERE id = ?', params: [text, 1] },
        { sql: 'SELECT value, ? AS text FROM counter WHERE id = ?', params: [text, 1] },
      ),
    );
    expect(rows).toEqual([{ value: text.length, text }]);
  });

  test('a write that is refused undoes what the transaction did before', async () => {
    const unit = db.database.inTransaction(async (tx) => {
      await tx.query('UPDATE counter SET value = 12 WHERE id = 1');
      return set(tx, 2, 12);
    });
    await expect(unit).rejects.toThrow(DuplicateKeyError);
    expect(await values()).toEqual([
      { id: 1, value: 10 },
      { id: 2, value: 20 },
    ]);
  });

  test('a write that meets a conflict runs the whole unit again', async () => {
    const end = await oneConflict(ours, 'counter');
    let runs = 0;
    const rows = await db.database.inTransaction((tx) => {
      runs += 1;
      return set(tx, 1, 13);
    });
    await end();
    expect(runs).toBe(2);
    expect(rows).toEqual([{ value: 13, writes: 1 }]);
  });

  test('nothing can follow, and what was written stays', async () => {
    const unit = db.database.inTransaction(async (tx) => {
      await set(tx, 1, 14);
      await tx.query('UPDATE counter SET value = 15 WHERE id = 1');
    });
    await expect(unit).rejects.toThrow('the transaction is over');
    expect(await values()).toContainEqual({ id: 1, value: 14 });
    await db.database.inTransaction((tx) => set(tx, 1, 16));
    expect(await values()).toContainEqual({ id: 1, value: 16 });
  });

  // MySQL limits the time of a SELECT, not that of a write.
  testOn('MariaDB', 'a write beyond the time of a statement is given up and undone', async () => {
    const slow = await open(kind);
    await slow.query('SET SESSION max_statement_time = 0.1');
    const unit = slow.database.inTransaction((tx) =>
      tx.commitWith(
        { sql: 'UPDATE counter SET value = 17 + SLEEP(20) WHERE id = 1', params: [] },
        { sql: 'SELECT 1', params: [] },
      ),
    );
    await expect(unit).rejects.toThrow(QueryTimeoutError);
    await slow.close();
    expect(await values()).toContainEqual({ id: 1, value: 10 });
  });

  test.each([
    ['cut before', 10],
    ['cut after', 18],
  ] as const)('on a line that is %s the server got COMMIT nobody knows', async (fate, value) => {
    const proxy = await CommitProxy.open(ours.url);
    const far = await open(kind, proxy.url);
    let runs = 0;
    const unit = far.database.inTransaction((tx) => {
      runs += 1;
      proxy.fate = fate;
      return set(tx, 1, 18);
    });
    const failure: unknown = await unit.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseUnavailableError);
    expect(failure).toMatchObject({ details: { outcome: 'unknown' } });
    expect(runs).toBe(1);
    await far.close();
    await proxy.close();
    await ours.query('SELECT value FROM counter WHERE id = 1 FOR UPDATE');
    expect(await values()).toContainEqual({ id: 1, value });
  });
});

test('after the lock MariaDB gets one message, and MySQL, which takes no blocks, three', async () => {
  const wire = await DatabaseWire.open(ours.url);
  const far = await open('in one block', wire.url);
  const sent: string[] = [];
  await far.database.inTransaction(async (tx) => {
    await tx.query('SELECT value FROM counter WHERE id = 1 FOR UPDATE');
    wire.intercept = ({ text }) => sent.push(text) < 0;
    await set(tx, 1, 19);
  });
  await far.close();
  await wire.close();
  const write = 'UPDATE counter SET value = 19 WHERE id = 1';
  const read = 'SELECT value, writes FROM counter WHERE id = 1';
  const author = 'SET @lockstep_actor_id = 0, @lockstep_note = NULL';
  expect(sent).toEqual(
    isMariaDb
      ? [`BEGIN NOT ATOMIC ${author}; ${write}; ${read}; COMMIT; END`]
      : [write, read, 'COMMIT'],
  );
});
