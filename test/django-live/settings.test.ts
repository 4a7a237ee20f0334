import { expect, test } from 'vitest';
import { logInAtDjango } from '../support/django.js';
import {
  createLiveSites,
  type LiveSites,
  newDjangoUser,
  PASSWORD,
  sessionRow,
} from '../support/live.js';

const TWO_WEEKS = 1_209_600;
const DAY = 86_400;

/** Two sites for one test, with a user `root`; `env` and `settings` say the same to either side. */
async function withSites(
  name: string,
  env: Record<string, string>,
  settings: Record<string, unknown>,
  work: (sites: LiveSites) => Promise<void>,
): Promise<void> {
  const sites = await createLiveSites(name, env, settings);
  try {
    await newDjangoUser(sites.django, 'root');
    await work(sites);
  } finally {
    await sites.close();
  }
}

/** Logs in on either side and expects to be the same on the other. */
async function expectSharedLogins(sites: LiveSites): Promise<void> {
  const [first, second] = [sites.visitor(), sites.visitor()];
  expect((await logInAtDjango(first.there, 'root', PASSWORD)).status).toBe(200);
  expect((await first.here.get('/api/auth/me')).body).toMatchObject({ username: 'root' });
  expect((await second.here.login('root', PASSWORD)).status).toBe(200);
  expect((await second.there.get('/me/')).body).toMatchObject({ username: 'root' });
}

