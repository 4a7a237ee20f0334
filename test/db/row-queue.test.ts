import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseWire, isCommit } from '../../scripts/lib/database-wire.mjs';
import {
  annotate,
  DatabaseUnavailableError,
  DuplicateKeyError,
  RowLockedError,
  RowQueue,
  type Tx,
} from '../../src/database/index.js';
import { CommitProxy } from '../support/commit-proxy.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { oneConflict } from '../support/one-conflict.js';
import { isMariaDb } from '../support/server.js';

// A row of this table has a version and a history by trigger, as ours have, and an event that its writer adds at COMMIT.
// Each command sends its writes in one of the ways that there are.
const WAYS = ['alone', 'then read', 'with commit'] as const;
const KINDS = isMariaDb ? (['in blocks', 'one by one'] as const) : (['one by one'] as const);

/** A value that another row has. */
const TAKEN = 1000;

interface Change {
  readonly actor: number;
  readonly add: number;
  readonly way: (typeof WAYS)[number];
  /** Refused when the row has another version: before anything is written. */
  readonly version?: number;
  /** Stands in the history beside this change, and beside no other. */
  readonly note?: string;
  /** Refused by the unique index, by the command after its writes, or not at all. */
  readonly end: 'taken' | 'changes its mind' | 'done';
}

let ours: TestDatabase;

beforeAll(async () => {
  ours = await createTestDatabase('row_queue', { LOCK_RETRIES: '3' });
  await ours.query(`CREATE TABLE thing (id int PRIMARY KEY, half int NOT NULL, value int NOT NULL,
    version int NOT NULL DEFAULT 1, UNIQUE (half, value))`);
  await ours.query(`CREATE TABLE past (n int AUTO_INCREMENT PRIMARY KEY, thing int NOT NULL, actor int NOT NULL,
    value int NOT NULL, version int NOT NULL, note varchar(10) NULL)`);
  await ours.query(`CREATE TABLE event (n int AUTO_INCREMENT PRIMARY KEY, thing int NOT NULL, actor int NOT NULL,
    value int NOT NULL, UNIQUE (thing, value))`);
  await ours.query(`CREATE TRIGGER thing_version BEFORE UPDATE ON thing FOR EACH ROW
    SET NEW.version = OLD.version + 1`);
  await ours.query(`CREATE TRIGGER thing_past AFTER UPDATE ON thing FOR EACH ROW
    INSERT INTO past (thing, actor, value, version, note)
      VALUES (NEW.id, @lockstep_actor_id, NEW.value, NEW.version, @lockstep_note)`);
});

afterAll(() => ours.close());

beforeEach(reset);

async function reset(): Promise<void> {
  for (const table of ['thing', 'past', 'event']) await ours.query(`DELETE FROM ${table}`);
  await ours.query(`INSERT INTO thing (id, half, value) VALUES (1, 1, 0), (2, 2, 0),
    (11, 1, ${TAKEN}), (12, 2, ${TAKEN})`);
}

interface Row {
  readonly value: number;
  readonly version: number;
}

const commandOf =
  (id: number, { add, version, note, way, end }: Change) =>
  async (tx: Tx): Promise<Row> => {
    const [row] = await tx.query<Row[]>(
      'SELECT value, version FROM thing WHERE id = ? FOR UPDATE',
      [id],
    );
    if (!row) throw new Error('the row is not there');
    if (version !== undefined && row.version !== version) throw new Error('stale');
    const value = end === 'taken' ? TAKEN : row.value + add;
    if (note !== undefined) await annotate(tx, note);
    await tx.writeAtCommit(
      {
        sql: 'INSERT INTO event (thing, actor, value) VALUES (?)',
        params: [[id, tx.actorId, value]],
      },
      100,
    );
    const written = await writeBy(way, tx, id, value);
    if (end === 'changes its mind' && !tx.isOver()) throw new Error('changed their mind');
    return written;
  };

async function writeBy(way: Change['way'], tx: Tx, id: number, value: number): Promise<Row> {
  const write = { sql: 'UPDATE thing SET value = ? WHERE id = ?', params: [value, id] };
  const read = { sql: 'SELECT value, version FROM thing WHERE id = ?', params: [id] };
  let rows: Row[] = [];
  if (way === 'with commit') rows = await tx.commitWith<Row>(write, read);
  else if (way === 'then read')
    rows = (await tx.writeThenRead(write, read)).map(([one, two]) => ({
      value: Number(one),
      version: Number(two),
    }));
  else {
    await tx.query(write.sql, write.params);
    rows = await tx.query<Row[]>(read.sql, read.params);
  }
  if (!rows[0]) throw new Error('the row is gone');
  return rows[0];
}

const messageOf = ({ message }: Error): string => message;

async function left(id: number): Promise<unknown[]> {
  return [
    await ours.query('SELECT value, version FROM thing WHERE id = ?', [id]),
    await ours.query('SELECT actor, value, version, note FROM past WHERE thing = ? ORDER BY n', [
      id,
    ]),
    await ours.query('SELECT actor, value FROM event WHERE thing = ? ORDER BY n', [id]),
  ];
}

const adding = (add: number, given: Partial<Change> = {}): Change => ({
  actor: add,
  add,
  way: 'then read',
  end: 'done',
  ...given,
});

