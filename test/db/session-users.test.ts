import { NestFactory } from '@nestjs/core';
import type { Pool } from 'mysql2';
import { DataSource } from 'typeorm';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AuthModule } from '../../src/auth/index.js';
import { SessionUser } from '../../src/auth/session-user.js';
import { type Config, ConfigModule, loadConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';
import { LimitsModule, type RequestSession } from '../../src/http/index.js';
import { SessionsService } from '../../src/sessions/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { grant, newLogin, newUser } from '../support/users.js';

let db: TestDatabase;
let config: Config;
let context: INestApplicationContext;
let sessions: SessionsService;
let users: SessionUser;
let ann: number;
let bob: number;

beforeAll(async () => {
  db = await createTestDatabase('session_users');
  config = loadConfig({ NODE_ENV: 'test', SECRET_KEY: 'x'.repeat(50), DATABASE_URL: db.url });
  context = await NestFactory.createApplicationContext(
    { module: AuthModule, imports: [ConfigModule.of(config), DatabaseModule, LimitsModule] },
    { logger: false, abortOnError: false },
  );
  sessions = context.get(SessionsService);
  users = context.get(SessionUser);
});

afterAll(async () => {
  await context.close();
  await db.close();
});

beforeEach(async () => {
  for (const table of ['django_session', 'auth_user_user_permissions', 'auth_user'])
    await db.query(`DELETE FROM ${table}`);
  ann = await newUser(db, { username: 'ann' });
  bob = await newUser(db, { username: 'bob' });
});

async function load(key: string): Promise<RequestSession> {
  const session = await sessions.load(key);
  if (!session) throw new Error('the session is not there');
  return session;
}

interface Executed {
  readonly sql: string;
  readonly params: readonly string[];
}

/** The prepared statements that `work` sends. */
async function executed(work: () => Promise<unknown>): Promise<Executed[]> {
  const pool = Reflect.get(context.get(DataSource).driver, 'pool') as Pool;
  const execute = pool.execute.bind(pool);
  const sent: Executed[] = [];
  const recording = (sql: string, params: string[], callback: never): unknown => {
    sent.push({ sql, params });
    return execute(sql, params, callback);
  };
  Object.assign(pool, { execute: recording });
  try {
    await work();
  } finally {
    Object.assign(pool, { execute });
  }
  return sent;
}

test('the sessions of one turn are read by one statement, and so are their users', async () => {
  const ids = [ann, bob, await newUser(db, { username: 'eve' })];
  const keys = await Promise.all(ids.map((id) => newLogin(db, config, id)));
  const readAll = async () => {
    const loaded = await Promise.all(keys.map(load));
    return Promise.all(loaded.map((session) => users.peek(session)));
  };
  const sent = await executed(async () => {
    expect((await readAll()).map((user) => user?.username)).toEqual(['ann', 'bob', 'eve']);
  });
  expect(sent.map(({ sql }) => /FROM (django_session|`auth_user`)/.exec(sql)?.[1])).toEqual([
    'django_session',
    '`auth_user`',
  ]);
});

test('a session, and a user, that cannot be read fail alone', async () => {
  const [mine, his] = [await newLogin(db, config, ann), await newLogin(db, config, bob)];
  const sessionsOf = await Promise.all([load(mine), load(his)]);
  await db.query(`CREATE FUNCTION sour(value text, bad text) RETURNS text NO SQL BEGIN
    IF value = bad THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sour'; END IF; RETURN value; END`);
  const sourness = async (
    table: string,
    column: string,
    bad: string,
    work: () => Promise<void>,
  ) => {
    const columns = await db.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = ? AND column_name <> ?`,
      [table, column],
    );
    await db.query(`RENAME TABLE ${table} TO sour_table`);
    await db.query(`CREATE VIEW ${table} AS SELECT ${columns.map(({ name }) => name).join(', ')},
      sour(${column}, '${bad}') AS ${column} FROM sour_table`);
    try {
      await work();
    } finally {
      await db.query(`DROP VIEW ${table}`);
      await db.query(`RENAME TABLE sour_table TO ${table}`);
    }
  };
  const [row] = await db.query<{ text: string }>(
    'SELECT session_data AS text FROM django_session WHERE session_key = ?',
    [mine],
  );
  await sourness('django_session', 'session_data', row?.text ?? '', async () => {
    const [bad, good] = await Promise.allSettled([sessions.load(mine), sessions.load(his)]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });
  await sourness('auth_user', 'username', 'ann', async () => {
    const [bad, good] = await Promise.allSettled(sessionsOf.map((one) => users.peek(one)));
    expect(bad?.status).toBe('rejected');
    expect(good).toMatchObject({ value: { id: bob, username: 'bob' } });
  });
  await db.query('DROP FUNCTION sour');
});

test('a user who was deactivated, deleted or given another password since is nobody at the next request', async () => {
  const key = await newLogin(db, config, ann);
  await db.query('UPDATE auth_user SET is_active = 0 WHERE id = ?', [ann]);
  expect(await users.peek(await load(key))).toBeNull();
  await db.query(`UPDATE auth_user SET is_active = 1, password = '!' WHERE id = ?`, [ann]);
  expect(await users.peek(await load(key))).toBeNull();
  await db.query('DELETE FROM auth_user WHERE id = ?', [ann]);
  expect(await users.peek(await load(key))).toBeNull();
});

test('a session that went over to another user is theirs', async () => {
  const [mine, his] = [await newLogin(db, config, ann), await newLogin(db, config, bob)];
  await load(mine);
  await db.query('DELETE FROM django_session WHERE session_key = ?', [mine]);
  await db.query('UPDATE django_session SET session_key = ? WHERE session_key = ?', [mine, his]);
  expect(await users.peek(await load(mine))).toMatchObject({ id: bob, username: 'bob' });
});

test('a user who changed after the session was read is read as they are', async () => {
  const session = await load(await newLogin(db, config, ann));
  await db.query('UPDATE auth_user SET is_active = 0 WHERE id = ?', [ann]);
  expect(await users.peek(session)).toBeNull();
});

test('keys are found by the index, however many', async () => {
  const keys = await Promise.all([ann, bob].map((id) => newLogin(db, config, id)));
  for (let n = 0; n < 50; n++) await newUser(db, { username: `user ${n}` });
  const sent = await executed(async () => {
    for (const session of await Promise.all(keys.map(load))) await users.peek(session);
  });
  for (const { sql, params } of sent) {
    const plan = await db.query<{ table: string; key: string | null }>(
      `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
      [...params],
    );
    const { key } = plan.find(({ table }) => /^(account|django_session)$/.test(table)) ?? {};
    expect(key).toBe('PRIMARY');
  }
  expect(sent).toHaveLength(3);
});

test('permissions are his own and those of his groups, of assets only', async () => {
  const key = await newLogin(db, config, ann);
  const permissions = async (): Promise<string[]> => [
    ...((await users.peek(await load(key)))?.permissions ?? []),
  ];
  expect(await permissions()).toEqual([]);
  await grant(db, ann, 'assets.change_asset', 'assets.view_assetevent', 'auth.change_user');
  await grant(db, bob, 'assets.delete_asset');
  expect(await permissions()).toEqual(['assets.change_asset']);
  await db.query(`INSERT INTO auth_group (name) VALUES ('viewers')`);
  await db.query('INSERT INTO auth_user_groups (user_id, group_id) SELECT ?, id FROM auth_group', [
    ann,
  ]);
  await db.query(
    `INSERT INTO auth_group_permissions (group_id, permission_id)
      SELECT auth_group.id, permission.id FROM auth_group, auth_permission permission
       WHERE permission.codename IN ('view_asset', 'change_asset')`,
  );
  expect(await permissions()).toEqual(['assets.view_asset', 'assets.change_asset']);
});
