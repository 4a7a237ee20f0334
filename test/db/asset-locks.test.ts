import type { UserId } from '../../src/database/index.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AssetBatches } from '../../src/assets/batch.service.js';
import { BulkService } from '../../src/assets/bulk.service.js';
import { CustodyService } from '../../src/assets/custody.service.js';
import type { BulkResult } from '../../src/assets/dto/bulk.dto.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type AssetsProcess, newActor, startAssets } from '../support/assets.js';
import { lockWait } from '../support/lock-waits.js';
import { hold, holdRow, lockedAmong } from '../support/locks.js';
import { upTo } from '../support/up-to.js';

// Nothing sleeps here: a rival counts as waiting when the server says that his statement waits for a row.
const CONDITIONS = {
  ifMatch: undefined,
  leaseToken: undefined,
  idempotencyKey: undefined,
  lockWait: undefined,
};
const SCOPE = { all: false, max: 1000, dry_run: false };

let db: TestDatabase;
let api: AssetsProcess;
let actor: { id: UserId };

beforeAll(async () => {
  db = await createTestDatabase('asset_locks');
  api = await startAssets(db, { LOCK_WAIT_SECONDS: '30' });
  actor = await newActor(db, 'ada');
});

afterAll(async () => {
  await api.close();
  await db.close();
});

beforeEach(() => db.query('DELETE FROM assets_asset'));

/** Assets with ascending ids whose racks descend, so that an index on the place reads them backwards. */
async function newAssets(count: number): Promise<number[]> {
  const rackOf = (n: number) => String(1000 - n).padStart(4, '0');
  await db.query('INSERT INTO assets_asset (asset_tag, name, site, rack, notes, custom) VALUES ?', [
    upTo(count).map((n) => [`T-${n}`, 'x', 'Oslo', rackOf(n), '', '{}']),
  ]);
  const rows = await db.query<{ id: number }>('SELECT id FROM assets_asset ORDER BY id');
  return rows.map(({ id }) => id);
}

/** An UPDATE of all of these by filter. */
function bulkChange(set: object): Promise<BulkResult> {
  const wish = { ...SCOPE, filter: { site: 'Oslo' }, set };
  return api.get(BulkService).change(actor, wish, CONDITIONS);
}

test('a check-out waits for a held row, and decides on what it finds then', async () => {
  const [id = 0] = await newAssets(1);
  const bob = await newActor(db, 'bob');
  const holder = await holdRow(db, 'assets_asset', id);
  const rival = api.get(CustodyService).checkOut(actor, id, { user_id: actor.id }, CONDITIONS);
  const outcome = rival.catch((error: unknown) => error);
  await lockWait(db);
  await holder.query("UPDATE assets_asset SET status = 'deployed', assigned_to_id = ?", [bob.id]);
  await holder.commit();
  expect(await outcome).toMatchObject({
    code: 'asset_held',
    details: { holder: { id: bob.id, username: 'bob', since: null } },
  });
});

test('a write by filter locks by ascending id, whatever index finds the rows', async () => {
  const ids = await newAssets(6);
  const holder = await holdRow(db, 'assets_asset', ids[3]);
  const rival = bulkChange({ notes: 'all' });
  await lockWait(db);
  expect(await lockedAmong(db, ids)).toEqual(ids.slice(0, 4));
  await holder.commit();
  expect(await rival).toEqual({ matched: 6, changed: 6, ids });
});

test('a row that left the filter while a write waited for it is not written', async () => {
  const ids = await newAssets(3);
  const [first = 0, second = 0, third = 0] = ids;
  const holder = await holdRow(db, 'assets_asset', second);
  const rival = bulkChange({ notes: 'all' });
  await lockWait(db);
  await holder.query("UPDATE assets_asset SET site = 'Bern' WHERE id = ?", [second]);
  await holder.commit();
  expect(await rival).toEqual({ matched: 2, changed: 2, ids: [first, third] });
  expect(await db.query('SELECT notes FROM assets_asset WHERE id = ?', [second])).toEqual([
    { notes: '' },
  ]);
});

