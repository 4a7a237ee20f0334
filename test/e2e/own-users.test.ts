import { afterEach, expect, test } from 'vitest';
import { TokensRepository } from '../../src/auth/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { djangoDatabases } from '../support/django-databases.js';
import { createDjangoSite } from '../support/django-site.js';
import { testOn } from '../support/server.js';
import { modelsFile } from '../support/site-models.js';
import { ENCODED, newLogin, PASSWORD } from '../support/users.js';

let open: { close(): Promise<void> } | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A database of Django 5.2 whose users are in a table of the site, made by hand. */
async function siteWith(name: string, ...tables: string[]): Promise<TestDatabase> {
  const django = djangoDatabases.find(({ version }) => version === '5.2');
  if (!django) throw new Error('no schema of 5.2');
  const db = await createDjangoSite(name, django);
  const dropped = [
    'django_admin_log',
    'auth_user_groups',
    'auth_user_user_permissions',
    'auth_user',
  ];
  for (const table of dropped) await db.query(`DROP TABLE IF EXISTS ${table}`);
  for (const ddl of tables) await db.query(ddl);
  return db;
}

async function start(db: TestDatabase, env: Record<string, string>): Promise<TestApp> {
  const site = await openTestApp(db, env);
  open = site;
  return site;
}

const links = (key: string): string[] =>
  (['group', 'permission'] as const).map(
    (to) => `CREATE TABLE crew_member_${to === 'group' ? 'groups' : 'user_permissions'} (
      id bigint AUTO_INCREMENT PRIMARY KEY, member_id ${key} NOT NULL, ${to}_id int NOT NULL,
      UNIQUE KEY (member_id, ${to}_id), FOREIGN KEY (member_id) REFERENCES crew_member (id),
      FOREIGN KEY (${to}_id) REFERENCES auth_${to} (id)) ENGINE=InnoDB`,
  );

const member = (key: string): string => `CREATE TABLE crew_member (
  id ${key} PRIMARY KEY, nick varchar(320) NOT NULL UNIQUE, password varchar(128) NOT NULL,
  first_name varchar(150) NOT NULL DEFAULT '', is_staff tinyint(1) NOT NULL DEFAULT 0,
  is_active tinyint(1) NOT NULL DEFAULT 1, is_superuser tinyint(1) NOT NULL DEFAULT 0,
  last_login datetime(6) NULL) ENGINE=InnoDB`;

const MEMBER = { AUTH_USER_MODEL: 'crew.Member', USERNAME_FIELD: 'nick' };

/** Two keys that are one and the same number to JavaScript. */
const [ANN, BOB] = ['9007199254740993', '9007199254740992'];

async function visitorWith(site: TestApp, id: string): Promise<Browser> {
  const browser = site.browser();
  const userId = id as unknown as number;
  browser.jar.set('sessionid', await newLogin(site.db, site.config, userId));
  await browser.get('/api/auth/csrf');
  return browser;
}

const grantTo = (db: TestDatabase, id: string, codename: string) =>
  db.query(
    `INSERT INTO crew_member_user_permissions (member_id, permission_id)
      SELECT ?, id FROM auth_permission WHERE codename = ?`,
    [id, codename],
  );

test('bigint keys beyond 2^53 are told apart everywhere: logins, sessions, rights, holders, history, tokens', async () => {
  const key = 'bigint unsigned';
  const db = await siteWith('own_bigint', member(`${key} AUTO_INCREMENT`), ...links(key));
  for (const [id, nick] of [
    [ANN, 'ann'],
    [BOB, 'bob'],
  ])
    await db.query('INSERT INTO crew_member (id, nick, password) VALUES (?, ?, ?)', [
      id,
      nick,
      ENCODED.django52,
    ]);
  const site = await start(db, { ...MEMBER, LOCKSTEP_INVENTORY: 'on' });
  await grantTo(db, ANN, 'add_asset');
  await grantTo(db, ANN, 'change_asset');
  await grantTo(db, ANN, 'view_asset');

  const ann = site.browser();
  expect((await ann.login('ann', PASSWORD)).body).toMatchObject({ id: ANN, username: 'ann' });
  const bob = await visitorWith(site, BOB);
  for (const round of [1, 2]) {
    expect((await ann.get('/api/auth/me')).body, `round ${round}`).toMatchObject({ id: ANN });
    expect((await bob.get('/api/auth/me')).body, `round ${round}`).toMatchObject({
      username: 'bob',
    });
  }
  expect((await bob.get('/api/assets')).status).toBe(403);

  const { body: asset } = await ann.post<{ id: number }>('/api/assets', { name: 'lamp' });
  const path = `/api/assets/${asset.id}`;
  const gone = await ann.post(`${path}/check-out`, { user_id: '9007199254740994' });
  expect(gone).toMatchObject({ status: 400 });
  expect(JSON.stringify(gone.body)).toContain('unknown_user');
  const out = await ann.post(`${path}/check-out`, { user_id: BOB });
  expect(out).toMatchObject({ status: 200 });
  const held = await ann.post(`${path}/check-out`, { user_id: ANN });
  expect(held.body).toMatchObject({ code: 'asset_held', holder: { username: 'bob' } });
  const found = await ann.get<{ results: object[] }>('/api/assets?assigned_to__username=bob');
  expect(found.body.results).toHaveLength(1);
  expect(
    (await ann.get<{ results: object[] }>('/api/assets?assigned_to__username=ann')).body.results,
  ).toEqual([]);
  const history = await ann.get<{ results: { actor: object }[] }>(`${path}/history`);
  expect(history.body.results[0]?.actor).toEqual({ id: ANN, username: 'ann' });

  const token = await site.app.get(TokensRepository, { strict: false }).getOrCreate(ANN);
  const authorization = `Token ${token}`;
  expect((await site.browser().get('/api/auth/me', { authorization })).body.id).toBe(ANN);
  await db.query('UPDATE crew_member SET is_superuser = 1 WHERE id = ?', [BOB]);
  const sessions = await bob.get<{ results: object[] }>(`/api/sessions?user_id=${ANN}`);
  expect(sessions.body.results).toEqual([expect.objectContaining({ user_id: ANN })]);
});

