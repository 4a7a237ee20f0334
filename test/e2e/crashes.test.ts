import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';
import { loadConfig } from '../../src/config/index.js';
import { SECRET_KEY } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';
import { newLogin, newUser } from '../support/users.js';

// A durable server and a real API process; one of them is killed while eight writers are at work.
const WRITERS = 8;
const BEFORE = 15;
const AFTER = 10;

let folder: string;
let server: Awaited<ReturnType<typeof joinEmbeddedDatabase>>;
let api: ApiProcess;
let key: string;
let db: TestDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-crash-'));
  server = await joinEmbeddedDatabase(folder);
  api = await ApiProcess.start(server.url('lockstep'));
  db = await openTestDatabase(server.url('lockstep'));
  const config = loadConfig({ SECRET_KEY, DATABASE_URL: server.url('lockstep') });
  key = await newLogin(db, config, await newUser(db, { username: 'root', isSuperuser: true }));
});

afterEach(async () => {
  await api.stop();
  await db.close();
  await server.leave();
  await rm(folder, { recursive: true, force: true });
});

/** One asset of its own, and the last number that was acknowledged for it. */
interface Writer {
  readonly browser: Browser;
  readonly path: string;
  acknowledged: number;
}

async function newWriter(): Promise<Writer> {
  const browser = await loggedIn();
  const { headers } = await browser.post('/api/assets', { name: 'n0', rack_unit: 0 });
  return { browser, path: headers.get('location') ?? '', acknowledged: 0 };
}

async function loggedIn(): Promise<Browser> {
  const browser = api.browser();
  browser.jar.set('sessionid', key);
  await browser.get('/api/auth/csrf');
  return browser;
}

/** Counts up until `count` more are acknowledged; refusals are tried again, and must be honest ones. */
async function write(writer: Writer, count: number): Promise<void> {
  const goal = writer.acknowledged + count;
  while (writer.acknowledged < goal) {
    const next = writer.acknowledged + 1;
    const { status } = await writer.browser.patch(writer.path, { rack_unit: next });
    if (status === 200) writer.acknowledged = next;
    else expect(status).toBe(503);
  }
}

/** Every acknowledged write is there; the one that was under way may be, too. */
async function audit(writers: readonly Writer[]): Promise<void> {
  for (const { path, acknowledged } of writers) {
    const { body } = await (await loggedIn()).get<{ rack_unit: number; version: number }>(path);
    expect([acknowledged, acknowledged + 1]).toContain(body.rack_unit);
    expect(body.version).toBe(body.rack_unit + 1);
  }
}

test('kill -9 of the API loses no acknowledged write, and a new process goes on', async () => {
  const writers = await Promise.all(Array.from({ length: WRITERS }, newWriter));
  await Promise.all(writers.map((writer) => write(writer, BEFORE)));
  const cutOff = writers.map((writer) =>
    write(writer, 100_000).catch(() => 'the connection broke'),
  );
  await Promise.race(writers.map((writer) => until(() => writer.acknowledged > BEFORE + 2)));
  await api.stop('SIGKILL');
  expect(new Set(await Promise.all(cutOff))).toEqual(new Set(['the connection broke']));
  api = await ApiProcess.start(server.url('lockstep'));
  await audit(writers);
});

test('kill -9 of the database loses no acknowledged write, and the API answers again by itself', async () => {
  const writers = await Promise.all(Array.from({ length: WRITERS }, newWriter));
  const work = writers.map((writer) => write(writer, BEFORE + AFTER));
  await Promise.race(writers.map((writer) => until(() => writer.acknowledged >= BEFORE)));
  const reader = await loggedIn();
  const path = writers[0]?.path ?? '';
  server.kill9();
  const ready = await (await fetch(`${api.origin}/health/ready`)).json();
  expect(ready).toMatchObject({ status: 503 });
  const away = await reader.get(path);
  expect(away.body).toMatchObject({ status: 503, code: 'database_unavailable' });
  expect(away.headers.get('retry-after')).toBe('2');
  server = await joinEmbeddedDatabase(folder);
  await Promise.all(work);
  expect((await reader.get(path)).status).toBe(200);
  await audit(writers);
});

/** Polls something that only this process changes. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