test('an atomic batch locks its rows by ascending id, whatever order its operations have', async () => {
  const ids = await newAssets(3);
  const holder = await holdRow(db, 'assets_asset', ids[1]);
  const operations = ids.toReversed().map((id) => ({ op: 'delete', id }) as const);
  const rival = api.get(AssetBatches).atomic(actor, operations, CONDITIONS);
  await lockWait(db);
  expect(await lockedAmong(db, ids)).toEqual(ids.slice(0, 2));
  await holder.commit();
  expect(await rival).toHaveLength(3);
});

test('an allocation passes over a held row, and locks no more than it takes', async () => {
  const ids = await newAssets(6);
  const holder = await holdRow(db, 'assets_asset', ids[0]);
  const userHolder = await holdRow(db, 'auth_user', actor.id);
  const rival = api.get(BulkService).allocate(actor, allocation(2), CONDITIONS);
  await lockWait(db);
  expect(await lockedAmong(db, ids)).toEqual(ids.slice(0, 3));
  await userHolder.commit();
  expect((await rival).map(({ id }) => id)).toEqual(ids.slice(1, 3));
  await holder.commit();
});

test('an allocation that finds too few waits for those that are held, and takes them if it can', async () => {
  const ids = await newAssets(2);
  const holder = await holdRow(db, 'assets_asset', ids[1]);
  const rival = api.get(BulkService).allocate(actor, allocation(2), CONDITIONS);
  await lockWait(db);
  await holder.commit();
  expect((await rival).map(({ id }) => id)).toEqual(ids);
});

test('an allocation that finds too few takes none', async () => {
  const [first = 0, second = 0] = await newAssets(2);
  const holder = await holdRow(db, 'assets_asset', second);
  const rival = api.get(BulkService).allocate(actor, allocation(2), CONDITIONS);
  const outcome = rival.catch((error: unknown) => error);
  await lockWait(db);
  await holder.query("UPDATE assets_asset SET status = 'lost' WHERE id = ?", [second]);
  await holder.commit();
  expect(await outcome).toMatchObject({
    code: 'not_enough_assets',
    details: { wanted: 2, available: 1 },
  });
  expect(await db.query('SELECT version FROM assets_asset WHERE id = ?', [first])).toEqual([
    { version: 1 },
  ]);
});

test('a write that loses a deadlock is run again, and done once', async () => {
  const ids = await newAssets(6);
  const retries = api.database.counters.conflictRetries;
  // He locks backwards, as Django may; what he has written already makes us the cheaper victim.
  const other = await holdRow(db, 'assets_asset', ids[5]);
  await other.query("UPDATE assets_asset SET notes = 'his' WHERE id IN (?)", [ids.slice(2)]);
  const rival = bulkChange({ rack: 'ours' });
  await lockWait(db);
  await other.query("UPDATE assets_asset SET notes = 'his' WHERE id = ?", [ids[0]]);
  await other.commit();
  expect(await rival).toMatchObject({ matched: 6, changed: 6 });
  expect(api.database.counters.conflictRetries).toBe(retries + 1);
  const events = await db.query<{ n: number }>(
    "SELECT COUNT(*) AS n FROM assets_assetevent WHERE asset_id IN (?) AND JSON_VALUE(changes, '$.rack[1]') = 'ours'",
    [ids],
  );
  expect(events).toEqual([{ n: 6 }]);
  expect(await db.query('SELECT version FROM assets_asset WHERE id = ?', [ids[0]])).toEqual([
    { version: 3 },
  ]);
});

test('a write that gives up waiting leaves nothing behind', async () => {
  const [id = 0] = await newAssets(1);
  const counter = () => db.query('SELECT value FROM lockstep_counter');
  const before = await counter();
  const holder = await hold(db);
  await holder.query(
    "INSERT INTO assets_asset (asset_tag, name, serial, notes, custom) VALUES ('H', 'his', 'S', '', '{}')",
  );
  const operations = [
    { op: 'update', id, set: { name: 'ours' } },
    { op: 'create', values: { name: 'tagged' } },
    { op: 'create', values: { name: 'clash', serial: 'S' } },
  ] as const;
  const wait = { lockWait: 1, idempotencyKey: undefined };
  const rival = api.get(AssetBatches).atomic(actor, operations, wait);
  await expect(rival).rejects.toMatchObject({ code: 'row_locked' });
  await holder.rollback();
  expect(await db.query('SELECT name, version FROM assets_asset')).toEqual([
    { name: 'x', version: 1 },
  ]);
  expect(await counter()).toEqual(before);
});

