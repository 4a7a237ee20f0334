import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { decodeSession, encodeSession, profileOf } from '../../src/django/index.js';
import { createApp } from '../../src/app.setup.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { newLogin, newSession, newUser, PASSWORD } from '../support/users.js';

let site: TestApp;
let rootId: number;

beforeAll(async () => {
  site = await createTestApp('sessions');
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM django_session'));

async function visitor(key?: string): Promise<Browser> {
  const browser = site.browser();
  if (key !== undefined) browser.jar.set('sessionid', key);
  await browser.get('/api/auth/csrf');
  return browser;
}

async function root(): Promise<Browser> {
  return visitor(await newLogin(site.db, site.config, rootId));
}

const rows = (): Promise<{ session_key: string; session_data: string }[]> =>
  site.db.query('SELECT session_key, session_data FROM django_session');

test('a visitor who keeps nothing gets no session and no row', async () => {
  const browser = await visitor();
  const { status, body, cookies } = await browser.get('/api/session');
  expect({ status, body, cookies }).toEqual({
    status: 200,
    body: { expire_date: null, data: {} },
    cookies: [],
  });
  expect(await rows()).toEqual([]);
});

test('keys are set and removed; those of Django are refused and nothing is half done', async () => {
  const browser = await visitor();
  const set = await browser.patch('/api/session', { theme: 'dark', cookie: 1, constructor: 'x' });
  expect(set.body).toMatchObject({ data: { theme: 'dark', cookie: 1, constructor: 'x' } });
  const removed = await browser.patch('/api/session', { theme: null });
  expect(removed.body.data).toEqual({ cookie: 1, constructor: 'x' });
  const refused = await browser.patch('/api/session', { theme: 'light', _auth_user_id: 1 });
  expect(refused.body).toMatchObject({
    status: 400,
    code: 'private_session_key',
    key: '_auth_user_id',
  });
  expect((await browser.get('/api/session')).body.data).toEqual({ cookie: 1, constructor: 'x' });
});

test('a key __proto__ is Django’s like every _key, and data further inside', async () => {
  const browser = await visitor();
  const refused = await browser.patch('/api/session', '{"__proto__":{"x":1},"a":1}');
  expect(refused.body).toMatchObject({ code: 'private_session_key', key: '__proto__' });
  const set = await browser.patch('/api/session', '{"a":{"__proto__":{"x":1}}}');
  expect(JSON.stringify(set.body.data)).toBe('{"a":{"__proto__":{"x":1}}}');
  const read = await browser.get('/api/session');
  expect(JSON.stringify(read.body.data)).toBe('{"a":{"__proto__":{"x":1}}}');
});

const TOO_LARGE = { status: 413, code: 'session_too_large' };

test('an anonymous visitor keeps 8 KB at most; what is over it changes nothing', async () => {
  const browser = await visitor();
  const half = 'x'.repeat(4_000);
  expect((await browser.patch('/api/session', { a: half, b: half })).status).toBe(200);
  expect((await browser.patch('/api/session', { a: 1, c: half, d: half })).body).toMatchObject(
    TOO_LARGE,
  );
  expect((await browser.get('/api/session')).body.data).toEqual({ a: half, b: half });
});

test('an anonymous session that Django made larger may shrink, and a login may be large', async () => {
  const large = 'x'.repeat(20_000);
  const browser = await visitor(await newSession(site.db, site.config, { a: large, b: large }));
  expect((await browser.patch('/api/session', { c: 1 })).body).toMatchObject(TOO_LARGE);
  expect((await browser.patch('/api/session', { a: null, c: 1 })).status).toBe(200);
  expect((await browser.get('/api/session')).body.data).toEqual({ b: large, c: 1 });
  const admin = await root();
  expect((await admin.patch('/api/session', { large })).status).toBe(200);
});

test('no session holds more than 1 MB', async () => {
  const admin = await root();
  const half = 'x'.repeat(600_000);
  expect((await admin.patch('/api/session', { a: half })).status).toBe(200);
  expect((await admin.patch('/api/session', { b: half })).body).toMatchObject(TOO_LARGE);
  expect((await admin.get('/api/session')).body.data).not.toHaveProperty('b');
});

test('a session that is only read is neither written nor renewed', async () => {
  const key = await newSession(site.db, site.config, { theme: 'dark' });
  const before = await rows();
  const browser = await visitor(key);
  const { cookies, headers } = await browser.get('/api/session');
  expect(cookies).toEqual([]);
  expect(headers.get('vary')).toMatch(/cookie/i);
  expect(await rows()).toEqual(before);
});

test('numbers that JavaScript cannot hold are written back as they came', async () => {
  const key = await newSession(site.db, site.config, { a: 1 });
  const body = '{"big":9007199254740993,"one":1.0,"nan":NaN}';
  const profile = profileOf('5.2');
  const { secretKey } = site.config.django;
  const text = encodeSession(body, { profile, secretKey, now: new Date() });
  await site.db.query('UPDATE django_session SET session_data = ?', [text]);
  const browser = await visitor(key);
  expect((await browser.patch('/api/session', { x: 1 })).status).toBe(200);
  const [row] = await rows();
  const decoded = decodeSession(row?.session_data ?? '', { secretKeys: [secretKey] });
  expect(decoded).toMatchObject({ valid: true });
  expect(decoded.body).toContain('"big":9007199254740993,"one":1.0,"nan":NaN');
});

test('160 parallel saves of different keys of one session lose none', async () => {
  const key = await newSession(site.db, site.config, {});
  const browser = await visitor(key);
  const numbers = Array.from({ length: 160 }, (_, index) => index);
  // A slow machine has too many wait for a connection, and is told so; who is, comes again.
  const save = async (n: number): Promise<number> => {
    const { status } = await browser.patch('/api/session', { [`k${n}`]: n });
    return status === 503 ? save(n) : status;
  };
  expect(new Set(await Promise.all(numbers.map(save)))).toEqual(new Set([200]));
  const { body } = await browser.get('/api/session');
  expect(body.data).toEqual(Object.fromEntries(numbers.map((n) => [`k${n}`, n])));
});

test('a session that was deleted while a request ran is not revived: the request fails', async () => {
  const key = await newLogin(site.db, site.config, rootId);
  const [slow, quick] = [await visitor(key), await visitor(key)];
  const writers = Array.from({ length: 20 }, (_, n) =>
    slow.patch('/api/session', { [`k${n}`]: n }),
  );
  const logout = quick.post('/api/auth/logout');
  const answers = await Promise.all([...writers, logout]);
  expect(await site.db.query('SELECT 1 FROM django_session WHERE session_key = ?', [key])).toEqual(
    [],
  );
  for (const { status, body } of answers) {
    if (status === 400) expect(body).toMatchObject({ code: 'session_interrupted' });
    else expect([200, 204]).toContain(status);
  }
});

test('an unknown key is forgotten: its cookie is deleted and no row is made', async () => {
  const browser = await visitor('0123456789abcdef0123456789abcdef');
  expect(browser.jar.has('sessionid')).toBe(false);
  expect(await rows()).toEqual([]);
});

test('a row with a bad signature is an empty session', async () => {
  const key = await newLogin(site.db, site.config, rootId);
  await site.db.query('UPDATE django_session SET session_data = CONCAT(session_data, "x")');
  const browser = await visitor(key);
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  expect((await browser.get('/api/session')).body.data).toEqual({});
});

test('a key in another letter case is another key', async () => {
  const key = await newLogin(site.db, site.config, rootId);
  expect((await (await visitor(key.toUpperCase())).get('/api/auth/me')).status).toBe(401);
});

test('an expired session is nobody', async () => {
  const key = await newLogin(site.db, site.config, rootId);
  await site.db.query(
    'UPDATE django_session SET expire_date = UTC_TIMESTAMP() - INTERVAL 1 SECOND',
  );
  expect((await (await visitor(key)).get('/api/auth/me')).status).toBe(401);
});

test('an operator sees a session whole, lists without keys, and ends it', async () => {
  const admin = await root();
  const key = await newSession(site.db, site.config, { _auth_user_id: '7', key: 'x' });
  expect((await admin.get(`/api/sessions/${key}`)).body).toMatchObject({
    session_key: key,
    user_id: 7,
    format: 'signed',
    valid: true,
    data: { _auth_user_id: '7', key: 'x' },
  });
  const list = await admin.get<{ results: object[] }>('/api/sessions?user_id=7&active=true');
  expect(list.body).toMatchObject({
    results: [{ user_id: 7, session_key: `${key.slice(0, 4)}…` }],
  });
  expect(JSON.stringify(list.body)).not.toContain(key);
  expect((await admin.delete(`/api/sessions/${key}`)).status).toBe(204);
  expect((await admin.delete(`/api/sessions/${key}`)).body).toMatchObject({
    status: 404,
    code: 'session_not_found',
  });
});

test('all sessions of a user end at once, and only his', async () => {
  const admin = await root();
  for (const id of ['7', '7', '8']) await newSession(site.db, site.config, { _auth_user_id: id });
  expect((await admin.delete('/api/sessions?user_id=7')).body).toEqual({ ended: 2 });
  expect(await rows()).toHaveLength(2);
});

test('other people’s sessions are for superusers only', async () => {
  const ann = await newUser(site.db, { username: 'ann', isStaff: true });
  const browser = await visitor(await newLogin(site.db, site.config, ann));
  for (const path of ['/api/sessions', '/api/sessions/0123456789abcdef'])
    expect((await browser.get(path)).body).toMatchObject({
      status: 403,
      code: 'permission_denied',
    });
});

const PICKLE = Buffer.concat([
  Buffer.from(`${'0'.repeat(40)}:`, 'latin1'),
  Buffer.from('80027d710028550161', 'hex'),
  Buffer.from([0x71, 0x01, 0x4b, 0x01, 0x75, 0x2e]),
]).toString('base64');

/** The row of a Django with its old serializer. */
async function newPickle(): Promise<{ session_key: string; session_data: string }> {
  const session_key = await newSession(site.db, site.config, {});
  await site.db.query('UPDATE django_session SET session_data = ? WHERE session_key = ?', [
    PICKLE,
    session_key,
  ]);
  return { session_key, session_data: PICKLE };
}

test('a pickle is refused, never run and never overwritten', async () => {
  const admin = await root();
  const decoded = await admin.post('/api/sessions/decode', { session_data: PICKLE });
  expect(decoded.body).toMatchObject({ status: 422, code: 'pickle_refused' });
  const pickle = await newPickle();
  const browser = await visitor(pickle.session_key);
  expect((await browser.patch('/api/session', { x: 1 })).body).toMatchObject({
    status: 409,
    code: 'session_unreadable',
  });
  expect(await rows()).toContainEqual(pickle);
});

test('a login with the cookie of a pickle begins a session of its own and leaves the pickle alone', async () => {
  const pickle = await newPickle();
  const browser = await visitor(pickle.session_key);
  expect((await browser.login('root', PASSWORD)).status).toBe(200);
  expect(browser.jar.get('sessionid')).not.toBe(pickle.session_key);
  expect((await browser.get('/api/auth/me')).body).toMatchObject({ username: 'root' });
  expect(await rows()).toHaveLength(2);
  expect(await rows()).toContainEqual(pickle);
});

test('a bad signature is a warning in the log that shows neither key nor payload', async () => {
  const key = await newLogin(site.db, site.config, rootId);
  await site.db.query('UPDATE django_session SET session_data = CONCAT(session_data, "x")');
  const [row] = await rows();
  const lines: string[] = [];
  const app = await createApp(
    { ...site.config, logLevel: 'warn' },
    { write: (line) => lines.push(line) },
  );
  await app.listen(0, '127.0.0.1');
  await fetch(`${await app.getUrl()}/api/session`, { headers: { cookie: `sessionid=${key}` } });
  await app.close();
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({
      level: 'warn',
      format: 'signed-compressed',
      reason: 'bad signature',
      msg: 'Session data corrupted',
    }),
  ]);
  expect(lines.join()).not.toContain(key);
  expect(lines.join()).not.toContain(row?.session_data);
});

test('sessions that a stranger was given count as his address, a login as itself', async () => {
  const { app, origin } = await startApp(site.db.url, { RATE_LIMIT: '4' });
  onTestFinished(() => app.close());
  const strangers = [new Browser(origin), new Browser(origin)];
  for (const stranger of strangers) {
    await stranger.get('/api/auth/csrf');
    expect((await stranger.patch('/api/session', { theme: 'dark' })).status).toBe(200);
  }
  expect(await rows()).toHaveLength(2);
  for (const stranger of strangers)
    expect((await stranger.get('/api/session')).body).toMatchObject({ code: 'rate_limited' });
  const user = new Browser(origin);
  user.jar.set('sessionid', await newLogin(site.db, site.config, rootId));
  expect((await user.get('/api/auth/me')).headers.get('ratelimit-remaining')).toBe('3');
});
