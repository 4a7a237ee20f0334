import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Browser } from '../support/browser.js';
import { Script } from './support.js';

// What somebody has who has no clone: the package, installed into an empty folder.
const run = promisify(execFile);
const READY = /API +(http:\/\/\S+)\/api\n/;

let folder: string;
let started: Script[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await writeFile(join(folder, 'package.json'), '{}');
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...quietly, `./${filename}`], { cwd: folder });
}, 180_000);

afterEach(async () => {
  await Promise.all(started.map((script) => script.end('SIGTERM')));
  started = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npx lockstep WORDS`, without the process of npx between us and it. */
function lockstep(words: string[] = [], env: Record<string, string> = {}, cwd = folder): Script {
  const child = spawn(join(folder, 'node_modules/.bin/lockstep'), words, {
    cwd,
    env: { HOME: tmpdir(), PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const script = new Script(child, 'lockstep');
  started.push(script);
  return script;
}

test('lockstep in an empty folder starts with a database of its own there; its commands find it', async () => {
  const service = lockstep();
  const [, origin = ''] = await service.prints(READY);
  const [, password = ''] = await service.prints(/password +(\S+) /);
  expect((await new Browser(origin).login('admin', password)).status).toBe(200);
  expect(existsSync(join(folder, 'var'))).toBe(true);
  const page = await fetch(origin);
  expect(await page.text()).toContain('src="/_console/');

  const sessions = lockstep(['sessions', '--user', 'admin', '--json']);
  expect(await sessions.end()).toBe(0);
  expect(sessions.printed).toContain('session_key');

  expect(await service.end('SIGTERM')).toBe(0);
  const again = lockstep();
  const [, second = ''] = await again.prints(READY);
  expect((await new Browser(second).login('admin', password)).status).toBe(200);
});

test('each folder has an .env and a database of its own', async () => {
  const other = join(folder, 'other');
  await mkdir(other);
  await writeFile(join(other, '.env'), 'SESSION_COOKIE_NAME=of_the_other\n');
  const service = lockstep([], {}, other);
  const [, origin = ''] = await service.prints(READY);
  const [, password = ''] = await service.prints(/password +(\S+) /);
  const { cookies } = await new Browser(origin).login('admin', password);
  expect(cookies.join()).toContain('of_the_other=');
});

test('its help says how it is called', async () => {
  const help = lockstep(['help']);
  expect(await help.end()).toBe(0);
  expect(help.printed).toMatch(/^npx lockstep COMMAND/m);
  expect(help.printed).toMatch(/^ {2}doctor/m);
});