test('DEFAULT_HASHING_ALGORITHM=sha1 of Django 3.1 and 3.2: old rows and old hashes on both sides', () =>
  withSites(
    'live_sha1',
    { DJANGO_VERSION: '3.2', DEFAULT_HASHING_ALGORITHM: 'sha1' },
    { DEFAULT_HASHING_ALGORITHM: 'sha1' },
    async (sites) => {
      await expectSharedLogins(sites);
      const visitor = sites.visitor();
      await visitor.here.login('root', PASSWORD);
      const row = await sessionRow(sites, visitor);
      const text = Buffer.from(row?.session_data ?? '', 'base64').toString('latin1');
      expect(text).toMatch(/^[0-9a-f]{40}:\{/);
      expect(text).toMatch(/"_auth_user_hash":"[0-9a-f]{40}"/);
    },
  ));

test('cached_db: what is in no cache of Django is shared as with db', () =>
  withSites(
    'live_cached_db',
    { SESSION_ENGINE: 'django.contrib.sessions.backends.cached_db' },
    {
      SESSION_ENGINE: 'django.contrib.sessions.backends.cached_db',
      CACHES: { default: { BACKEND: 'django.core.cache.backends.dummy.DummyCache' } },
    },
    async (sites) => {
      await expectSharedLogins(sites);
      const visitor = sites.visitor();
      await visitor.there.get('/login/');
      await visitor.there.post('/session/', { set: { a: 1 } });
      await visitor.here.patch('/api/session', { b: 2 });
      expect((await visitor.there.get('/session/')).body).toEqual({ text: '{"a": 1, "b": 2}' });
    },
  ));

test('cached_db: Django sees nothing of what is written here while it has its own copy in the cache', () =>
  withSites(
    'live_cached_copy',
    { SESSION_ENGINE: 'cached_db' },
    { SESSION_ENGINE: 'django.contrib.sessions.backends.cached_db' },
    async (sites) => {
      const visitor = sites.visitor();
      await logInAtDjango(visitor.there, 'root', PASSWORD);
      const jar = new Map(visitor.here.jar);
      await visitor.here.patch('/api/session', { b: 2 });
      expect((await visitor.there.get<{ text: string }>('/session/')).body.text).not.toContain(
        '"b"',
      );
      expect((await visitor.here.post('/api/auth/logout')).status).toBe(204);
      const there = await sites.django.browser(jar).get('/me/');
      expect(there.body).toMatchObject({ username: 'root' });
    },
  ));

test('SESSION_SAVE_EVERY_REQUEST: a request that only reads renews row and cookie on both sides', () =>
  withSites(
    'live_every_request',
    { SESSION_SAVE_EVERY_REQUEST: 'True' },
    { SESSION_SAVE_EVERY_REQUEST: true },
    async (sites) => {
      const visitor = sites.visitor();
      await logInAtDjango(visitor.there, 'root', PASSWORD);
      const requests = [
        () => visitor.here.get('/api/auth/me'),
        () => visitor.there.get('/me/'),
        () => visitor.here.get('/api/assets'),
      ];
      for (const request of requests) {
        await sites.site.db.query(
          'UPDATE django_session SET expire_date = UTC_TIMESTAMP() + INTERVAL 1 DAY',
        );
        const { status, cookies } = await request();
        expect(status).toBe(200);
        expect(cookies.join()).toContain(`Max-Age=${TWO_WEEKS}`);
        expect((await sessionRow(sites, visitor))?.seconds).toBeGreaterThan(TWO_WEEKS - 60);
      }
    },
  ));

test('SESSION_EXPIRE_AT_BROWSER_CLOSE: both send a cookie without an age', () =>
  withSites(
    'live_browser_close',
    { SESSION_EXPIRE_AT_BROWSER_CLOSE: 'True', SESSION_COOKIE_AGE: String(DAY) },
    { SESSION_EXPIRE_AT_BROWSER_CLOSE: true, SESSION_COOKIE_AGE: DAY },
    async (sites) => {
      const [first, second] = [sites.visitor(), sites.visitor()];
      const answers = [
        await logInAtDjango(first.there, 'root', PASSWORD),
        await second.here.login('root', PASSWORD),
      ];
      for (const { cookies } of answers) {
        const cookie = cookies.find((text) => text.startsWith('sessionid='));
        expect(cookie).toBeDefined();
        expect(cookie).not.toMatch(/max-age|expires/i);
      }
      for (const visitor of [first, second]) {
        const seconds = (await sessionRow(sites, visitor))?.seconds ?? 0;
        expect(seconds).toBeGreaterThan(DAY - 60);
        expect(seconds).toBeLessThanOrEqual(DAY);
      }
    },
  ));

test('USE_TZ=False: both keep local time in the rows, and neither takes it for UTC', () =>
  withSites(
    'live_local_time',
    { USE_TZ: 'False', TIME_ZONE: 'America/Chicago' },
    { USE_TZ: false, TIME_ZONE: 'America/Chicago' },
    async (sites) => {
      await expectSharedLogins(sites);
      // Shorter than the distance to UTC: taken for UTC, such a session would have ended hours ago.
      const visitor = sites.visitor();
      await logInAtDjango(visitor.there, 'root', PASSWORD);
      await visitor.there.post('/session/', { expiry: 600 });
      expect((await visitor.here.get('/api/auth/me')).status).toBe(200);
      await visitor.here.patch('/api/session', { a: 1 });
      expect((await visitor.there.get('/me/')).body).toMatchObject({ username: 'root' });
      const [left, loggedIn] = await sites.django.python<[number, number]>(
        `from datetime import datetime
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
left = Session.objects.get(pk=key).expire_date - datetime.now()
ago = datetime.now() - User.objects.get(username='root').last_login
[left.total_seconds(), ago.total_seconds()]`,
        { key: visitor.here.jar.get('sessionid') },
      );
      expect(left).toBeGreaterThan(540);
      expect(left).toBeLessThanOrEqual(600);
      expect(Math.abs(loggedIn)).toBeLessThan(60);
    },
  ));

test('CSRF_USE_SESSIONS: the secret that one side keeps in the session is accepted by the other', () =>
  withSites(
    'live_csrf_session',
    { CSRF_USE_SESSIONS: 'True' },
    { CSRF_USE_SESSIONS: true },
    async (sites) => {
      const [first, second] = [sites.visitor(), sites.visitor()];
      const credentials = { username: 'root', password: PASSWORD };
      const theirs = await first.there.get<{ csrfToken: string }>('/login/');
      const theirToken = { 'x-csrftoken': theirs.body.csrfToken };
      expect((await first.here.post('/api/auth/login', credentials)).status).toBe(403);
      expect((await first.here.post('/api/auth/login', credentials, theirToken)).status).toBe(200);
      const ours = await second.here.get<{ csrfToken: string }>('/api/auth/csrf');
      const headers = {
        'x-csrftoken': ours.body.csrfToken,
        'content-type': 'application/x-www-form-urlencoded',
      };
      const form = new URLSearchParams(credentials).toString();
      expect((await second.there.post('/login/', form, headers)).status).toBe(200);
    },
  ));
