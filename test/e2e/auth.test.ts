import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { lockWait } from '../support/lock-waits.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { Sites, visitor } from '../support/sites.js';
import { ENCODED, newLogin, newSession, newUser, PASSWORD } from '../support/users.js';

let site: TestApp;
/** With settings of their own, on the same database. */
let sites: Sites;

beforeAll(async () => {
  site = await createTestApp('auth');
  sites = new Sites(site.db.url);
});

afterAll(async () => {
  await sites.close();
  await site.close();
});

beforeEach(async () => {
  await site.db.query('DELETE FROM django_session');
  await site.db.query('DELETE FROM auth_user');
});

const sessions = (): Promise<{ session_key: string }[]> =>
  site.db.query('SELECT session_key FROM django_session');

test('a login gives Django’s cookie, opens the guarded routes and ends with the logout', async () => {
  const id = await newUser(site.db, { username: 'root', isSuperuser: true });
  const browser = site.browser();
  expect((await browser.get('/api/auth/me')).status).toBe(401);

  const login = await browser.login('root', PASSWORD);
  expect(login).toMatchObject({ status: 200, body: { id, username: 'root', is_superuser: true } });
  expect(login.cookies.find((cookie) => cookie.startsWith('sessionid='))).toMatch(
    /^sessionid=[a-z0-9]{32}; expires=[^;]+ GMT; HttpOnly; Max-Age=1209600; Path=\/; SameSite=Lax$/,
  );
  expect(login.headers.get('vary')).toMatch(/cookie/i);
  expect((await browser.get('/api/auth/me')).body).toMatchObject({
    username: 'root',
    permissions: expect.arrayContaining(['assets.view_asset', 'auth.add_user']) as string[],
  });

  const logout = await browser.post('/api/auth/logout');
  expect(logout.status).toBe(204);
  expect(logout.cookies).toContain(
    'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax',
  );
  expect(await sessions()).toEqual([]);
  expect((await browser.get('/api/auth/me')).body).toMatchObject({ code: 'not_authenticated' });
});

test('the login is written down in last_login', async () => {
  await newUser(site.db, { username: 'ann' });
  await site.browser().login('ann', PASSWORD);
  const [row] = await site.db.query<{ age: number }>(
    'SELECT TIMESTAMPDIFF(SECOND, last_login, UTC_TIMESTAMP()) AS age FROM auth_user',
  );
  expect(row?.age).toBeLessThan(60);
});

test('unknown user, wrong password and inactive user get one and the same answer', async () => {
  await newUser(site.db, { username: 'ann' });
  await newUser(site.db, { username: 'bob', isActive: false });
  const [twin] = await site.db.query<{ isAnn: number }>(
    'SELECT COUNT(*) AS isAnn FROM auth_user WHERE username = ?',
    ['a\u200bnn'],
  );
  const attempts = [
    ['nobody', PASSWORD],
    ['ann', 'wrong'],
    ['bob', PASSWORD],
    ['ann\0', PASSWORD],
    [' ', PASSWORD],
    // Newer collations pass over what has no width: there Django on the same database finds ann, too.
    ...(twin?.isAnn === 0 ? ([['a\u200bnn', PASSWORD]] as const) : []),
  ] as const;
  const answers = await Promise.all(
    attempts.map(([name, word]) => site.browser().login(name, word)),
  );
  for (const { status, body } of answers) {
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'invalid_credentials', detail: answers[0]?.body.detail });
  }
  expect(await sessions()).toEqual([]);
});

test('failures count for the user whom the collation finds, however the name is spelled', async () => {
  await newUser(site.db, { username: 'boss' });
  const limited = await sites.with({ LOGIN_RATE_LIMIT: '2' });
  const login = async (name: string, password: string) =>
    (await visitor(limited).login(name, password)).status;
  expect(await login('boss', 'wrong')).toBe(401);
  expect(await login('bóss', 'wrong')).toBe(401);
  expect(await login('BÓSS ', PASSWORD)).toBe(429);
  expect(await login('bosse', 'wrong')).toBe(401);
});

test('a body that is no login names each field', async () => {
  const browser = site.browser();
  await browser.get('/api/auth/csrf');
  const { status, body } = await browser.post('/api/auth/login', { username: 7, extra: true });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'validation_failed' });
  expect((body.errors as { field: string }[]).map(({ field }) => field).sort()).toEqual([
    'extra',
    'password',
    'username',
  ]);
});

test('an outdated hash is rewritten at login, and the new session outlives it', async () => {
  await newUser(site.db, { username: 'ann', password: ENCODED.django15 });
  const browser = site.browser();
  expect((await browser.login('ann', PASSWORD)).status).toBe(200);
  const [row] = await site.db.query<{ password: string }>('SELECT password FROM auth_user');
  expect(row?.password).toMatch(/^pbkdf2_sha256\$1000000\$[A-Za-z0-9]{22}\$/);
  expect((await browser.get('/api/auth/me')).status).toBe(200);
});

