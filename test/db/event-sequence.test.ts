import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DJANGO_USER, Inventory } from '../../src/database/index.js';
import { EventSequence } from '../../src/events/event-sequence.js';
import { EventsRepository, type PlacedRow } from '../../src/events/events.repository.js';
import { RecordEvents } from '../../src/events/record-events.js';
import { JsonNumber, parseJson } from '../../src/exact-json.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { lockWait } from '../support/lock-waits.js';
import { type Holder, hold } from '../support/locks.js';

let db: TestDatabase;
let other: TestDatabase;
let sequences: EventSequence[];

beforeAll(async () => {
  db = await createTestDatabase('event_sequence');
  other = await openTestDatabase(db.url);
  sequences = [db, other].map((one) => new EventSequence(repositoryOf(one), one.database));
});

afterAll(async () => {
  await db.close();
  await other.close();
});

beforeEach(async () => {
  await db.query('DELETE FROM assets_assetevent');
  await db.query('DELETE FROM lockstep_event');
});

const repositoryOf = ({ database, dataSource }: TestDatabase) =>
  new EventsRepository(database, new Inventory(dataSource, DJANGO_USER), DJANGO_USER);

/** An asset by its tag, a row of a model by its key. */
const nameOf = (row: PlacedRow): string => ('row_key' in row ? row.row_key : row.asset_tag);

const extend = (process = 0) => sequences[process]?.extend();

/** A transaction that has inserted an asset and so has taken the id of an event, but is not committed. */
async function writer(tag: string): Promise<Holder> {
  const holder = await hold(db);
  await insert(holder, tag);
  return holder;
}

const insert = (on: { query(sql: string, params: unknown[]): Promise<unknown> }, tag: string) =>
  on.query("INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES (?, 'n', '', '{}')", [
    tag,
  ]);

const feed = async () => {
  const events = await db.query<{ asset_tag: string; id: number }>(
    'SELECT asset_tag, id FROM assets_assetevent WHERE position IS NOT NULL ORDER BY position',
  );
  return events.map(({ asset_tag }) => asset_tag);
};

test('an event that commits late comes after those that were seen before it, whatever its id', async () => {
  const late = await writer('late-1');
  await insert(db, 'early-1');
  await extend();
  expect(await feed()).toEqual(['early-1']);
  await late.commit();
  await insert(db, 'next-1');
  await extend(1);
  expect(await feed()).toEqual(['early-1', 'late-1', 'next-1']);
  const ids = await db.query('SELECT asset_tag FROM assets_assetevent ORDER BY id');
  expect(ids).toMatchObject([
    { asset_tag: 'late-1' },
    { asset_tag: 'early-1' },
    { asset_tag: 'next-1' },
  ]);
});

test('an id that was rolled back holds nothing up', async () => {
  const gone = await writer('gone-2');
  await insert(db, 'a-2');
  await gone.rollback();
  await insert(db, 'b-2');
  await extend();
  expect(await feed()).toEqual(['a-2', 'b-2']);
});

test('positions are dense and never given twice when two processes number at once', async () => {
  const total = 1200;
  const rows = Array.from({ length: total }, (_, n) => `('many-${n}', 'n', '', '{}')`).join(', ');
  await db.query(`INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ${rows}`);
  const [counter] = await db.query<{ value: number }>(
    "SELECT value FROM lockstep_counter WHERE name = 'event_position'",
  );
  await Promise.all([extend(0), extend(1), extend(0), extend(1)]);
  const positions = await db.query<{ position: number }>(
    'SELECT position FROM assets_assetevent ORDER BY id',
  );
  const start = counter?.value ?? -1;
  expect(positions.map(({ position }) => position)).toEqual(
    Array.from({ length: total }, (_, n) => start + 1 + n),
  );
});

test('while one process numbers, another waits for its turn and goes on behind it', async () => {
  const numbering = await hold(db);
  const before = await sequences[0]?.end();
  await numbering.query(
    "UPDATE lockstep_counter SET value = value + 10 WHERE name = 'event_position'",
  );
  await insert(db, 'turn');
  const extending = extend(1);
  await lockWait(db);
  await numbering.commit();
  await extending;
  const [event] = await db.query<{ position: number }>('SELECT position FROM assets_assetevent');
  expect(event?.position).toBe((before ?? 0) + 11);
});

test('writers who commit in any order, with the feed read after each, lose no event and show none twice', async () => {
  const writers = await Promise.all(['0', '1', '2', '3', '4', '5'].map((n) => writer(`w-${n}`)));
  const order = [3, 5, 0, 4, 1, 2];
  const seen: string[] = [];
  let position = await sequences[0]?.end();
  for (const [step, n] of order.entries()) {
    const holder = writers[n];
    if (!holder) throw new Error(`there is no writer ${n}`);
    await holder.commit();
    await extend(step % 2);
    const events = await repositoryOf(db).listAfter(position ?? 0, 100);
    seen.push(...events.map(nameOf));
    position = events.at(-1)?.position;
  }
  expect(seen).toEqual(order.map((n) => `w-${n}`));
});