test('a model without PermissionsMixin: everybody is active, nobody has rights but those of lockstep.json', async () => {
  const db = await siteWith(
    'own_plain',
    `CREATE TABLE crew_member (id int AUTO_INCREMENT PRIMARY KEY, email varchar(255) NOT NULL UNIQUE,
      password varchar(128) NOT NULL) ENGINE=InnoDB`,
    `CREATE TABLE crew_boat (id int AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL) ENGINE=InnoDB`,
    `INSERT INTO crew_boat (name) VALUES ('Argo')`,
  );
  await db.query('INSERT INTO crew_member (email, password) VALUES (?, ?)', [
    'ann@example.org',
    ENCODED.django52,
  ]);
  const models = (view?: string) =>
    modelsFile({ 'crew.boat': view === undefined ? {} : { permissions: { view } } });
  const file = models('IsAuthenticated');
  const env = { AUTH_USER_MODEL: 'crew.Member', LOCKSTEP_INVENTORY: 'on' };
  const site = await start(db, { ...env, LOCKSTEP_MODELS: file });
  const ann = site.browser();
  expect((await ann.login('ann@example.org', PASSWORD)).body).toEqual({
    ...{ id: 1, username: 'ann@example.org', first_name: '', last_name: '' },
    ...{ email: 'ann@example.org', is_staff: false, is_superuser: false },
    ...{ groups: [], permissions: [] },
  });
  const boats = await ann.get<{ results: object[] }>('/api/models/crew.boat');
  expect(boats.body.results).toEqual([{ id: 1, name: 'Argo' }]);
  expect((await ann.get('/api/assets')).status).toBe(403);
  expect((await ann.get('/api/sessions')).status).toBe(403);
  const change = { old_password: PASSWORD, new_password: 'another long passphrase' };
  expect((await ann.post('/api/auth/password', change)).status).toBe(204);
  await site.app.close();
  for (const view of ['IsAdminUser', undefined]) {
    const other = await openTestDatabase(db.url);
    const closed = await start(other, {
      AUTH_USER_MODEL: 'crew.Member',
      LOCKSTEP_MODELS: models(view),
    });
    const again = closed.browser();
    expect((await again.login('ann@example.org', 'another long passphrase')).status).toBe(200);
    expect((await again.get('/api/models/crew.boat')).status).toBe(404);
    await closed.close();
  }
  open = undefined;
  await db.close();
});

testOn('MariaDB', 'a native uuid is a key like one of char(32)', async () => {
  const db = await siteWith('own_uuid', member('uuid'), ...links('uuid'));
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  await db.query('INSERT INTO crew_member (id, nick, password) VALUES (?, ?, ?)', [
    id,
    'ann',
    ENCODED.django52,
  ]);
  const site = await start(db, MEMBER);
  await grantTo(db, id, 'add_group');
  const ann = site.browser();
  expect((await ann.login('ann', PASSWORD)).body).toMatchObject({
    id,
    permissions: ['auth.add_group'],
  });
  for (let round = 0; round < 2; round++)
    expect((await ann.get('/api/auth/me')).body).toMatchObject({ id });
  const token = await site.app.get(TokensRepository, { strict: false }).getOrCreate(id);
  const authorization = `Token ${token}`;
  expect((await site.browser().get('/api/auth/me', { authorization })).body.id).toBe(id);
});
