import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ApiCluster, isAlive, until } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';

// Each test starts three to six processes.
vi.setConfig({ testTimeout: 180_000 });

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

test('workers follow a primary that was killed', async () => {
  await start();
  const pids = api.workers;
  await api.primary.stop('SIGKILL');
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