test('under eight writers who commit and roll back at random, a reader of the feed meets every event once', async () => {
  const repository = repositoryOf(other);
  let position = (await sequences[0]?.end()) ?? 0;
  const seen: string[] = [];
  const read = async (process: number): Promise<void> => {
    await extend(process);
    for (;;) {
      const events = await repository.listAfter(position, 7);
      if (events.length === 0) return;
      seen.push(...events.map(nameOf));
      position = events.at(-1)?.position ?? position;
    }
  };
  const committed: string[] = [];
  let writing = 8;
  const writers = Array.from({ length: writing }, async (_, name) => {
    for (let n = 0; n < 25; n++) {
      const tags = [`r-${name}-${n}-a`, `r-${name}-${n}-b`];
      const holder = await writer(tags[0] ?? '');
      // A few turns of the others, so that ids and commits come in different orders.
      for (let turn = Math.random() * 5; turn > 0; turn--) await holder.query('DO 0');
      await insert(holder, tags[1] ?? '');
      if (Math.random() < 0.2) await holder.rollback();
      else await holder.commit().then(() => committed.push(...tags));
    }
    writing -= 1;
  });
  for (let round = 0; writing > 0; round++) await read(round % 2);
  await Promise.all(writers);
  await read(0);
  expect([...seen].sort()).toEqual([...committed].sort());
  expect(committed.length).toBeGreaterThan(200);
});

const recordEvents = () => new RecordEvents(db.database);

const write = (key: string, changes = {}) =>
  db.database.inTransaction(
    (tx) => recordEvents().add(tx, [{ model: 'blog.a', key, kind: 'updated', changes }]),
    { actorId: 7 },
  );

test('the events of models and those of the inventory have one order, that of their commits', async () => {
  const position = (await sequences[0]?.end()) ?? 0;
  const late = await writer('late-3');
  await write('row-1');
  await extend();
  await late.commit();
  await insert(db, 'asset-2');
  await write('row-2');
  await extend(1);
  const first = await repositoryOf(db).listAfter(position, 3);
  const rest = await repositoryOf(db).listAfter(first.at(-1)?.position ?? 0, 3);
  expect(first.map(nameOf)).toEqual(['row-1', 'late-3', 'asset-2']);
  expect(rest.map(nameOf)).toEqual(['row-2']);
  expect([...first, ...rest].map((row) => row.position - position)).toEqual([1, 2, 3, 4]);
});

test('without the inventory the events of models alone are numbered, and its table is not asked', async () => {
  const state = { state: 'off' } as const;
  const alone = new EventsRepository(
    db.database,
    new Inventory(db.dataSource, DJANGO_USER, state),
    DJANGO_USER,
  );
  const position = (await new EventSequence(alone, db.database).end()) || 0;
  await insert(db, 'not asked');
  await write('alone');
  await new EventSequence(alone, db.database).extend();
  expect((await alone.listAfter(position, 10)).map(nameOf)).toEqual(['alone']);
  expect(await feed()).toEqual([]);
});

test('many events of one transaction are written in its name, in their order, whatever their size', async () => {
  const text = "'\\".repeat(150_000);
  const events = Array.from({ length: 30 }, (_, n) => ({
    model: 'blog.a',
    key: String(n),
    kind: 'created' as const,
    changes: {
      note: [null, `${n}${text}`] as const,
      size: [1n.toString(), new JsonNumber('1.50')] as const,
    },
  }));
  await db.database.inTransaction((tx) => recordEvents().add(tx, events, '…'.repeat(600)), {
    actorId: 7,
  });
  const rows = await db.query<Record<string, string>>(
    `SELECT row_key, kind, source, actor_id, CHAR_LENGTH(note) AS note, changes, position FROM lockstep_event ORDER BY id`,
  );
  expect(rows.map(({ row_key }) => row_key)).toEqual(events.map(({ key }) => key));
  expect(rows[29]).toMatchObject({
    ...{ kind: 'created', source: 'api', actor_id: '7', note: 500, position: null },
  });
  const changes = parseJson(rows[29]?.changes ?? '') as Record<string, unknown[]>;
  expect(changes.note).toEqual([null, `29${text}`]);
});

test('events without an actor and of nothing are written as such', async () => {
  const records = recordEvents();
  await db.database.inTransaction(async (tx) => {
    await records.add(tx, []);
    await records.add(tx, [{ model: 'blog.a', key: 'x', kind: 'deleted', changes: {} }]);
  });
  expect(await db.query('SELECT row_key, actor_id, note FROM lockstep_event')).toEqual([
    { row_key: 'x', actor_id: null, note: null },
  ]);
});
