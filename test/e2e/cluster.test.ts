import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { SECRET_KEY } from '../support/app.js';
import { ApiCluster, isAlive, until } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { EventListener } from '../support/event-listener.js';
import { lockWait } from '../support/lock-waits.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { ApiProcess } from '../support/process.js';
import { newLogin, newUser } from '../support/users.js';

// Each test starts three to six processes.
vi.setConfig({ testTimeout: 180_000 });

const config = loadConfig({ SECRET_KEY, DATABASE_URL: 'mysql://root@localhost/x' });

let db: TestDatabase;
let api: ApiCluster;

beforeAll(async () => {
  db = await createTestDatabase('cluster');
});

afterEach(() => api.primary.stop());

afterAll(() => db.close());

const start = async (env: Record<string, string> = {}): Promise<void> => {
  api = await ApiCluster.start(db.url, env);
};

const answers = (text: string, route: string): number =>
  Number(
    new RegExp(`_count\\{method="GET",route="${route}",status="200"\\} (\\d+)`).exec(text)?.[1] ??
      0,
  );

test('every process counts its own requests, and the metrics of the port are their sum', async () => {
  await start();
  for (let call = 0; call < 10; call++) await api.get('/health/live');
  const counted = [(await api.get('/metrics')).text, (await api.get('/metrics')).text];
  expect(counted.map((text) => answers(text, '/health/live'))).toEqual([10, 10]);
});

test('SIGHUP renews every worker under load, and no request is refused or dropped', async () => {
  await start();
  const before = api.workers;
  const statuses = new Set<number>();
  let calls = 0;
  let isOver = false;
  const visitors = Array.from({ length: 8 }, async () => {
    while (!isOver) {
      statuses.add((await fetch(`${api.origin}/api/auth/csrf`)).status);
      calls += 1;
    }
  });
  await until(() => calls > 50);
  api.signal('SIGHUP');
  await until(() => {
    const now = api.workers;
    return now.length === 2 && !now.some((pid) => before.includes(pid));
  });
  const renewed = calls;
  await until(() => calls > renewed + 50);
  isOver = true;
  await Promise.all(visitors);
  expect([...statuses]).toEqual([200]);
});

test('SIGHUP in the middle of a renewal is followed by another one', async () => {
  await start();
  const seen = new Set(api.workers);
  const look = (count: number) => () => {
    for (const pid of api.workers) seen.add(pid);
    return seen.size >= count;
  };
  api.signal('SIGHUP');
  await until(look(3));
  api.signal('SIGHUP');
  await until(look(6));
  await until(() => api.workers.length === 2);
});

test('SIGHUP to a worker is not its business', async () => {
  await start();
  const before = api.workers;
  for (const pid of before) process.kill(pid, 'SIGHUP');
  for (let call = 0; call < 4; call++) expect((await api.get('/health/live')).status).toBe(200);
  expect(api.workers).toEqual(before);
});

test('SIGTERM while an old worker says good-bye to its visitors ends all, the new one included', async () => {
  await start();
  // Connections that stay open keep the old workers for a moment.
  const visits = [api.connection(), api.connection()].map((send) => send({ path: '/health/live' }));
  await Promise.all(visits);
  api.signal('SIGHUP');
  await until(async () => (await api.size()) === 3);
  const pids = api.workers;
  expect(await api.primary.stop()).toBe(0);
  await until(() => pids.every((pid) => !isAlive(pid)));
});

test('a worker that is killed during a renewal leaves neither a gap nor one too many', async () => {
  await start();
  const before = api.workers;
  api.signal('SIGHUP');
  await until(() => api.workers.length === 3);
  process.kill(before[1] ?? 0, 'SIGKILL');
  await until(() => !api.workers.some((pid) => before.includes(pid)));
  await until(async () => (await api.size()) === 2);
  expect(api.workers).toHaveLength(2);
});

test('listeners of both processes hear each event once, and resume in the other process', async () => {
  await start({ EVENT_HEARTBEAT_SECONDS: '1' });
  const root = await newUser(db, { username: 'listener', isSuperuser: true });
  const cookie = `sessionid=${await newLogin(db, config, root)}`;
  const listen = (position?: number) =>
    EventListener.open(`${api.origin}/api/events`, {
      cookie,
      ...(position === undefined ? {} : { 'last-event-id': String(position) }),
    });
  // One after the other, so that each process gets one.
  const listeners = [await listen(), await listen()];
  for (let n = 0; n < 5; n++)
    await db.query(
      `INSERT INTO assets_asset (asset_tag, name, status, notes, custom)
        VALUES (?, 'sample', 'in_stock', '', '{}')`,
      [`EV-${n}`],
    );
  for (const listener of listeners) await listener.until(() => listener.events.length >= 5);
  const heard = listeners.map(({ events }) => events.map(({ id }) => id));
  expect(heard[0]).toHaveLength(5);
  expect(heard[1]).toEqual(heard[0]);
  await Promise.all(listeners.map((listener) => listener.close()));
  const again = [await listen(heard[0]?.[1]), await listen(heard[0]?.[1])];
  for (const listener of again) {
    await listener.until(() => listener.events.length >= 3);
    expect(listener.events.map(({ id }) => id)).toEqual(heard[0]?.slice(2));
    await listener.close();
  }
});

test('a worker that is killed comes back, and the other one answers meanwhile', async () => {
  await start();
  const [killed = 0, other = 0] = api.workers;
  process.kill(killed, 'SIGKILL');
  await until(() => !api.workers.includes(killed));
  expect((await api.get('/health/ready')).status).toBe(200);
  await until(() => api.workers.length === 2);
  expect(api.workers).toContain(other);
  await until(async () => (await api.size()) === 2);
});

test('SIGTERM ends all of them in order', async () => {
  await start();
  const pids = api.workers;
  expect(await api.primary.stop()).toBe(0);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('workers follow a primary that was killed, and finish what they do', async () => {
  await start();
  const pids = api.workers;
  const editor = await newUser(db, { username: 'editor', isSuperuser: true });
  const browser = await loginOf({ origin: api.primary.origin, db, config }, editor);
  const { body: asset } = await browser.post<{ id: number }>('/api/assets', { name: 'laptop' });
  const holder = await holdRow(db, 'assets_asset', asset.id);
  const change = browser.patch(
    `/api/assets/${asset.id}`,
    { name: 'tablet' },
    { prefer: 'wait=15' },
  );
  await lockWait(db);
  await api.primary.stop('SIGKILL');
  // The one without a request is gone: so the other has heard of it, too.
  await until(() => pids.filter(isAlive).length <= 1);
  await holder.rollback();
  expect(await change).toMatchObject({ status: 200, body: { name: 'tablet' } });
  await until(() => pids.every((pid) => !isAlive(pid)));
});

test('a start that fails says why, and no second process is tried', async () => {
  await start();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const second = ApiProcess.start(db.url, { WEB_CONCURRENCY: '2', PORT: String(port) });
  await expect(second).rejects.toThrow(/The port is taken by another program\.[^\n]*\n?$/);
  taken.close();
});
