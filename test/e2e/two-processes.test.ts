import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { SECRET_KEY } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { newAsset } from '../support/new-asset.js';
import { ApiProcess } from '../support/process.js';
import { newLogin, newSession, newUser } from '../support/users.js';

// Two real processes on one database and 16 clients: what was acknowledged must be there afterwards.
const CLIENTS = 16;
const WRITES = 400;

let db: TestDatabase;
let apis: ApiProcess[];
let clients: Browser[];

const config = loadConfig({ SECRET_KEY, DATABASE_URL: 'mysql://root@localhost/x' });

beforeAll(async () => {
  db = await createTestDatabase('two_processes');
  apis = await Promise.all([ApiProcess.start(db.url), ApiProcess.start(db.url)]);
  const root = await newUser(db, { username: 'root', isSuperuser: true });
  clients = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, n) => clientOf(n, await newLogin(db, config, root))),
  );
});

afterAll(async () => {
  await Promise.all(apis.map((api) => api.stop()));
  await db.close();
});

async function clientOf(n: number, key: string): Promise<Browser> {
  const api = apis[n % apis.length];
  if (!api) throw new Error('there is no API process');
  const browser = api.browser();
  browser.jar.set('sessionid', key);
  await browser.get('/api/auth/csrf');
  return browser;
}

function client(n: number): Browser {
  const browser = clients[n];
  if (!browser) throw new Error(`there is no client ${n}`);
  return browser;
}

/** Hands the numbers 0…count-1 to the clients; each takes the next when it is done. */
async function share(
  rivals: Browser[],
  count: number,
  work: (client: Browser, n: number) => Promise<void>,
) {
  const queue = Array.from({ length: count }, (_, n) => n);
  await Promise.all(
    rivals.map(async (client) => {
      for (let n = queue.shift(); n !== undefined; n = queue.shift()) await work(client, n);
    }),
  );
}

interface Counter {
  etag: string;
  current: { custom: { count: number } };
}

test('400 increments with If-Match on one row add up', async () => {
  const { path } = await newAsset(client(0), { name: 'counter', custom: { count: 0 } });
  // Each success makes all rivals stale, so their tries grow with their number squared; four overlap at every write too.
  await share(clients.slice(0, 4), WRITES, async (client) => {
    const read = await client.get<Counter['current']>(path);
    let seen: Counter = { etag: read.headers.get('etag') ?? '', current: read.body };
    for (;;) {
      const custom = { count: seen.current.custom.count + 1 };
      const answer = await client.patch<Counter>(path, { custom }, { 'if-match': seen.etag });
      if (answer.status === 200) return;
      expect(answer.status).toBe(412);
      seen = answer.body;
    }
  });
  const { body } = await client(0).get(path);
  expect(body).toMatchObject({ custom: { count: WRITES }, version: WRITES + 1 });
});

test('400 writes of different fields of one row never undo each other', async () => {
  const fields = ['name', 'category', 'manufacturer', 'model', 'site', 'rack', 'notes', 'serial'];
  const { path } = await newAsset(client(0), { name: 'start' });
  const last = new Map<string, string>();
  // One client owns one field, so the last value that was acknowledged to it must stand at the end.
  await Promise.all(
    fields.map(async (field, index) => {
      const owner = client(index);
      for (let n = 1; n <= WRITES / fields.length; n++) {
        const value = `${field} ${n}`;
        expect((await owner.patch(path, { [field]: value })).status).toBe(200);
        last.set(field, value);
      }
    }),
  );
  const { body } = await client(0).get(path);
  expect(body).toMatchObject({ ...Object.fromEntries(last), version: WRITES + 1 });
  const events = await db.query<{ n: number }>(
    'SELECT COUNT(*) AS n FROM assets_assetevent WHERE asset_id = ?',
    [body.id],
  );
  expect(events).toEqual([{ n: WRITES + 1 }]);
});

test('what was acknowledged is in every read that is sent afterwards, whoever sends it to whichever process', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => newAsset(client(0))));
  const ids = made.map(({ id }) => id);
  /** The version that was acknowledged last, by asset; undefined: it was deleted. */
  const acknowledged = new Map<number, number | undefined>(ids.map((id) => [id, 1]));
  /** Those whose deletion was sent: until its answer is there, they may be there or not. */
  const removing = new Set<number>();
  const stale: unknown[] = [];
  let reads = 0;

  const read = async (n: number, id: number): Promise<void> => {
    const least = acknowledged.get(id);
    const { status, body } = await client(n % CLIENTS).get(`/api/assets/${id}`);
    reads += 1;
    const isFresh = least === undefined ? status === 404 : Number(body.version) >= least;
    const isGone = status === 404 && removing.has(id);
    if (!isFresh && !isGone) stale.push({ id, least, status, version: body.version });
  };
  /** From all clients at once, in the turn in which the answer was seen: the service has them beside older reads of the row. */
  const readByAll = (id: number) =>
    Promise.all(Array.from({ length: CLIENTS }, (_, n) => read(n, id)));

  await share(clients, 120, async (writer, n) => {
    const id = ids[n % ids.length] ?? 0;
    const isLast = n >= 120 - ids.length;
    if (isLast) removing.add(id);
    const writing = isLast
      ? writer.delete(`/api/assets/${id}`)
      : writer.patch(`/api/assets/${id}`, { rack: String(n) });
    let isAnswered = false;
    // Until the answer is there each read shows the row as it was, and nothing of that may stay.
    const reading = [1, 2].map(async (at) => {
      while (!isAnswered) await read(n + at, id);
    });
    const answer = await writing;
    if (answer.status === 204) acknowledged.set(id, undefined);
    const before = acknowledged.get(id);
    if (answer.status === 200 && before !== undefined)
      acknowledged.set(id, Math.max(before, Number(answer.body.version)));
    await readByAll(id);
    isAnswered = true;
    await Promise.all(reading);
  });
  expect(stale).toEqual([]);
  expect([...acknowledged.values()]).toEqual(ids.map(() => undefined));
  expect(reads).toBeGreaterThan(120 * CLIENTS);
});

test('160 parallel writes of different keys of one session lose none', async () => {
  const key = await newSession(db, config, {});
  const both = await Promise.all([clientOf(0, key), clientOf(1, key)]);
  const numbers = Array.from({ length: 160 }, (_, n) => n);
  const answers = await Promise.all(
    numbers.map((n) => (n % 2 === 0 ? both[0] : both[1]).patch('/api/session', { [`k${n}`]: n })),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const { body } = await both[0].get('/api/session');
  expect(body.data).toEqual(Object.fromEntries(numbers.map((n) => [`k${n}`, n])));
});

test('a logout among slow writers of both processes ends the session for good', async () => {
  for (let round = 0; round < 5; round++) {
    const [user] = await db.query<{ id: number }>('SELECT id FROM auth_user');
    const key = await newLogin(db, config, user?.id ?? 0);
    const both = await Promise.all([clientOf(0, key), clientOf(1, key)]);
    const writes = Array.from({ length: 30 }, (_, n) =>
      (n % 2 === 0 ? both[0] : both[1]).patch('/api/session', { [`k${n}`]: n }),
    );
    const logout = both[1].post('/api/auth/logout');
    const answers = await Promise.all(writes);
    expect((await logout).status).toBe(204);
    const refused = answers.filter(({ status }) => status !== 200);
    for (const { body } of refused)
      expect(['session_interrupted', 'csrf_failed', 'not_authenticated']).toContain(body.code);
    const rows = await db.query('SELECT 1 FROM django_session WHERE session_key = ?', [key]);
    expect(rows).toEqual([]);
  }
});
