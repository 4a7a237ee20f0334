import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { EventsRepository } from '../../src/events/events.repository.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import {
  type EventListener,
  heard,
  Listeners,
  type Place,
  tagsOf,
} from '../support/event-listener.js';
import { type Holder, hold } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let second: Awaited<ReturnType<typeof startApp>>;
let root: Browser;
let rootId: number;
const listeners = new Listeners();

const ENV = { EVENT_HEARTBEAT_SECONDS: '1' };

beforeAll(async () => {
  site = await createTestApp('events', ENV);
  second = await startApp(site.db.url, ENV);
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterEach(() => listeners.close());

afterAll(async () => {
  await second.app.close();
  await site.close();
});

interface Listening extends Place {
  readonly as?: Browser;
  readonly origin?: string;
}

const listen = ({ as = root, origin = site.origin, ...place }: Listening = {}) =>
  listeners.listen(origin, as, place);

/** A transaction of somebody else that has inserted an asset and is not committed. */
async function writer(tag: string): Promise<Holder> {
  const holder = await hold(site.db);
  await holder.query(
    "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES (?, 'n', '', '{}')",
    [tag],
  );
  return holder;
}

test('listeners of two processes hear what the API, Django and SQL write, once and in order', async () => {
  await newAsset(root, { name: 'before' });
  const listeners = [await listen(), await listen({ origin: second.origin })];
  const { id, path } = await newAsset(root, { name: 'a', asset_tag: 'E-1' });
  await root.patch(path, { rack: '7' });
  await site.db.query('UPDATE assets_asset SET rack = ? WHERE id = ?', ['8', id]);
  await root.delete(path);
  for (const listener of listeners) {
    await heard(listener, 4);
    expect(listener.events.map(({ kind }) => kind)).toEqual([
      'created',
      'updated',
      'updated',
      'deleted',
    ]);
    expect(listener.events.map(({ data }) => [data.version, data.source])).toEqual([
      [1, 'lockstep'],
      [2, 'lockstep'],
      [3, 'database'],
      [4, 'lockstep'],
    ]);
    expect(listener.events[1]?.data).toMatchObject({
      asset_id: id,
      actor: { id: rootId, username: 'root' },
      changes: { rack: { before: '', after: '7' } },
    });
    const ids = listener.events.map((event) => event.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(4);
  }
  expect(listeners[0]?.response.headers['content-type']).toMatch(/^text\/event-stream/);
  expect(listeners[0]?.response.headers['x-accel-buffering']).toBe('no');
});

test('an event that commits after later ones were heard is heard after them, with a larger id', async () => {
  const listener = await listen();
  const late = await writer('L-late');
  await newAsset(root, { name: 'n', asset_tag: 'L-early' });
  await heard(listener, 1);
  const resumed = await listen({ from: listener.lastEventId });
  await late.commit();
  await heard(listener, 2);
  await heard(resumed, 1);
  expect(tagsOf(listener)).toEqual(['L-early', 'L-late']);
  expect(tagsOf(resumed)).toEqual(['L-late']);
  const [early, last] = listener.events;
  expect(Number(last?.data.id)).toBeLessThan(Number(early?.data.id));
  expect(Number(last?.id)).toBeGreaterThan(Number(early?.id));
});

test('an event that is rolled back is never heard and holds up none', async () => {
  const listener = await listen();
  const gone = await writer('R-gone');
  await newAsset(root, { name: 'n', asset_tag: 'R-1' });
  await heard(listener, 1);
  await gone.rollback();
  await newAsset(root, { name: 'n', asset_tag: 'R-2' });
  await heard(listener, 2);
  expect(tagsOf(listener)).toEqual(['R-1', 'R-2']);
});

test('a listener who loses his connection again and again misses nothing and hears nothing twice', async () => {
  const start = await listen();
  const writers = await Promise.all(['0', '1', '2', '3', '4'].map((n) => writer(`S-${n}`)));
  const tags: unknown[] = [];
  let from = start.lastEventId;
  for (const n of [3, 0, 4, 2, 1]) {
    const holder = writers[n];
    if (!holder) throw new Error(`there is no writer ${n}`);
    const origin = n % 2 === 0 ? site.origin : second.origin;
    const listener = await listen({ from, origin });
    await holder.commit();
    await heard(listener, 1);
    await listener.close();
    tags.push(...tagsOf(listener));
    from = listener.lastEventId;
  }
  expect(tags).toEqual(['S-3', 'S-0', 'S-4', 'S-2', 'S-1']);
  await heard(start, 5);
  expect(tagsOf(start)).toEqual(tags);
});

test('a listener resumes over more events than one page', async () => {
  const listener = await listen();
  const rows = Array.from({ length: 1250 }, (_, n) => `('P-${n}', 'n', '', '{}')`).join(', ');
  await site.db.query(`INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ${rows}`);
  await heard(listener, 1250);
  const from = String(Number(listener.events[0]?.id) - 1);
  const resumed = await listen({ query: `?last_event_id=${from}` });
  await heard(resumed, 1250);
  const expected = Array.from({ length: 1250 }, (_, n) => `P-${n}`);
  expect(tagsOf(listener)).toEqual(expected);
  expect(tagsOf(resumed)).toEqual(expected);
});

test('filters choose by asset, kind, source and user, and what is passed over still moves the place', async () => {
  const mine = await newAsset(root, { name: 'mine' });
  const byAsset = await listen({ query: `?asset_id=${mine.id},999999` });
  const byKind = await listen({ query: '?kind=updated,deleted' });
  const bySource = await listen({ query: '?source=database' });
  const byUser = await listen({ query: `?actor_id=${rootId}&kind=deleted` });
  const other = await newAsset(root, { name: 'other' });
  await root.patch(mine.path, { rack: '1' });
  await site.db.query('UPDATE assets_asset SET rack = 2 WHERE id = ?', [other.id]);
  await root.delete(mine.path);
  const versions = ({ events }: EventListener) =>
    events.map(({ data }) => [data.asset_id, data.version]);
  await heard(byAsset, 2);
  await heard(byKind, 3);
  await heard(bySource, 1);
  await heard(byUser, 1);
  expect(versions(byAsset)).toEqual([
    [mine.id, 2],
    [mine.id, 3],
  ]);
  expect(versions(byKind)).toEqual([
    [mine.id, 2],
    [other.id, 2],
    [mine.id, 3],
  ]);
  expect(versions(bySource)).toEqual([[other.id, 2]]);
  expect(versions(byUser)).toEqual([[mine.id, 3]]);
  await bySource.until(() => bySource.lastEventId === byKind.lastEventId);
});

test('a place that the feed has not reached, a broken one and an unknown filter are refused', async () => {
  const refused = async (query: string, headers?: Record<string, string>) =>
    (await root.get(`/api/events${query}`, headers)).body;
  expect(await refused('', { 'last-event-id': '999999999' })).toMatchObject({
    status: 400,
    code: 'unknown_position',
  });
  expect(await refused('', { 'last-event-id': 'x' })).toMatchObject({ code: 'malformed_header' });
  expect(await refused('?kind=renamed')).toMatchObject({ code: 'validation_failed' });
  expect(await refused('?colour=red')).toMatchObject({ code: 'validation_failed' });
});

test('twenty listeners cost one reading of the database', async () => {
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listen()));
  await newAsset(root, { name: 'first' });
  await Promise.all(listeners.map((listener) => heard(listener, 1)));
  const reads = vi.spyOn(site.app.get(EventsRepository, { strict: false }), 'listAfter');
  await newAsset(root, { name: 'second' });
  await Promise.all(listeners.map((listener) => heard(listener, 2)));
  expect(reads).toHaveBeenCalledTimes(1);
  reads.mockRestore();
});

test('a stream shows that it lives, and ends soon after the logout', async () => {
  const viewerId = await newUser(site.db, { username: 'viewer' });
  await grant(site.db, viewerId, 'assets.view_asset');
  const viewer = await loginOf(site, viewerId);
  const listener = await listen({ as: viewer });
  await listener.until(() => listener.heartbeats >= 2);
  expect((await viewer.post('/api/auth/logout')).status).toBe(204);
  await listener.ended;
  expect((await viewer.get('/api/events')).status).toBe(401);
});

test('a stream ends soon after the permission was taken away', async () => {
  const viewerId = await newUser(site.db, { username: 'former' });
  const viewer = await loginOf(site, viewerId);
  expect((await viewer.get('/api/events')).status).toBe(403);
  await grant(site.db, viewerId, 'assets.view_asset');
  const listener = await listen({ as: viewer });
  await site.db.query('DELETE FROM auth_user_user_permissions WHERE user_id = ?', [viewerId]);
  await listener.ended;
});

test('an orderly stop ends the streams at once', async () => {
  const third = await startApp(site.db.url, { EVENT_HEARTBEAT_SECONDS: '60' });
  const listener = await listen({ origin: third.origin });
  await third.app.close();
  await listener.ended;
});
