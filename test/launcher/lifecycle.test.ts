import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Browser } from '../support/browser.js';
import { openTestDatabase } from '../support/database.js';
import { DataDirectory, isRunning, type Script, startScript } from './support.js';

// The real scripts with a database of their own; packages and build are there already.
const READY = /API +(http:\/\/\S+)\/api\n/;

let data: DataDirectory;
let started: Script[];

beforeEach(async () => {
  data = await DataDirectory.make();
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map((script) => script.end('SIGTERM')));
  await data.remove();
});

async function start(): Promise<{ script: Script; origin: string }> {
  const script = startScript('start', data.env);
  started.push(script);
  const [, origin = ''] = await script.prints(READY);
  return { script, origin };
}

const live = async (origin: string) => (await fetch(`${origin}/health/ready`)).status;

function databasePid(): number {
  const pid = data.databasePid;
  if (pid === undefined) throw new Error('no database runs');
  return pid;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s stops the API and then the database, with status 0 and nothing left',
  async (signal) => {
    const { script, origin } = await start();
    expect(await live(origin)).toBe(200);
    const pid = databasePid();
    expect(await script.end(signal)).toBe(0);
    expect(isRunning(pid)).toBe(false);
    await expect(fetch(origin)).rejects.toThrow();
  },
);

test('the superuser of a fresh database is printed once, with a password that logs in', async () => {
  const first = await start();
  const [, password = ''] = await first.script.prints(/password +(\S+) /);
  expect((await new Browser(first.origin).login('admin', password)).status).toBe(200);
  await first.script.end('SIGTERM');
  const second = await start();
  expect(second.script.printed).not.toContain('password');
});

test('the database keeps its temporary tables apart from other servers, which clear away what they find when they start', async () => {
  await start();
  const socket = encodeURIComponent(join(data.path, 'mysql.sock'));
  const db = await openTestDatabase(`mysql://root@localhost/lockstep?socketPath=${socket}`);
  expect(await db.query('SELECT @@tmpdir AS folder')).toEqual([{ folder: data.path }]);
  await db.close();
});

test('after kill -9 of the launcher the next start takes over the database that still runs', async () => {
  const first = await start();
  const pid = databasePid();
  // Its output closes only when the API has ended as well, which would keep the port.
  await first.script.end('SIGKILL');
  expect(isRunning(pid)).toBe(true);
  const second = await start();
  expect(databasePid()).toBe(pid);
  expect(await live(second.origin)).toBe(200);
  expect(await second.script.end('SIGTERM')).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

test('a second API and the command line share the database; the last one to leave stops it', async () => {
  const [first, second] = [await start(), await start()];
  const pid = databasePid();
  const command = startScript('manage', data.env, { words: ['migrate', '--json'] });
  expect(await command.end()).toBe(0);
  expect(command.printed).toContain('"applied"');
  expect(await first.script.end('SIGTERM')).toBe(0);
  expect(isRunning(pid)).toBe(true);
  expect(await live(second.origin)).toBe(200);
  expect(await second.script.end('SIGTERM')).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

test('a stop while the database is being made leaves no process behind, and the next start works', async () => {
  const script = startScript('start', data.env);
  started.push(script);
  script.child.kill('SIGTERM');
  await script.end();
  const pid = data.databasePid;
  expect(pid !== undefined && isRunning(pid)).toBe(false);
  const next = await start();
  expect(await live(next.origin)).toBe(200);
});
