import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  decodeSession,
  encodeSession,
  profileOf,
  sessionAuthHash,
} from '../../src/django/index.js';
import { SECRET_KEY } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type Site, Sites, visitor } from '../support/sites.js';
import { ENCODED, newLogin, newSession, newUser, PASSWORD } from '../support/users.js';

// Django's settings, seen from the outside: each test starts the service with some of them on one database.
interface Row {
  session_key: string;
  session_data: string;
  seconds: number;
}

const OLD_KEY = 'the-key-before-the-rotation-0123456789-abcdefghijk';

let db: TestDatabase;
let sites: Sites;
let ann: number;

beforeAll(async () => {
  db = await createTestDatabase('django_settings');
  sites = new Sites(db.url);
});

afterAll(() => db.close());

beforeEach(async () => {
  await db.query('DELETE FROM django_session');
  await db.query('DELETE FROM auth_user');
  ann = await newUser(db, { username: 'ann' });
});

afterEach(() => sites.close());

const rows = (): Promise<Row[]> =>
  db.query(
    `SELECT session_key, session_data, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), expire_date) AS seconds
       FROM django_session`,
  );

/** The one row, decoded with one key: which format it has and what is in it. */
async function storedSession(secretKey = SECRET_KEY) {
  const [row, ...more] = await rows();
  expect(more).toEqual([]);
  const decoded = decodeSession(row?.session_data ?? '', { secretKeys: [secretKey] });
  const data = JSON.parse(decoded.body ?? 'null') as Record<string, unknown>;
  return { ...row, ...decoded, data };
}

const sessionCookie = (cookies: readonly string[]): string | undefined =>
  cookies.find((cookie) => cookie.startsWith('sessionid='));

test('with CSRF_USE_SESSIONS the secret is in the session, in no cookie, and new after the login', async () => {
  const site = await sites.with({ CSRF_USE_SESSIONS: 'True' });
  const browser = visitor(site);
  const issued = await browser.get<{ csrfToken: string }>('/api/auth/csrf');
  expect(issued.cookies.filter((cookie) => cookie.startsWith('csrftoken'))).toEqual([]);
  const before = (await storedSession()).data._csrftoken;
  expect(before).toMatch(/^[A-Za-z0-9]{32}$/);

  const credentials = { username: 'ann', password: PASSWORD };
  expect((await browser.post('/api/auth/login', credentials)).body.reason).toBe(
    'CSRF token missing.',
  );
  const headers = { 'x-csrftoken': issued.body.csrfToken };
  expect((await browser.post('/api/auth/login', credentials, headers)).status).toBe(200);
  expect((await storedSession()).data._csrftoken).not.toBe(before);
  expect((await browser.post('/api/auth/logout', undefined, headers)).status).toBe(403);

  const again = await browser.get<{ csrfToken: string }>('/api/auth/csrf');
  expect(sessionCookie(again.cookies)).toBeUndefined();
  const fresh = { 'x-csrftoken': again.body.csrfToken };
  expect((await browser.post('/api/auth/logout', undefined, fresh)).status).toBe(204);
});

test('CSRF_TRUSTED_ORIGINS lets the pages of a wildcard in, and nobody who only looks like one', async () => {
  const site = await sites.with({ CSRF_TRUSTED_ORIGINS: 'https://*.example.org,https://spa.test' });
  const browser = visitor(site);
  await browser.get('/api/auth/csrf');
  const patchFrom = async (origin: string) =>
    (await browser.patch('/api/session', { theme: 'dark' }, { origin })).status;
  for (const origin of ['https://a.example.org', 'https://a.b.example.org', 'https://spa.test'])
    expect([origin, await patchFrom(origin)]).toEqual([origin, 200]);
  for (const origin of [
    'http://a.example.org',
    'https://a.example.org.evil.test',
    'https://evilexample.org',
    'https://a.spa.test',
    'null',
  ])
    expect([origin, await patchFrom(origin)]).toEqual([origin, 403]);
});

