import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ConfigModule, loadConfig } from '../../src/config/index.js';
import {
  Database,
  DatabaseModule,
  DatabaseUnavailableError,
  DuplicateKeyError,
} from '../../src/database/index.js';
import { SessionData } from '../../src/django/index.js';
import { SessionFormat, SessionsModule, SessionsService } from '../../src/sessions/index.js';
import { SessionsRepository } from '../../src/sessions/sessions.repository.js';
import { CommitProxy } from '../support/commit-proxy.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const KEY = 'd6muarjno6th3d9veme88p0xqcy3zd1f';
const LATER = new Date('2038-01-01T00:00:00Z');

let db: TestDatabase;
let context: INestApplicationContext;
let rows: SessionsRepository;
let sessions: SessionsService;

beforeAll(async () => {
  db = await createTestDatabase('sessions_rows');
  context = await open(db.url);
  rows = context.get(SessionsRepository);
  sessions = context.get(SessionsService);
});

function open(url: string): Promise<INestApplicationContext> {
  const config = loadConfig({ NODE_ENV: 'test', SECRET_KEY: 'x'.repeat(50), DATABASE_URL: url });
  return NestFactory.createApplicationContext(
    { module: SessionsModule, imports: [ConfigModule.of(config), DatabaseModule] },
    { logger: false, abortOnError: false },
  );
}

afterAll(async () => {
  await context.close();
  await db.close();
});

beforeEach(() => db.query('DELETE FROM django_session'));

async function loaded() {
  const session = await sessions.load(KEY);
  if (!session) throw new Error('the session is not there');
  return session;
}

/** A session with nothing in it, as a first visit leaves it. */
async function newRow(): Promise<void> {
  await rows.insert(KEY, '', LATER);
}

/** Until the save is at the server, where the row is held. */
async function somebodyWaits(): Promise<void> {
  let waiting: unknown[] = [];
  while (waiting.length === 0)
    waiting = await db.query(
      `SELECT 1 FROM information_schema.processlist
        WHERE db = DATABASE() AND info LIKE 'UPDATE django_session%'`,
    );
}

test('a payload is replaced only while it still is, byte for byte, what was read', async () => {
  await rows.insert(KEY, 'Abc', LATER);
  for (const stale of ['abc', 'Abc ', 'Ab', ''])
    expect(await rows.compareAndSet(KEY, stale, 'new', LATER)).toBe(false);
  expect(await rows.compareAndSet(KEY, 'Abc', 'new', LATER)).toBe(true);
  expect((await rows.find(KEY))?.text).toBe('new');
  expect(await rows.compareAndSet('unknown0', 'Abc', 'new', LATER)).toBe(false);
});

test('a key that is taken is not given twice', async () => {
  await newRow();
  await expect(rows.insert(KEY, 'other', LATER)).rejects.toThrow(DuplicateKeyError);
});

test('a save that waited for another one puts its keys over what it finds then', async () => {
  await newRow();
  const slow = await loaded();
  slow.data.set('b', 2);
  const other = SessionData.empty();
  other.set('a', 1);
  const { saved } = await context.get(Database).inTransaction(async (tx) => {
    await rows.lock(tx, KEY);
    const saved = sessions.save(KEY, slow);
    await somebodyWaits();
    await rows.update(tx, KEY, context.get(SessionFormat).encode(other, new Date()), LATER);
    return { saved };
  });
  await saved;
  const { data } = await loaded();
  expect([data.get('a'), data.get('b')]).toEqual([1, 2]);
});

test('a save that waited for a logout fails and revives nothing', async () => {
  await newRow();
  const slow = await loaded();
  slow.data.set('a', 1);
  const outcome = await context.get(Database).inTransaction(async (tx) => {
    await rows.lock(tx, KEY);
    const saved = sessions.save(KEY, slow).catch((error: unknown) => error);
    await somebodyWaits();
    await tx.query('DELETE FROM django_session WHERE session_key = ?', [KEY]);
    return { saved };
  });
  expect(await outcome.saved).toMatchObject({ code: 'session_interrupted' });
  expect(await db.query('SELECT * FROM django_session')).toEqual([]);
});

test('a merge does not take a session without a login beyond 8 KB', async () => {
  await newRow();
  const [slow, other] = [await loaded(), await loaded()];
  slow.data.set('b', 'b'.repeat(5_000));
  other.data.set('a', 'a'.repeat(5_000));
  await sessions.save(KEY, other);
  await expect(sessions.save(KEY, slow)).rejects.toMatchObject({ code: 'session_too_large' });
  expect(Object.keys((await loaded()).data.toObject())).toEqual(['a']);
});

test('a merge whose COMMIT never arrived leaves the session as it was, with its change still to be saved', async () => {
  await newRow();
  const proxy = await CommitProxy.open(db.url);
  const far = await open(proxy.url);
  const [slow, other] = [await loaded(), await loaded()];
  slow.data.set('b', 2);
  other.data.set('a', 1);
  await sessions.save(KEY, other);
  const { stored } = slow;
  proxy.fate = 'cut before';
  const failure = await far
    .get(SessionsService)
    .save(KEY, slow)
    .catch((error: unknown) => error);
  await far.close();
  await proxy.close();
  expect(failure).toBeInstanceOf(DatabaseUnavailableError);
  expect(slow).toMatchObject({ stored, saved: false, data: { isModified: true } });
  expect(slow.data.toObject()).toEqual({ b: 2 });
});

/** `pickle.dumps({})` under a signature that nobody checks: what counts is that it is none of ours to overwrite. */
const PICKLE = Buffer.from(`${'0'.repeat(40)}:\x80\x02}q\x01.`, 'latin1').toString('base64');

test('a save that finds a pickle of Django in the row by then leaves it alone', async () => {
  await newRow();
  const slow = await loaded();
  slow.data.set('a', 1);
  await db.query('UPDATE django_session SET session_data = ?', [PICKLE]);
  await expect(sessions.save(KEY, slow)).rejects.toMatchObject({ code: 'session_unreadable' });
  expect((await rows.find(KEY))?.text).toBe(PICKLE);
});

const NEW_KEY = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

test('a session that gets a new key takes along what another request saved meanwhile', async () => {
  await newRow();
  const [moving, other] = [await loaded(), await loaded()];
  moving.data.set('b', 2);
  other.data.set('a', 1);
  await sessions.save(KEY, other);
  expect(await sessions.move(KEY, NEW_KEY, moving)).toBe(true);
  expect(moving.data.toObject()).toEqual({ a: 1, b: 2 });
  expect((await sessions.load(NEW_KEY))?.data.toObject()).toEqual({ a: 1, b: 2 });
  expect(await sessions.load(KEY)).toBeNull();
});

test('a pickle of Django gets no new key, also where it came into the row meanwhile', async () => {
  await newRow();
  const moving = await loaded();
  await db.query('UPDATE django_session SET session_data = ?', [PICKLE]);
  for (const session of [moving, await loaded()]) {
    session.data.set('b', 2);
    expect(await sessions.move(KEY, NEW_KEY, session)).toBe(false);
  }
  expect(await db.query('SELECT session_key, session_data FROM django_session')).toEqual([
    { session_key: KEY, session_data: PICKLE },
  ]);
});

test('a session that ended meanwhile gets no new key', async () => {
  await newRow();
  const moving = await loaded();
  moving.data.set('b', 2);
  await sessions.remove(KEY);
  expect(await sessions.move(KEY, NEW_KEY, moving)).toBe(false);
  expect(await db.query('SELECT * FROM django_session')).toEqual([]);
});
