import type { QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { EventFeed } from '../../src/events/index.js';
import { EventsRepository } from '../../src/events/events.repository.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { EventListener } from '../support/event-listener.js';
import { hold } from '../support/locks.js';
import { logIn } from '../support/logins.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let second: Awaited<ReturnType<typeof startApp>>;
let feed: EventFeed;
let root: Browser;
let rootId: number;
const open: EventListener[] = [];

const ENV = { EVENT_HEARTBEAT_SECONDS: '1' };

beforeAll(async () => {
  site = await createTestApp('events', ENV);
  feed = site.app.get(EventFeed, { strict: false });
  second = await startApp(site.db.url, ENV);
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(rootId);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});

afterAll(async () => {
  await second.app.close();
  await site.close();
});

const loginOf = (userId: number): Promise<Browser> =>
  logIn(site.browser(), site.db, site.config, userId);

const cookieOf = ({ jar }: Browser) => ({ cookie: `sessionid=${jar.get('sessionid') ?? ''}` });

interface Listening {
  readonly query?: string;
  readonly from?: string;
  readonly as?: Browser;
  readonly origin?: string;
}

async function listen({ query = '', from, as = root, origin = site.origin }: Listening = {}) {
  const listener = await EventListener.open(`${origin}/api/events${query}`, {
    ...cookieOf(as),
    ...(from === undefined ? {} : { 'last-event-id': from }),
  });
  open.push(listener);
  return listener;
}

async function create(values: object): Promise<{ id: number; path: string }> {
  const { status, body } = await root.post<{ id: number }>('/api/assets', values);
  expect(status).toBe(201);
  return { id: body.id, path: `/api/assets/${body.id}` };
}

/** A transaction of somebody else that has inserted an asset and is not committed. */
async function writer(tag: string): Promise<QueryRunner> {
  const runner = site.db.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query(
    "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES (?, 'n', '', '{}')",
    [tag],
  );
  return runner;
}

async function commit(runner: QueryRunner): Promise<void> {
  await runner.commitTransaction();
  await runner.release();
}

/** Comes back once so many places of the feed are taken. */
const placesTaken = (n: number) =>
  vi.waitUntil(() => feed.state.listeners === n, { timeout: 30_000 });

const tagsOf = ({ events }: EventListener): unknown[] => events.map(({ data }) => data.asset_tag);
const count = (listener: EventListener, n: number) =>
  listener.until(() => listener.events.length >= n);

test('listeners of two processes hear what the API, Django and SQL write, once and in order', async () => {
  await create({ name: 'before' });
  const listeners = [await listen(), await listen({ origin: second.origin })];
  const { id, path } = await create({ name: 'a', asset_tag: 'E-1' });
  await root.patch(path, { rack: '7' });
  await site.db.query('UPDATE assets_asset SET rack = ? WHERE id = ?', ['8', id]);
  await root.delete(path);
  for (const listener of listeners) {
    await count(listener, 4);
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
  await create({ name: 'n', asset_tag: 'L-early' });
  await count(listener, 1);
  const resumed = await listen({ from: listener.lastEventId });
  await commit(late);
  await count(listener, 2);
  await count(resumed, 1);
  expect(tagsOf(listener)).toEqual(['L-early', 'L-late']);
  expect(tagsOf(resumed)).toEqual(['L-late']);
  const [early, last] = listener.events;
  expect(Number(last?.data.id)).toBeLessThan(Number(early?.data.id));
  expect(Number(last?.id)).toBeGreaterThan(Number(early?.id));
});

test('an event that is rolled back is never heard and holds up none', async () => {
  const listener = await listen();
  const gone = await writer('R-gone');
  await create({ name: 'n', asset_tag: 'R-1' });
  await count(listener, 1);
  await gone.rollbackTransaction();
  await gone.release();
  await create({ name: 'n', asset_tag: 'R-2' });
  await count(listener, 2);
  expect(tagsOf(listener)).toEqual(['R-1', 'R-2']);
});

test('a listener who loses his connection again and again misses nothing and hears nothing twice', async () => {
  const start = await listen();
  const writers = await Promise.all(['0', '1', '2', '3', '4'].map((n) => writer(`S-${n}`)));
  const heard: unknown[] = [];
  let from = start.lastEventId;
  for (const n of [3, 0, 4, 2, 1]) {
    const runner = writers[n];
    if (!runner) throw new Error(`there is no writer ${n}`);
    const origin = n % 2 === 0 ? site.origin : second.origin;
    const listener = await listen({ from, origin });
    await commit(runner);
    await count(listener, 1);
    await listener.close();
    heard.push(...tagsOf(listener));
    from = listener.lastEventId;
  }
  expect(heard).toEqual(['S-3', 'S-0', 'S-4', 'S-2', 'S-1']);
  await count(start, 5);
  expect(tagsOf(start)).toEqual(heard);
});

test('a listener resumes over more events than one page', async () => {
  const listener = await listen();
  const rows = Array.from({ length: 1250 }, (_, n) => `('P-${n}', 'n', '', '{}')`).join(', ');
  await site.db.query(`INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ${rows}`);
  await count(listener, 1250);
  const from = String(Number(listener.events[0]?.id) - 1);
  const resumed = await listen({ query: `?last_event_id=${from}` });
  await count(resumed, 1250);
  const expected = Array.from({ length: 1250 }, (_, n) => `P-${n}`);
  expect(tagsOf(listener)).toEqual(expected);
  expect(tagsOf(resumed)).toEqual(expected);
});

test('filters choose by asset, kind, source and user, and what is passed over still moves the place', async () => {
  const mine = await create({ name: 'mine' });
  const byAsset = await listen({ query: `?asset_id=${mine.id},999999` });
  const byKind = await listen({ query: '?kind=updated,deleted' });
  const bySource = await listen({ query: '?source=database' });
  const byUser = await listen({ query: `?actor_id=${rootId}&kind=deleted` });
  const other = await create({ name: 'other' });
  await root.patch(mine.path, { rack: '1' });
  await site.db.query('UPDATE assets_asset SET rack = 2 WHERE id = ?', [other.id]);
  await root.delete(mine.path);
  const versions = ({ events }: EventListener) =>
    events.map(({ data }) => [data.asset_id, data.version]);
  await count(byAsset, 2);
  await count(byKind, 3);
  await count(bySource, 1);
  await count(byUser, 1);
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

test('of a burst at the last places just as many are let in, and each place is free again after it', async () => {
  const taken = Array.from({ length: 997 }, () => feed.enter());
  const burst = await Promise.allSettled(Array.from({ length: 12 }, () => listen()));
  const refused = await root.get('/api/events');
  const answers = burst.flatMap(({ status }) => status);
  expect(answers.filter((status) => status === 'fulfilled')).toHaveLength(3);
  expect(refused.body).toMatchObject({ status: 503, code: 'too_many_listeners' });
  expect(refused.headers.get('retry-after')).toBe('10');
  await Promise.all(open.splice(0).map((listener) => listener.close()));
  await placesTaken(997);
  taken.forEach((leave) => {
    leave();
  });
  expect(feed.state.listeners).toBe(0);
});

test('a listener who is refused, or hangs up while he is being let in, leaves no place taken', async () => {
  expect((await root.get('/api/events', { 'last-event-id': '999999999' })).status).toBe(400);
  await placesTaken(0);
  const counter = await hold(site.db);
  await counter.query('SELECT * FROM lockstep_counter FOR UPDATE');
  await site.db.query(
    "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ('W-1', 'n', '', '{}')",
  );
  const request = httpGet(`${site.origin}/api/events`, { agent: false, headers: cookieOf(root) });
  request.on('error', () => undefined);
  await placesTaken(1);
  request.destroy();
  await placesTaken(0);
  await counter.rollback();
});

test('long events come in batches that a listener who does not read may keep', async () => {
  const from = await feed.end();
  const row = `('n', '${'x'.repeat(60_000)}', '{}'`;
  const rows = Array.from({ length: 12 }, (_, n) => `${row}, 'F-${n}')`).join(', ');
  await site.db.query(`INSERT INTO assets_asset (name, notes, custom, asset_tag) VALUES ${rows}`);
  await feed.end();
  const sizes: number[] = [];
  for await (const { events } of feed.follow(from, new AbortController().signal)) {
    sizes.push(events.length);
    if (sizes.reduce((sum, size) => sum + size) === 12) break;
  }
  expect(sizes).toEqual([4, 4, 4]);
});

test('twenty listeners cost one reading of the database', async () => {
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listen()));
  await create({ name: 'first' });
  await Promise.all(listeners.map((listener) => count(listener, 1)));
  const reads = vi.spyOn(site.app.get(EventsRepository, { strict: false }), 'listAfter');
  await create({ name: 'second' });
  await Promise.all(listeners.map((listener) => count(listener, 2)));
  expect(reads).toHaveBeenCalledTimes(1);
  reads.mockRestore();
});

test('a stream shows that it lives, and ends soon after the logout', async () => {
  const viewerId = await newUser(site.db, { username: 'viewer' });
  await grant(site.db, viewerId, 'assets.view_asset');
  const viewer = await loginOf(viewerId);
  const listener = await listen({ as: viewer });
  await listener.until(() => listener.heartbeats >= 2);
  expect((await viewer.post('/api/auth/logout')).status).toBe(204);
  await listener.ended;
  expect((await viewer.get('/api/events')).status).toBe(401);
});

test('a stream ends soon after the permission was taken away', async () => {
  const viewerId = await newUser(site.db, { username: 'former' });
  const viewer = await loginOf(viewerId);
  expect((await viewer.get('/api/events')).status).toBe(403);
  await grant(site.db, viewerId, 'assets.view_asset');
  const listener = await listen({ as: viewer });
  await site.db.query('DELETE FROM auth_user_user_permissions WHERE user_id = ?', [viewerId]);
  await listener.ended;
});

test('a listener who takes nothing is cut off, and resumes without a loss', async () => {
  const start = await listen();
  const connected = once(site.app.getHttpServer(), 'connection');
  const request = httpGet(`${site.origin}/api/events`, { agent: false, headers: cookieOf(root) });
  const [socket] = (await connected) as [Socket];
  const [stalled] = (await once(request, 'response')) as [IncomingMessage];
  // One read, to be sure that the stream has begun; then nothing any more.
  await once(stalled, 'readable');
  const total = 300;
  const text = 'x'.repeat(60_000);
  const rows = Array.from({ length: total }, (_, n) => `('B-${n}', 'n', '${text}', '{}')`);
  for (let at = 0; at < total; at += 50)
    await site.db.query(
      `INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ${rows.slice(at, at + 50).join(', ')}`,
    );
  if (!socket.destroyed) await once(socket, 'close');
  request.destroy();
  expect(socket.bytesWritten).toBeLessThan(total * text.length);
  await count(start, total);
  const resumed = await listen({ from: String(Number(start.events[0]?.id) - 1) });
  await count(resumed, total);
  expect(tagsOf(resumed)).toEqual(rows.map((_, n) => `B-${n}`));
});

test('an orderly stop ends the streams at once', async () => {
  const third = await startApp(site.db.url, { EVENT_HEARTBEAT_SECONDS: '60' });
  const listener = await listen({ origin: third.origin });
  await third.app.close();
  await listener.ended;
});
