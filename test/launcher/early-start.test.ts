import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../support/cluster.js';
import { DataDirectory, isRunning, type Script, startScript } from './support.js';

// While somebody else holds the lock of the data directory, the launcher cannot start the database.
let data: DataDirectory;
let script: Script;
let lock: string;

beforeEach(async () => {
  data = await DataDirectory.make();
  lock = join(data.path, 'mysql.locked', String(process.pid));
  mkdirSync(dirname(lock));
  writeFileSync(lock, '');
});

afterEach(async () => {
  rmSync(lock, { force: true });
  await script.end('SIGTERM');
  await data.remove();
});

/** Starts the API and waits until its processes have loaded all they can. @returns their pids, the oldest first */
async function loaded(processes: number): Promise<number[]> {
  script = startScript('start', { ...data.env, WEB_CONCURRENCY: String(processes) });
  // With one process there is no primary; with more there is one, and a single worker until that one is ready.
  const expected = Math.min(processes, 2);
  await until(() => programsOf(script).length === expected);
  const pids = programsOf(script);
  await until(() => hasLoaded(pids.at(-1)));
  return pids;
}

/** Whether a process has come as far as the addon that checks passwords, deep below the framework and our modules. */
const hasLoaded = (pid: number | undefined): boolean =>
  readFileSync(`/proc/${String(pid)}/maps`, 'utf8').includes('bcrypt');

/** The Node processes below the launcher. */
function programsOf({ child: { pid } }: Script): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const childrenOf = (parent: number | undefined): number[] =>
    table
      .filter(([, ppid]) => ppid === parent)
      .flatMap(([child = 0]) => [child, ...childrenOf(child)]);
  return childrenOf(pid);
}

test.each([1, 2])(
  '%i processes load while the database is not there, and then serve',
  async (n) => {
    const pids = await loaded(n);
    expect(pids.map(isRunning)).not.toContain(false);
    expect(data.databasePid).toBeUndefined();
    rmSync(lock);
    const [, origin = ''] = await script.prints(/API +(http:\/\/\S+)\/api\n/);
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    expect(programsOf(script)).toEqual(expect.arrayContaining(pids));
  },
);

test.each([
  [1, 'SIGTERM'],
  [2, 'SIGTERM'],
  [2, 'SIGINT'],
] as const)(
  '%i processes that wait for their database stop in order at %s, whoever holds the lock',
  async (n, signal) => {
    const pids = await loaded(n);
    expect(await script.end(signal)).toBe(0);
    expect(pids.some(isRunning)).toBe(false);
    expect(script.printed).toBe('');
    expect(existsSync(lock)).toBe(true);
    expect(data.databasePid).toBeUndefined();
  },
);

test('a command that is stopped before its database is there did not succeed', async () => {
  script = startScript('manage', data.env, { words: ['migrate'] });
  await until(() => existsSync(join(data.path, 'mysql.users')));
  expect(await script.end('SIGTERM')).toBe(1);
  expect(script.printed).toBe('');
});

test('a database that cannot be started ends the processes that wait for it', async () => {
  const pids = await loaded(2);
  writeFileSync(join(data.path, 'mysql'), 'no folder');
  rmSync(lock);
  expect(await script.end()).toBe(1);
  expect(pids.some(isRunning)).toBe(false);
  expect(script.printed).toContain('The embedded database did not start.');
});
