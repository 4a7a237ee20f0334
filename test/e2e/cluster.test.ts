import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';

// Real processes: a primary that holds the port, and two workers behind it.

// Each test starts three to six processes.
vi.setConfig({ testTimeout: 180_000 });

let db: TestDatabase;
let api: ApiProcess;

beforeAll(async () => {
  db = await createTestDatabase('cluster');
});

afterEach(() => api.stop());

afterAll(() => db.close());

const start = async (): Promise<void> => {
  api = await ApiProcess.start(db.url, { WEB_CONCURRENCY: '2' });
  await until(async () => (await processesBehindMetrics()) === 2);
};

/** The children of the primary. */
function workers(): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === api.child.pid)
    .map(([pid = 0]) => pid);
}

/** A connection of its own for each call, so that the primary deals them out to both workers in turn. */
async function get(path: string): Promise<{ status: number | undefined; text: string }> {
  const sent = request(api.origin + path, { agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = await response.setEncoding('utf8').toArray();
  return { status: response.statusCode, text: chunks.join('') };
}

const answers = (text: string, route: string): number =>
  Number(
    new RegExp(`_count\\{method="GET",route="${route}",status="200"\\} (\\d+)`).exec(text)?.[1] ??
      0,
  );

/** Each process counts itself. */
async function processesBehindMetrics(): Promise<number> {
  const { text } = await get('/metrics');
  return Number(/^lockstep_processes (\d+)$/m.exec(text)?.[1]);
}

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve));
}

test('every process counts its own requests, and the metrics of the port are their sum', async () => {
  await start();
  for (let call = 0; call < 10; call++) await get('/health/live');
  const counted = [(await get('/metrics')).text, (await get('/metrics')).text];
  expect(counted.map((text) => answers(text, '/health/live'))).toEqual([10, 10]);
});

test('SIGHUP renews every worker under load, and no request is refused or dropped', async () => {
  await start();
  const before = workers();
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
  api.child.kill('SIGHUP');
  await until(() => {
    const now = workers();
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
  const [killed = 0, other = 0] = workers();
  process.kill(killed, 'SIGKILL');
  await until(() => !workers().includes(killed));
  expect((await get('/health/ready')).status).toBe(200);
  await until(() => workers().length === 2);
  expect(workers()).toContain(other);
  await until(async () => (await processesBehindMetrics()) === 2);
});

test('SIGTERM ends all of them in order', async () => {
  await start();
  const pids = workers();
  expect(await api.stop()).toBe(0);
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('workers follow a primary that was killed', async () => {
  await start();
  const pids = workers();
  await api.stop('SIGKILL');
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

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
