import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AuthModule } from '../../src/auth/index.js';
import { SessionUser } from '../../src/auth/session-user.js';
import { type Config, ConfigModule, loadConfig } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/index.js';
import { LimitsModule, RequestSession } from '../../src/http/index.js';
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

/** A session that was read once, so that the next time its user can be guessed. */
async function knownLogin(userId: number): Promise<string> {
  const key = await newLogin(db, config, userId);
  await load(key);
  return key;
}

test('a session that was seen before brings its user along', async () => {
  const key = await newLogin(db, config, ann);
  expect((await load(key)).owner).toBeNull();
  const session = await load(key);
  expect(session.owner?.row).toMatchObject({ id: ann, username: 'ann' });
  await db.query('RENAME TABLE auth_user TO auth_user_gone');
  try {
    expect(await users.peek(session)).toMatchObject({ id: ann, username: 'ann' });
  } finally {
    await db.query('RENAME TABLE auth_user_gone TO auth_user');
  }
});

test('a session that went over to another user is answered with him, whoever was guessed', async () => {
  const [mine, his] = [await knownLogin(ann), await newLogin(db, config, bob)];
  await db.query('DELETE FROM django_session WHERE session_key = ?', [mine]);
  await db.query('UPDATE django_session SET session_key = ? WHERE session_key = ?', [mine, his]);
  const session = await load(mine);
  expect(session.owner?.row).toMatchObject({ username: 'ann' });
  expect(await users.peek(session)).toMatchObject({ id: bob, username: 'bob' });
});

test('a user who was deactivated, deleted or given another password since is nobody at the next request', async () => {
  const key = await knownLogin(ann);
  await db.query('UPDATE auth_user SET is_active = 0 WHERE id = ?', [ann]);
  expect(await users.peek(await load(key))).toBeNull();
  await db.query(`UPDATE auth_user SET is_active = 1, password = '!' WHERE id = ?`, [ann]);
  expect(await users.peek(await load(key))).toBeNull();
  await db.query('DELETE FROM auth_user WHERE id = ?', [ann]);
  expect(await users.peek(await load(key))).toBeNull();
});

test('a user who was read long before he is asked for is read again', async () => {
  const key = await knownLogin(ann);
  const { data, stored, owner } = await load(key);
  await db.query('UPDATE auth_user SET is_active = 0 WHERE id = ?', [ann]);
  const slow = owner && { ...owner, at: owner.at - 1_500 };
  expect(await users.peek(new RequestSession(data, stored, slow))).toBeNull();
});

test('permissions are his own and those of his groups, of assets only', async () => {
  const key = await knownLogin(ann);
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
