import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';
import { ENCODED, newUser, PASSWORD } from '../support/users.js';

// A site with Django 1.5 on Python 2.7, signed base64 sessions, no session hash.
let site: TestApp;

/** The key of the site whose Django 1.5.5 wrote OLD_SESSION. */
const SECRET_KEY = 'pub-k3y!w7@vz$4q#s^e(1)b&n*m-x_=+lab0000public0000';
/** What that Django wrote for `{"_auth_user_backend": "…ModelBackend", "_auth_user_id": 42}`: no session hash. */
const OLD_SESSION =
  'OTFmZmM1M2UwZmUwNGRhNTM4YjBiNDAyZGFlYjYxNjMzY2E4NjFkNTp7Il9hdXRoX3VzZXJfaWQiOjQyLCJfYXV0aF91c2VyX2JhY2tlbmQiOiJkamFuZ28uY29udHJpYi5hdXRoLmJhY2tlbmRzLk1vZGVsQmFja2VuZCJ9';
const OLD_KEY = 'd1h2wxzxaszx7tyr50s13ds4llkayys3';
/** The hash of a Django 1.5 site. Nobody but its owner knows the password. */
const ROOT_HASH = 'pbkdf2_sha256$10000$N135AwTW0h1Q$aFcYghpUbGama481l4IW7tdV81GETBB3q8+/w0+ny1c=';

beforeAll(async () => {
  site = await createTestApp('django15', { DJANGO_VERSION: '1.5', SECRET_KEY });
  await newUser(site.db, { username: 'root', password: ENCODED.django15, isSuperuser: true });
  await putOldSession(site.db);
});

beforeEach(() => setPassword(ENCODED.django15));

afterAll(() => site.close());

const setPassword = (encoded: string) =>
  site.db.query("UPDATE auth_user SET password = ? WHERE username = 'root'", [encoded]);

/** A login of user 42 as the old Django left it behind. */
async function putOldSession(db: TestDatabase): Promise<void> {
  const id = await newUser(db, { username: 'ada', password: ENCODED.django15 });
  await db.query('UPDATE auth_user SET id = 42 WHERE id = ?', [id]);
  await db.query(
    'INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, UTC_TIMESTAMP() + INTERVAL 14 DAY)',
    [OLD_KEY, OLD_SESSION],
  );
}

test('the very row of root is read: another password is refused, and the row stays as it is', async () => {
  await setPassword(ROOT_HASH);
  const row = () => site.db.query("SELECT * FROM auth_user WHERE username = 'root'");
  const before = await row();
  const refused = await site.browser().login('root', PASSWORD);
  expect(refused.status).toBe(401);
  expect(refused.body).toMatchObject({ code: 'invalid_credentials' });
  expect(await row()).toEqual(before);
});

test('a session row that Django 1.5 wrote is a login, though it has no hash', async () => {
  const browser = site.browser(new Map([['sessionid', OLD_KEY]]));
  const { status, body } = await browser.get('/api/auth/me');
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: 42, username: 'ada' });
});

// The same format, rounds and salt as ROOT_HASH, of a password that is known.
test('root with a hash of 10000 rounds logs in, and the hash stays as that Django wants it', async () => {
  const browser = site.browser();
  expect((await browser.login('root', PASSWORD)).status).toBe(200);
  const [user] = await site.db.query<{ password: string }>(
    "SELECT password FROM auth_user WHERE username = 'root'",
  );
  expect(user?.password).toBe(ENCODED.django15);
});

test('the session row is base64 of "signature:json" with an integer id and no hash', async () => {
  const browser = site.browser();
  await browser.login('root', PASSWORD);
  const [row] = await site.db.query<{ session_data: string }>(
    'SELECT session_data FROM django_session WHERE session_key = ?',
    [browser.jar.get('sessionid')],
  );
  const text = Buffer.from(row?.session_data ?? '', 'base64').toString('latin1');
  expect(text).toMatch(/^[0-9a-f]{40}:\{/);
  expect(JSON.parse(text.slice(41))).toEqual({
    _auth_user_id: expect.any(Number) as number,
    _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
  });
});

test('a search leaves its term in the session, where the pages of Django read it', async () => {
  const browser = site.browser();
  await browser.login('root', PASSWORD);
  expect((await browser.get('/api/assets/search?key=r5300g4-24-22')).status).toBe(200);
  const key = browser.jar.get('sessionid') ?? '';
  const { body } = await browser.get(`/api/sessions/${key}`);
  expect(body).toMatchObject({
    session_key: key,
    format: 'legacy',
    valid: true,
    data: {
      _auth_user_id: expect.any(Number) as number,
      _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
      key: 'r5300g4-24-22',
    },
  });
});

test('a row of another Django 1.5 site decodes, but no key verifies it', async () => {
  const browser = site.browser();
  await browser.login('root', PASSWORD);
  const session_data =
    'MDRkNzgzOWE0MjY4Y2EwZTExMjQ2YzIzMDE3NzdkYmFlZWMzZWJmZDp7Il9hdXRoX3VzZXJfYmFja2VuZCI6ImRqYW5nby5jb250cmliLmF1dGguYmFja2VuZHMuTW9kZWxCYWNrZW5kIiwiX2F1dGhfdXNlcl9pZCI6MX0=';
  const { status, body } = await browser.post('/api/sessions/decode', { session_data });
  expect(status).toBe(200);
  expect(body).toEqual({
    valid: false,
    format: 'legacy',
    key_index: null,
    data: {
      _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
      _auth_user_id: 1,
    },
  });
});

test('a session needs no hash, and a changed password still ends the other ones', async () => {
  const [here, elsewhere] = [site.browser(), site.browser()];
  await here.login('root', PASSWORD);
  await elsewhere.login('root', PASSWORD);
  const change = { old_password: PASSWORD, new_password: 'a much better secret 42' };
  expect((await here.post('/api/auth/password', change)).status).toBe(204);
  expect((await here.get('/api/auth/me')).status).toBe(200);
  expect((await elsewhere.get('/api/auth/me')).status).toBe(401);
});

// The last one: passport knows one way to log in for the whole process, that of the newest application.
test('the same row is no login beside Django 5.2, which wants a hash', async () => {
  const newer = await createTestApp('django15_row_in_52', { DJANGO_VERSION: '5.2', SECRET_KEY });
  await putOldSession(newer.db);
  await newUser(newer.db, { username: 'root', isSuperuser: true });
  const root = newer.browser();
  await root.login('root', PASSWORD);
  expect((await root.get(`/api/sessions/${OLD_KEY}`)).body).toMatchObject({
    format: 'legacy',
    valid: true,
    data: { _auth_user_id: 42 },
  });
  const browser = newer.browser(new Map([['sessionid', OLD_KEY]]));
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  await newer.close();
});
