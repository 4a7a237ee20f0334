import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DatabaseUnavailableError,
  QueryTimeoutError,
  RowLockedError,
  TryAgainError,
  type Tx,
} from '../../src/database/index.js';
import { CommitProxy } from '../support/commit-proxy.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { oneConflict } from '../support/one-conflict.js';
import { Signal } from '../support/signal.js';

// One table of two counters; `ours` is the process under test and `rival` another one.
let ours: TestDatabase;
let rival: TestDatabase;

beforeAll(async () => {
  ours = await createTestDatabase('transaction', { LOCK_RETRIES: '3' });
  rival = await openTestDatabase(ours.url);
  await ours.query('CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL) ENGINE=InnoDB');
});

afterAll(async () => {
  await rival.close();
  await ours.close();
});

beforeEach(() => ours.query('REPLACE INTO counter VALUES (1, 0), (2, 0)'));

const increment = (tx: Tx, id: number): Promise<unknown> =>
  tx.query('UPDATE counter SET value = value + 1 WHERE id = ?', [id]);

const lock = (tx: Tx, id: number, clause = ''): Promise<unknown> =>
  tx.query(`SELECT value FROM counter WHERE id = ? FOR UPDATE ${clause}`, [id]);

/** The server answers this statement with that error. */
const fail = (tx: Tx, errno: number): Promise<unknown> =>
  tx.query(`SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = ${errno}, MESSAGE_TEXT = 'for the test'`);

async function values(): Promise<number[]> {
  const rows = await rival.query<{ value: number }>('SELECT value FROM counter ORDER BY id');
  return rows.map(({ value }) => value);
}

/** Runs `work` while another process holds this row. */
async function whileHeld(id: number, work: () => Promise<void>): Promise<void> {
  await rival.database.inTransaction(async (tx) => {
    await lock(tx, id);
    await work();
  });
}

describe('a row that somebody else holds', () => {
  test('is waited for as long as the caller wants, and then nothing was changed', async () => {
    await whileHeld(2, async () => {
      const unit = ours.database.inTransaction(
        async (tx) => {
          await increment(tx, 1);
          await lock(tx, 2);
        },
        { lockWait: 1 },
      );
      await expect(unit).rejects.toThrow(RowLockedError);
    });
    expect(await values()).toEqual([0, 0]);
  });

  test('is refused at once with NOWAIT', async () => {
    await whileHeld(2, async () => {
      const unit = ours.database.inTransaction(
        async (tx) => {
          await increment(tx, 1);
          await lock(tx, 2, 'NOWAIT');
        },
        { lockWait: 60 },
      );
      await expect(unit).rejects.toThrow(RowLockedError);
    });
    expect(await values()).toEqual([0, 0]);
  });

  test('cannot be swallowed: a unit that goes on after the refusal commits nothing', async () => {
    await whileHeld(2, async () => {
      const unit = ours.database.inTransaction(async (tx) => {
        await increment(tx, 1);
        await lock(tx, 2, 'NOWAIT').catch(() => undefined);
      });
      await expect(unit).rejects.toThrow(RowLockedError);
    });
    expect(await values()).toEqual([0, 0]);
  });
});

describe('a conflict', () => {
  test('with a real rival is a deadlock that is run again as a whole and applied once', async () => {
    const [oursHasOne, rivalHasTwo] = [new Signal(), new Signal()];
    let runs = 0;
    const cross = (own: number, has: Signal, other: number, otherHas: Signal) => async (tx: Tx) => {
      runs += 1;
      await increment(tx, own);
      has.give();
      await otherHas.given;
      await increment(tx, other);
    };
    await Promise.all([
      ours.database.inTransaction(cross(1, oursHasOne, 2, rivalHasTwo)),
      rival.database.inTransaction(cross(2, rivalHasTwo, 1, oursHasOne)),
    ]);
    expect(runs).toBe(3);
    expect(await values()).toEqual([2, 2]);
    const retries = [ours, rival].map(({ database }) => database.counters.conflictRetries);
    expect(retries.toSorted()).toEqual([0, 1]);
  });

  test('cannot be swallowed either: what follows would be written outside of any transaction', async () => {
    let runs = 0;
    await ours.database.inTransaction(async (tx) => {
      runs += 1;
      if (runs === 1) await fail(tx, 1213).catch(() => undefined);
      await increment(tx, 1);
    });
    expect(runs).toBe(2);
    expect(await values()).toEqual([1, 0]);
  });

  test.each([1213, 1020, 3101])(
    '%i in the middle runs the unit again from BEGIN',
    async (errno) => {
      let runs = 0;
      const answer = await ours.database.inTransaction(async (tx) => {
        runs += 1;
        await increment(tx, 1);
        if (runs < 3) await fail(tx, errno);
        return runs;
      });
      expect(answer).toBe(3);
      expect(await values()).toEqual([1, 0]);
    },
  );

  test('that meets every attempt is "try again", and nothing was written', async () => {
    let runs = 0;
    const unit = ours.database.inTransaction(async (tx) => {
      runs += 1;
      await increment(tx, 1);
      await fail(tx, 1213);
    });
    await expect(unit).rejects.toThrow(TryAgainError);
    expect(runs).toBe(4);
    expect(await values()).toEqual([0, 0]);
  });
});