test('a batch has the counter of tags before it inserts anything that others could wait for', async () => {
  await newAssets(1);
  const holder = await hold(db);
  await holder.query('SELECT value FROM lockstep_counter FOR UPDATE');
  const operations = [
    { op: 'create', values: { name: 'a', asset_tag: 'BY-HAND', serial: 'S' } },
    { op: 'create', values: { name: 'b' } },
  ] as const;
  const rival = api.get(AssetBatches).atomic(actor, operations, CONDITIONS);
  const outcome = rival.catch((error: unknown) => error);
  await lockWait(db);
  await holder.query(
    "INSERT INTO assets_asset (asset_tag, name, serial, notes, custom) VALUES ('H', 'his', 'S', '', '{}')",
  );
  await holder.commit();
  expect(await outcome).toMatchObject({ code: 'duplicate_value', details: { field: 'serial' } });
});

/** Of the counter, from the next number on. */
async function nextTags(): Promise<(n: number) => string> {
  const [row] = await db.query<{ value: number }>('SELECT value FROM lockstep_counter');
  return (n) => `LOCK-${String((row?.value ?? 0) + n).padStart(6, '0')}`;
}

/** A create whose tag is given by hand at the same moment, by one after the other. */
async function createAgainst(tags: readonly string[]): Promise<unknown> {
  const holders = await Promise.all(tags.map(() => hold(db)));
  for (const [n, holder] of holders.entries())
    await holder.query(
      "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES (?, 'his', '', '{}')",
      [tags[n]],
    );
  const rival = api.assets.create(actor, { name: 'ours' }, CONDITIONS);
  const outcome = rival.catch((error: unknown) => error);
  for (const holder of holders) {
    await lockWait(db);
    await holder.commit();
  }
  return outcome;
}

test('a create whose tag is given by hand at the same moment takes the next, and overtakes who gives one after the other', async () => {
  const tag = await nextTags();
  expect(await createAgainst([1].map(tag))).toMatchObject({ asset_tag: tag(2) });
  expect(await createAgainst([3, 4].map(tag))).toMatchObject({ asset_tag: tag(15) });
});

test('a create that meets a tag by hand at each try is to be tried again, and takes no number', async () => {
  const tag = await nextTags();
  const outcome = await createAgainst([1, 2, 13, 114, 1115].map(tag));
  expect(outcome).toMatchObject({ code: 'try_again' });
  expect((await nextTags())(1)).toBe(tag(1));
});

test('a note ends with its transaction, also with one that failed', async () => {
  const [id = 0, taken = 0] = await newAssets(2);
  await db.query("UPDATE assets_asset SET serial = 'S' WHERE id = ?", [taken]);
  const single = await startAssets(db, { DB_POOL_SIZE: '1' });
  const custody = single.get(CustodyService);
  await custody.transition(actor, id, { status: 'lost', note: 'stolen?' }, CONDITIONS);
  await single.assets.change(actor, id, { name: 'a' }, CONDITIONS);
  const clash = { ...SCOPE, filter: { id }, set: { serial: 'S' }, note: 'never' };
  await expect(single.get(BulkService).change(actor, clash, CONDITIONS)).rejects.toThrow();
  await single.assets.change(actor, id, { name: 'b' }, CONDITIONS);
  await single.close();
  const events = await db.query(
    'SELECT version, note FROM assets_assetevent WHERE asset_id = ? ORDER BY id',
    [id],
  );
  expect(events.slice(1)).toEqual([
    { version: 2, note: 'stolen?' },
    { version: 3, note: null },
    { version: 4, note: null },
  ]);
});

function allocation(count: number) {
  return { filter: { site: 'Oslo' }, count, user_id: actor.id };
}