async function open(kind: (typeof KINDS)[number], url = ours.url, env = {}) {
  const db = await openTestDatabase(url, { LOCK_RETRIES: '3', ...env });
  if (kind === 'in blocks') await db.database.onModuleInit();
  const queue = new RowQueue(db.database, db.config);
  const run = (change: Change): Promise<Row> =>
    queue.run('thing 1', change.actor, commandOf(1, change));
  return { db, run };
}

/** Lets the first command wait for a rival's lock while the others gather behind it. */
async function gathered<T>(start: () => Promise<T>[]): Promise<Promise<T>[]> {
  const rival = await hold(ours);
  await rival.query('SELECT id FROM thing WHERE id = 1 FOR UPDATE');
  const answers = start();
  for (const answer of answers) answer.catch(() => undefined);
  await lockWait(ours);
  await rival.commit();
  return answers;
}

describe.each(KINDS)('%s', (kind) => {
  let site: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    site = await open(kind);
  });

  afterAll(() => site.db.close());

  test('commands together leave, and answer, what they do one by one', async () => {
    const change = fc.record(
      {
        actor: fc.integer({ min: 1, max: 3 }),
        add: fc.integer({ min: 1, max: 9 }),
        way: fc.constantFrom(...WAYS),
        version: fc.integer({ min: 1, max: 4 }),
        note: fc.constantFrom('one', 'two'),
        end: fc.constantFrom('done', 'done', 'done', 'taken', 'changes its mind'),
      },
      { requiredKeys: ['actor', 'add', 'way', 'end'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (given) => {
        await reset();
        // Whose last write goes with COMMIT cannot change their mind after it.
        const changes = given.map((one) =>
          one.end === 'changes its mind' && one.way === 'with commit'
            ? { ...one, way: 'then read' as const }
            : one,
        );
        const together = await Promise.all(changes.map((one) => site.run(one).catch(messageOf)));
        const alone: unknown[] = [];
        for (const one of changes)
          alone.push(
            await site.db.database
              .inTransaction(commandOf(2, one), { actorId: one.actor })
              .catch(messageOf),
          );
        expect(together).toEqual(alone);
        expect(await left(1)).toEqual(await left(2));
      }),
      { numRuns: 60 },
    );
  });

  test('those that gather behind the first are committed with it', async () => {
    const wire = await DatabaseWire.open(ours.url);
    const far = await open(kind, wire.url);
    let commits = 0;
    wire.intercept = (statement) => {
      if (isCommit(statement)) commits += 1;
      return false;
    };
    const answers = await gathered(() => [1, 2, 3, 4].map((n) => far.run(adding(n))));
    expect(await Promise.all(answers)).toEqual([
      { value: 1, version: 2 },
      { value: 3, version: 3 },
      { value: 6, version: 4 },
      { value: 10, version: 5 },
    ]);
    expect(commits).toBe(1);
    await far.db.close();
    await wire.close();
  });

  test('a deadlock runs all of them again, each once', async () => {
    const end = await oneConflict(ours, 'thing');
    const answers = await gathered(() => [1, 2, 3].map((n) => site.run(adding(n))));
    expect((await Promise.all(answers)).map(({ value }) => value)).toEqual([1, 3, 6]);
    expect(await end()).toBe(4);
  });

  test('what fails at COMMIT fails alone: the others are done by themselves', async () => {
    // The event of the second repeats that of the first.
    const answers = await gathered(() => [5, 0, 2].map((n) => site.run(adding(n))));
    const [first, second, third] = await Promise.allSettled(answers);
    expect([first, third]).toMatchObject([{ value: { value: 5 } }, { value: { value: 7 } }]);
    expect(second).toMatchObject({ reason: expect.any(DuplicateKeyError) as unknown });
  });

  test.each(['cut before', 'cut after'] as const)(
    'a COMMIT whose line is %s it is everybody’s failure, and all or none are there',
    async (fate) => {
      const proxy = await CommitProxy.open(ours.url);
      const far = await open(kind, proxy.url);
      const answers = await gathered(() => {
        proxy.fate = fate;
        return [1, 2, 3].map((n) => far.run(adding(n)));
      });
      for (const answer of await Promise.allSettled(answers))
        expect(answer).toMatchObject({ reason: expect.any(DatabaseUnavailableError) as unknown });
      await far.db.close();
      await proxy.close();
      await ours.query('SELECT value FROM thing WHERE id = 1 FOR UPDATE');
      const value = fate === 'cut before' ? 0 : 6;
      expect(await ours.query('SELECT value FROM thing WHERE id = 1')).toEqual([{ value }]);
    },
  );
});

test('who waits for longer than they may leaves, and nothing of them is written', async () => {
  const site = await open('one by one', ours.url, { LOCK_WAIT_SECONDS: '1' });
  const rival = await hold(ours);
  await rival.query('SELECT id FROM thing WHERE id = 1 FOR UPDATE');
  const answers = await Promise.allSettled([1, 2, 3].map((n) => site.run(adding(n))));
  for (const answer of answers)
    expect(answer).toMatchObject({ reason: expect.any(RowLockedError) as unknown });
  expect(site.db.database.counters.lockTimeouts).toBe(3);
  await rival.commit();
  expect(await site.run(adding(7))).toEqual({ value: 7, version: 2 });
  await site.db.close();
});