describe('COMMIT', () => {
  let proxy: CommitProxy;
  let far: TestDatabase;

  beforeAll(async () => {
    proxy = await CommitProxy.open(ours.url);
    far = await openTestDatabase(proxy.url);
  });

  afterAll(async () => {
    await far.close();
    await proxy.close();
  });

  test.each(['conflict', 'conflict in the group', 'conflict with the applier'] as const)(
    'that finds a %s runs the unit again, and the metric of commit retries counts it',
    async (fate) => {
      const before = far.database.counters.commitRetries;
      let runs = 0;
      await far.database.inTransaction(async (tx) => {
        runs += 1;
        await increment(tx, 1);
        if (runs === 1) proxy.fate = fate;
      });
      expect(runs).toBe(2);
      expect(far.database.counters.commitRetries).toBe(before + 1);
      expect(await values()).toEqual([1, 0]);
    },
  );

  test('of a node that loses its cluster meanwhile says that nobody knows, and runs nothing again', async () => {
    let runs = 0;
    const unit = far.database.inTransaction(async (tx) => {
      runs += 1;
      await increment(tx, 1);
      proxy.fate = 'cluster lost';
    });
    const failure: unknown = await unit.catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'database_unavailable',
      details: { outcome: 'unknown' },
    });
    expect(runs).toBe(1);
    await lockedOut(1);
  });

  test.each([
    ['cut before', 0],
    ['cut after', 1],
  ] as const)(
    'on a line that is %s the server got it says so and runs nothing again',
    async (fate, value) => {
      let runs = 0;
      const unit = far.database.inTransaction(async (tx) => {
        runs += 1;
        await increment(tx, 1);
        proxy.fate = fate;
      });
      const failure: unknown = await unit.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DatabaseUnavailableError);
      expect(failure).toMatchObject({ details: { outcome: 'unknown' } });
      expect(runs).toBe(1);
      await lockedOut(1);
      expect(await values()).toEqual([value, 0]);
    },
  );

  test('works again on the same pool afterwards', async () => {
    await far.database.inTransaction((tx) => increment(tx, 2));
    expect(await values()).toEqual([0, 1]);
  });
});

/** Until the server noticed that the line is cut, the row is held by the transaction that was on it. */
async function lockedOut(id: number): Promise<void> {
  await rival.database.inTransaction((tx) => lock(tx, id));
}

test.each([1969, 3024])(
  'a statement that the server stopped (%i) is a timeout of the query',
  async (errno) => {
    const unit = ours.database.inTransaction((tx) => fail(tx, errno));
    await expect(unit).rejects.toThrow(QueryTimeoutError);
  },
);

test('the actor of one transaction is nobody in the next one of the same connection', async () => {
  const single = await openTestDatabase(ours.url, { DB_POOL_SIZE: '1' });
  const seen: unknown[] = [];
  const look = async (tx: Tx) => {
    const rows: unknown[] = await tx.query(
      'SELECT CONNECTION_ID() AS id, @lockstep_actor_id AS actor',
    );
    seen.push(rows[0]);
  };
  for (const actorId of [7, undefined, 8, null])
    await single.database.inTransaction(look, { actorId });
  await single.close();
  const [{ id }] = seen as [{ id: number }];
  // 0 is ours without a user; the triggers take NULL for a writer beside us.
  expect(seen).toEqual([7, 0, 8, 0].map((actor) => ({ id, actor })));
});

test.each([1047, 1290, 1836, 3032, 3098, 3100, 3796, 3797, 3798, 3799])(
  'a node that is out of its cluster or may only read (%i) is a database that is away',
  async (errno) => {
    const unit = ours.database.inTransaction((tx) => fail(tx, errno));
    await expect(unit).rejects.toThrow(DatabaseUnavailableError);
  },
);

test('a single statement that meets a conflict is run again, and applied once', async () => {
  const end = await oneConflict(ours, 'counter');
  const sql = 'UPDATE counter SET value = value + 1 WHERE id = 1';
  expect(await ours.database.execute(sql)).toMatchObject({ affectedRows: 1 });
  expect(await end()).toBe(2);
  expect(await values()).toEqual([1, 0]);
});

test('outside of a cluster a read that must not be stale is the statement itself', async () => {
  const sql = 'SELECT info FROM information_schema.processlist WHERE id = CONNECTION_ID()';
  await ours.database.onModuleInit();
  expect(await ours.database.queryLatest(sql, [])).toEqual([{ info: sql }]);
});
