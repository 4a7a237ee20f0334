import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { ENCODED, newUser, PASSWORD } from '../support/users.js';

// The case this project started from: Django 1.5 on Python 2.7, signed base64 sessions, no session hash.
let site: TestApp;

beforeAll(async () => {
  site = await createTestApp('django15', { DJANGO_VERSION: '1.5' });
  await newUser(site.db, { username: 'root', password: ENCODED.django15, isSuperuser: true });
});

afterAll(() => site.close());

test('root with a hash of 10000 rounds logs in, and the hash stays as that Django wants it', async () => {
  const browser = site.browser();
  expect((await browser.login('root', PASSWORD)).status).toBe(200);
  const [user] = await site.db.query<{ password: string }>('SELECT password FROM auth_user');
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

test('the two rows of the seed decode, but no key verifies them', async () => {
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