test('what an anonymous visitor kept survives his login, under a new key', async () => {
  await newUser(site.db, { username: 'ann' });
  const browser = site.browser();
  await browser.get('/api/auth/csrf');
  await browser.patch('/api/session', { cart: [1, 2] });
  const before = browser.jar.get('sessionid');
  await browser.login('ann', PASSWORD);
  expect(browser.jar.get('sessionid')).not.toBe(before);
  expect(await sessions()).toEqual([{ session_key: browser.jar.get('sessionid') }]);
  expect((await browser.get('/api/session')).body).toMatchObject({ data: { cart: [1, 2] } });
});

test('what another user kept is gone after a login', async () => {
  const ann = await newUser(site.db, { username: 'ann' });
  await newUser(site.db, { username: 'bob' });
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, ann));
  await browser.get('/api/auth/csrf');
  await browser.patch('/api/session', { secret: 'of ann' });
  await browser.login('bob', PASSWORD);
  const { body } = await browser.get<{ data: object }>('/api/session');
  expect(body.data).not.toHaveProperty('secret');
  expect(await sessions()).toHaveLength(1);
});

test('a session without the password hash is nobody, and its row and cookie are deleted', async () => {
  const ann = await newUser(site.db, { username: 'ann' });
  const browser = site.browser();
  const key = await newSession(site.db, site.config, {
    _auth_user_id: ann,
    _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
  });
  browser.jar.set('sessionid', key);
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  expect(browser.jar.has('sessionid')).toBe(false);
  expect(await sessions()).toEqual([]);
});

test('a changed password ends every session but the one that changed it', async () => {
  const ann = await newUser(site.db, { username: 'ann' });
  const [here, elsewhere] = [site.browser(), site.browser()];
  here.jar.set('sessionid', await newLogin(site.db, site.config, ann));
  elsewhere.jar.set('sessionid', await newLogin(site.db, site.config, ann));
  await here.get('/api/auth/csrf');
  const change = { old_password: PASSWORD, new_password: 'a much better secret 42' };
  expect(
    (await here.post('/api/auth/password', { ...change, old_password: 'no' })).body,
  ).toMatchObject({ status: 401, code: 'invalid_credentials' });
  expect(
    (await here.post('/api/auth/password', { ...change, new_password: '1234' })).body,
  ).toMatchObject({ status: 400, code: 'validation_failed' });
  expect((await here.post('/api/auth/password', change)).status).toBe(204);
  expect((await here.get('/api/auth/me')).status).toBe(200);
  expect((await elsewhere.get('/api/auth/me')).status).toBe(401);
});

test('a logout while the password is being changed stays one: the session does not come back', async () => {
  const id = await newUser(site.db, { username: 'ann' });
  const browser = await loginOf(site, id);
  const holder = await holdRow(site.db, 'auth_user', id);
  const changing = browser.post('/api/auth/password', {
    old_password: PASSWORD,
    new_password: 'a brand new passphrase',
  });
  await lockWait(site.db);
  expect((await browser.post('/api/auth/logout')).status).toBe(204);
  await holder.commit();
  expect(await changing).toMatchObject({
    status: 204,
    cookies: [expect.stringMatching(/^sessionid="";/)],
  });
  expect(await sessions()).toEqual([]);
});

test('an unsafe request without the CSRF token is refused with Django’s reason', async () => {
  const ann = await newUser(site.db, { username: 'ann' });
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, ann));
  const without = await browser.post('/api/auth/logout');
  expect(without.body).toMatchObject({
    status: 403,
    code: 'csrf_failed',
    reason: 'CSRF cookie not set.',
  });
  await browser.get('/api/auth/csrf');
  const foreign = await browser.post('/api/auth/logout', undefined, {
    origin: 'https://evil.test',
  });
  expect(foreign.body).toMatchObject({
    code: 'csrf_failed',
    reason: 'Origin checking failed - https://evil.test does not match any trusted origins.',
  });
  const other = await browser.post('/api/auth/logout', undefined, {
    'x-csrftoken': 'x'.repeat(32),
  });
  expect(other.status).toBe(403);
  expect(await sessions()).toHaveLength(1);
});

test('the CSRF secret changes at login', async () => {
  await newUser(site.db, { username: 'ann' });
  const browser = site.browser();
  await browser.get('/api/auth/csrf');
  const before = browser.jar.get('csrftoken');
  await browser.login('ann', PASSWORD);
  expect(browser.jar.get('csrftoken')).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(browser.jar.get('csrftoken')).not.toBe(before);
});

test('a session written by an unconfigured backend is nobody, but its row stays', async () => {
  const ann = await newUser(site.db, { username: 'ann' });
  const browser = site.browser();
  const key = await newSession(site.db, site.config, {
    _auth_user_id: ann,
    _auth_user_backend: 'somewhere.else.Backend',
    _auth_user_hash: 'x',
  });
  browser.jar.set('sessionid', key);
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  expect(await sessions()).toEqual([{ session_key: key }]);
});