test('SESSION_SAVE_EVERY_REQUEST renews the row and the cookie of a session that was only read', async () => {
  const site = await sites.with({ SESSION_SAVE_EVERY_REQUEST: '1' });
  const key = await newSession(db, site.config, { theme: 'dark' });
  await db.query('UPDATE django_session SET expire_date = UTC_TIMESTAMP() + INTERVAL 60 SECOND');
  const { cookies } = await visitor(site, key).get('/api/session');
  expect(sessionCookie(cookies)).toMatch(new RegExp(`^sessionid=${key}; .*Max-Age=1209600;`));
  expect((await rows())[0]?.seconds).toBeGreaterThan(1_209_000);
  await visitor(site).get('/api/session');
  expect(await rows()).toHaveLength(1);
});

test('SESSION_EXPIRE_AT_BROWSER_CLOSE leaves the time out of the cookie and keeps it in the row', async () => {
  const site = await sites.with({ SESSION_EXPIRE_AT_BROWSER_CLOSE: 'true' });
  const { cookies } = await visitor(site).login('ann', PASSWORD);
  expect(sessionCookie(cookies)).toMatch(
    /^sessionid=[a-z0-9]{32}; HttpOnly; Path=\/; SameSite=Lax$/,
  );
  expect((await rows())[0]?.seconds).toBeGreaterThan(1_209_000);
});

test('a session’s own expiry decides over the settings: a browser’s length, seconds, a date', async () => {
  const site = await sites.with();
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '+00:00');
  const cases = [
    [0, /^sessionid=\w{32}; HttpOnly; Path=\/; SameSite=Lax$/, 1_209_600],
    [300, /; Max-Age=300;/, 300],
    [inAnHour, /; Max-Age=(3600|359\d);/, 3600],
  ] as const;
  for (const [expiry, cookie, seconds] of cases) {
    const key = await newSession(db, site.config, { _session_expiry: expiry });
    const browser = visitor(site, key);
    await browser.get('/api/auth/csrf');
    const { cookies } = await browser.patch('/api/session', { theme: 'dark' });
    expect(sessionCookie(cookies)).toMatch(cookie);
    const row = (await rows()).find(({ session_key }) => session_key === key);
    expect(Math.abs((row?.seconds ?? 0) - seconds)).toBeLessThan(30);
  }
});

test('without USE_TZ the row holds local time, and a session is live by that clock', async () => {
  const site = await sites.with({ USE_TZ: 'False', TIME_ZONE: 'Asia/Shanghai' });
  const browser = visitor(site);
  await browser.login('ann', PASSWORD);
  const eightHours = 8 * 3600;
  expect(Math.abs(((await rows())[0]?.seconds ?? 0) - 1_209_600 - eightHours)).toBeLessThan(30);
  await db.query('UPDATE django_session SET expire_date = UTC_TIMESTAMP() + INTERVAL 1 HOUR');
  expect((await browser.get('/api/auth/me')).status).toBe(401);
});

/** A login written before the rotation. */
function loginOfTheOldKey(version: string): string {
  const profile = profileOf(version);
  const body = JSON.stringify({
    _auth_user_id: String(ann),
    _auth_user_backend: 'django.contrib.auth.backends.ModelBackend',
    _auth_user_hash: sessionAuthHash(ENCODED.django52, OLD_KEY, profile.authHashDigest),
    theme: 'dark',
  });
  return encodeSession(body, { profile, secretKey: OLD_KEY, now: new Date() });
}

async function withOldLogin(site: Site): Promise<Browser> {
  const key = await newSession(db, site.config, {});
  const text = loginOfTheOldKey(site.config.django.version);
  await db.query('UPDATE django_session SET session_data = ?', [text]);
  return visitor(site, key);
}

