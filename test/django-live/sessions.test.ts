import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/browser.js';
import { logInAtDjango, postForm } from '../support/django.js';
import {
  createLiveSites,
  type LiveSites,
  newDjangoUser,
  PASSWORD,
  sessionRow,
  type Visitor,
} from '../support/live.js';

const TWO_WEEKS = 1_209_600;
let sites: LiveSites;

beforeAll(async () => {
  sites = await createLiveSites('live_sessions');
  await newDjangoUser(sites.django, 'root');
});

afterAll(() => sites.close());

/** Changes the session at Django; a text goes as it is, for numbers that JavaScript does not have. */
function changeThere({ there }: Visitor, change: unknown): Promise<Answer> {
  return there.post('/session/', change);
}

/** The JSON that Python makes of the whole session. */
async function readThere({ there }: Visitor): Promise<string> {
  return (await there.get<{ text: string }>('/session/')).body.text;
}

/** A visitor with CSRF cookies of both, and without a session. */
async function newVisitor(): Promise<Visitor> {
  const visitor = sites.visitor();
  await visitor.there.get('/login/');
  return visitor;
}

function sessionCookie({ cookies }: Answer): string | undefined {
  return cookies.find((cookie) => cookie.startsWith('sessionid='));
}

test('a key that Django wrote is read here, and the other way round', async () => {
  const visitor = await newVisitor();
  await changeThere(visitor, { set: { cart: [1, { naïve: '🜚' }], seen: true } });
  expect((await visitor.here.get('/api/session')).body).toMatchObject({
    data: { cart: [1, { naïve: '🜚' }], seen: true },
  });
  await visitor.here.patch('/api/session', { cart: null, theme: 'dunkel – ü 🜚' });
  expect(JSON.parse(await readThere(visitor))).toEqual({ seen: true, theme: 'dunkel – ü 🜚' });
  await changeThere(visitor, { delete: ['theme'], set: { seen: false } });
  expect((await visitor.here.get('/api/session')).body).toMatchObject({ data: { seen: false } });
});

test('numbers that JavaScript cannot hold come back to Django as it wrote them', async () => {
  const visitor = await newVisitor();
  const numbers =
    '"big": 123456789012345678901234567890, "inf": Infinity, "one": 1.0, "tiny": 1e-320';
  await changeThere(visitor, `{"set": {${numbers}}}`);
  expect((await visitor.here.patch('/api/session', { also: 'ours' })).status).toBe(200);
  expect(await readThere(visitor)).toBe(`{"also": "ours", ${numbers}}`);
});

test('a session with a compressed payload is read and written on both sides', async () => {
  const visitor = await newVisitor();
  await logInAtDjango(visitor.there, 'root', PASSWORD);
  await changeThere(visitor, { set: { long: 'abc'.repeat(5000) } });
  expect((await sessionRow(sites, visitor))?.session_data).toMatch(/^\./);
  await visitor.here.patch('/api/session', { more: 'def'.repeat(5000) });
  expect((await sessionRow(sites, visitor))?.session_data).toMatch(/^\./);
  expect(JSON.parse(await readThere(visitor))).toMatchObject({
    long: 'abc'.repeat(5000),
    more: 'def'.repeat(5000),
  });
});

test('messages of Django wait in the session while the API writes beside them', async () => {
  const visitor = await newVisitor();
  await postForm(visitor.there, '/messages/', { text: 'Saved “it” & more' });
  await visitor.here.patch('/api/session', { page: 2 });
  const shown = await visitor.there.get('/messages/');
  expect(shown.body).toEqual({ messages: ['Saved “it” & more'] });
  expect((await visitor.there.get('/messages/')).body).toEqual({ messages: [] });
});

test('an expiry in seconds that Django set holds for the row and the cookie that we write', async () => {
  const visitor = await newVisitor();
  await changeThere(visitor, { set: { a: 1 }, expiry: 3600 });
  const written = await visitor.here.patch('/api/session', { b: 2 });
  expect(sessionCookie(written)).toContain('; Max-Age=3600;');
  expect((await sessionRow(sites, visitor))?.seconds).toBeGreaterThan(3600 - 60);
  expect((await sessionRow(sites, visitor))?.seconds).toBeLessThanOrEqual(3600);
  const again = await changeThere(visitor, { set: { c: 3 } });
  expect(sessionCookie(again)).toContain('; Max-Age=3600;');
});

test('an expiry of 0 is a cookie until the browser closes, with a row of two weeks, on both sides', async () => {
  const visitor = await newVisitor();
  const first = await changeThere(visitor, { set: { a: 1 }, expiry: 0 });
  const second = await visitor.here.patch('/api/session', { b: 2 });
  for (const answer of [first, second]) {
    expect(sessionCookie(answer)).toMatch(/^sessionid=/);
    expect(sessionCookie(answer)).not.toMatch(/max-age|expires/i);
  }
  expect((await sessionRow(sites, visitor))?.seconds).toBeGreaterThan(TWO_WEEKS - 60);
});

test('an expiry that Django takes back is gone here as well', async () => {
  const visitor = await newVisitor();
  await changeThere(visitor, { set: { a: 1 }, expiry: 60 });
  await changeThere(visitor, { expiry: null });
  const written = await visitor.here.patch('/api/session', { b: 2 });
  expect(sessionCookie(written)).toContain(`; Max-Age=${TWO_WEEKS};`);
});

test('a session that Django let expire is nobody here, and its cookie is deleted', async () => {
  const visitor = sites.visitor();
  await logInAtDjango(visitor.there, 'root', PASSWORD);
  await changeThere(visitor, { expiry: -1 });
  const key = visitor.here.jar.get('sessionid') ?? (await lastKey());
  visitor.here.jar.set('sessionid', key);
  const answer = await visitor.here.get('/api/auth/me');
  expect(answer.status).toBe(401);
  expect(sessionCookie(answer)).toMatch(/^sessionid=""; expires=Thu, 01 Jan 1970/);
});

/** Of the session that was written last; the browser has dropped the cookie of an expired one. */
async function lastKey(): Promise<string> {
  const [row] = await sites.site.db.query<{ session_key: string }>(
    'SELECT session_key FROM django_session WHERE expire_date < UTC_TIMESTAMP()',
  );
  return row?.session_key ?? '';
}

test('both send a new visitor the same cookie attributes', async () => {
  const [first, second] = [await newVisitor(), await newVisitor()];
  const theirs = await changeThere(first, { set: { a: 1 } });
  const ours = await second.here.patch('/api/session', { a: 1 });
  const attributes = (answer: Answer) =>
    sessionCookie(answer)
      ?.replace(/^sessionid=[a-z0-9]{32};/, '')
      .replace(/expires=[^;]+/, '');
  expect(attributes(ours)).toBe(attributes(theirs));
});
