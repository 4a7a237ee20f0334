import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { EventFeed } from '../../src/events/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { cookieOf, heard, Listeners, type Place, tagsOf } from '../support/event-listener.js';
import { hold } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

// How many may listen, and what one who does not read may cost.
let site: TestApp;
let feed: EventFeed;
let root: Browser;
let rootId: number;
const listeners = new Listeners();

beforeAll(async () => {
  site = await createTestApp('event_places', { EVENT_HEARTBEAT_SECONDS: '1' });
  feed = site.app.get(EventFeed, { strict: false });
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterEach(() => listeners.close());

afterAll(() => site.close());

const listen = (place?: Place) => listeners.listen(site.origin, root, place);

const OTHERS = 1_000_000;
/** Places of the feed that are taken, each by another user. */
const takenByOthers = (n: number) =>
  Array.from({ length: n }, (_, user) => feed.enter(OTHERS + user));

/** Comes back once so many places of the feed are taken. */
const placesTaken = (n: number) =>
  vi.waitUntil(() => feed.state.listeners === n, { timeout: 30_000 });

test('of a burst at the last places just as many are let in, and each place is free again after it', async () => {
  const taken = takenByOthers(997);
  const burst = await Promise.allSettled(Array.from({ length: 12 }, () => listen()));
  const refused = await root.get('/api/events');
  const answers = burst.flatMap(({ status }) => status);
  expect(answers.filter((status) => status === 'fulfilled')).toHaveLength(3);
  expect(refused.body).toMatchObject({ status: 503, code: 'too_many_listeners' });
  expect(refused.headers.get('retry-after')).toBe('10');
  await listeners.close();
  await placesTaken(997);
  taken.forEach((leave) => {
    leave();
  });
  expect(feed.state.listeners).toBe(0);
});

test('a user has his share of the places, and others get in when he has taken it', async () => {
  const taken = Array.from({ length: 98 }, () => feed.enter(rootId));
  const burst = await Promise.allSettled(Array.from({ length: 6 }, () => listen()));
  const refused = await root.get('/api/events');
  expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(refused.body).toMatchObject({ status: 429, code: 'too_many_own_listeners', most: 100 });
  expect(refused.headers.get('retry-after')).toBe('10');
  const other = await newUser(site.db, { username: 'other', isSuperuser: true });
  await listeners.listen(site.origin, await loginOf(site, other));
  await listeners.close();
  await placesTaken(98);
  await listen();
  taken.forEach((leave) => {
    leave();
  });
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

test('the lag grows while the feed cannot know what was committed, and is gone after it', async () => {
  const counter = await hold(site.db);
  await counter.query('SELECT * FROM lockstep_counter FOR UPDATE');
  await site.db.query(
    "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ('L-1', 'n', '', '{}')",
  );
  const leave = feed.enter(rootId);
  await vi.waitUntil(() => feed.state.lag > 1, { timeout: 30_000 });
  await counter.rollback();
  await vi.waitUntil(() => feed.state.lag < 1, { timeout: 30_000 });
  leave();
  await vi.waitUntil(() => feed.state.lag === 0, { timeout: 30_000 });
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
  await heard(start, total);
  const resumed = await listen({ from: String(Number(start.events[0]?.id) - 1) });
  await heard(resumed, total);
  expect(tagsOf(resumed)).toEqual(rows.map((_, n) => `B-${n}`));
});