test('a login of a fallback key goes on under a new session key, signed with the present secret', async () => {
  const site = await sites.with({ SECRET_KEY_FALLBACKS: OLD_KEY });
  const browser = await withOldLogin(site);
  const before = browser.jar.get('sessionid');
  expect((await browser.get('/api/auth/me')).status).toBe(200);
  const session = await storedSession();
  expect(session).toMatchObject({ valid: true, session_key: browser.jar.get('sessionid') });
  expect(session.session_key).not.toBe(before);
  expect(session.data).toMatchObject({
    theme: 'dark',
    _auth_user_hash: sessionAuthHash(ENCODED.django52, SECRET_KEY, 'sha256'),
  });
  const next = await browser.get('/api/auth/me');
  expect(next).toMatchObject({ status: 200, cookies: [] });
});

test('a login of a key that was taken away is nobody', async () => {
  const browser = await withOldLogin(await sites.with());
  expect((await browser.get('/api/auth/me')).status).toBe(401);
});

test('before 4.1 a fallback key reads a session but does not prove its login', async () => {
  const site = await sites.with({ DJANGO_VERSION: '4.0', SECRET_KEY_FALLBACKS: OLD_KEY });
  const browser = await withOldLogin(site);
  expect((await browser.get('/api/session')).body.data).toMatchObject({ theme: 'dark' });
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  expect(await rows()).toEqual([]);
});

test('DEFAULT_HASHING_ALGORITHM=sha1 writes what 3.0 wrote and still reads both formats', async () => {
  const env = { DJANGO_VERSION: '3.2', DEFAULT_HASHING_ALGORITHM: 'sha1' };
  const site = await sites.with(env);
  const browser = visitor(site);
  expect((await browser.login('ann', PASSWORD)).status).toBe(200);
  const session = await storedSession();
  expect(session).toMatchObject({ valid: true, format: 'legacy' });
  expect(session.data._auth_user_hash).toMatch(/^[0-9a-f]{40}$/);
  const signed = await newSession(db, site.config, { theme: 'dark' });
  expect((await visitor(site, signed).get('/api/session')).body.data).toEqual({ theme: 'dark' });
});

test('an inactive user whom Django 1.5 keeps logged in may do nothing, superuser or not', async () => {
  const site = await sites.with({ DJANGO_VERSION: '1.5' });
  const root = await newUser(db, { username: 'root', isSuperuser: true });
  const browser = visitor(site, await newLogin(db, site.config, root));
  expect((await browser.get('/api/sessions')).status).toBe(200);
  await db.query('UPDATE auth_user SET is_active = 0');
  expect((await browser.get('/api/auth/me')).body).toMatchObject({
    username: 'root',
    is_superuser: false,
    permissions: [],
  });
  expect((await browser.get('/api/sessions')).status).toBe(403);
  expect((await browser.get('/api/assets')).status).toBe(403);
});

test('a login over a damaged one keeps nothing of whoever was there before', async () => {
  const site = await sites.with();
  const key = await newSession(db, site.config, { _auth_user_id: '999', secret: 'of somebody' });
  const browser = visitor(site, key);
  await browser.login('ann', PASSWORD);
  expect(browser.jar.get('sessionid')).not.toBe(key);
  expect((await storedSession()).data).not.toHaveProperty('secret');
});

test('messages that wait for a page of Django are still there, byte for byte, after we wrote', async () => {
  const site = await sites.with();
  const key = await newSession(db, site.config, {});
  const messages = String.raw`"[[\"__json_message\",0,25,\"gr\\u00fc\\u00df Gott\",\"\"]]"`;
  const { secretKey } = site.config.django;
  const text = encodeSession(`{"_messages": ${messages}}`, {
    profile: profileOf('5.2'),
    secretKey,
    now: new Date(),
  });
  await db.query('UPDATE django_session SET session_data = ?', [text]);
  const browser = visitor(site, key);
  await browser.get('/api/auth/csrf');
  expect((await browser.patch('/api/session', { theme: 'dark' })).status).toBe(200);
  const [row] = await rows();
  const { body } = decodeSession(row?.session_data ?? '', { secretKeys: [secretKey] });
  expect(body).toBe(`{"_messages":${messages},"theme":"dark"}`);
});
