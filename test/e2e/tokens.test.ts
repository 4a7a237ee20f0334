import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { TokensRepository } from '../../src/auth/index.js';
import { createTestApp, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { grant, newLogin, newUser, PASSWORD } from '../support/users.js';

let site: TestApp;
let ann: number;
let authorization: string;

beforeAll(async () => {
  site = await createTestApp('tokens');
  ann = await newUser(site.db, { username: 'ann' });
  await grant(site.db, ann, 'assets.view_asset', 'assets.add_asset');
});

afterAll(() => site.close());

test('without the table of REST framework every token is wrong', async () => {
  const { status, headers } = await site
    .browser()
    .get('/api/auth/me', { authorization: `Token ${'a'.repeat(40)}` });
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toBe('Token');
});

test('a token is made once and stays the same', async () => {
  const tokens = site.app.get(TokensRepository, { strict: false });
  const token = await tokens.getOrCreate(ann);
  expect(token).toMatch(/^[0-9a-f]{40}$/);
  expect(await tokens.getOrCreate(ann)).toBe(token);
  authorization = `Token ${token}`;
});

test('a token needs neither session nor CSRF, and leaves no session behind', async () => {
  const client = site.browser();
  expect((await client.get('/api/auth/me', { authorization })).body).toMatchObject({
    username: 'ann',
  });
  const created = await client.post('/api/assets', { name: 'by token' }, { authorization });
  expect(created.status).toBe(201);
  const search = await client.get('/api/assets/search?key=token', { authorization });
  expect(search.status).toBe(200);
  expect(search.cookies).toEqual([]);
  expect(await site.db.query('SELECT 1 FROM django_session')).toEqual([]);
  const [event] = await site.db.query<{ actor_id: number }>(
    'SELECT actor_id FROM assets_assetevent',
  );
  expect(event?.actor_id).toBe(ann);
});

test('with a rate limit each token is counted by itself, and invented ones by their address', async () => {
  const tokens = site.app.get(TokensRepository, { strict: false });
  const [one, two] = [
    await newUser(site.db, { username: 'one' }),
    await newUser(site.db, { username: 'two' }),
  ];
  const { app, origin } = await startApp(site.db.url, { RATE_LIMIT: '3' });
  onTestFinished(() => app.close());
  const client = new Browser(origin);
  const left = async (token: string) => {
    const headers = { authorization: `Token ${token}` };
    const answer = await client.get('/api/auth/me', headers);
    return `${answer.status} ${answer.headers.get('ratelimit-remaining')}`;
  };
  const [first, second] = [await tokens.getOrCreate(one), await tokens.getOrCreate(two)];
  expect([await left(first), await left(first)]).toEqual(['200 2', '200 1']);
  const invented = ['a', 'b', 'c', 'd'].map((letter) => left(letter.repeat(40)));
  expect((await Promise.all(invented)).sort()).toEqual(['401 0', '401 1', '401 2', '429 0']);
  expect([await left(second), await left(first)]).toEqual(['200 2', '200 0']);
  expect(await left(first)).toBe('429 0');
});

test('a wrong token is refused even beside a good session', async () => {
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, ann));
  for (const bad of ['Token', 'Token x y', `Token ${'a'.repeat(40)}`, authorization.toUpperCase()])
    expect((await browser.get('/api/auth/me', { authorization: bad })).status).toBe(401);
  expect((await browser.get('/api/auth/me', { authorization: 'Basic abc' })).status).toBe(200);
});

test('an invalid token does not switch the CSRF check of an open route off', async () => {
  const answer = await site
    .browser()
    .patch('/api/session', { x: 1 }, { authorization: `Token ${'a'.repeat(40)}` });
  expect(answer.body).toMatchObject({ status: 403, code: 'csrf_failed' });
});

test('a password is changed with a token, too, and ends every session of the user', async () => {
  const bea = await newUser(site.db, { username: 'bea' });
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, bea));
  const token = await site.app.get(TokensRepository, { strict: false }).getOrCreate(bea);
  const change = { old_password: PASSWORD, new_password: 'another long passphrase' };
  const answer = await site
    .browser()
    .post('/api/auth/password', change, { authorization: `Token ${token}` });
  expect(answer).toMatchObject({ status: 204, cookies: [] });
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  await site.db.query('DELETE FROM authtoken_token WHERE user_id = ?', [bea]);
  await site.db.query('DELETE FROM auth_user WHERE id = ?', [bea]);
});

test('the token of an inactive user is worth nothing', async () => {
  await site.db.query('UPDATE auth_user SET is_active = 0 WHERE id = ?', [ann]);
  expect((await site.browser().get('/api/auth/me', { authorization })).status).toBe(401);
});

test('users are found by name; only staff see more than the name', async () => {
  const root = await newUser(site.db, { username: 'root', isSuperuser: true });
  const clerk = await newUser(site.db, { username: 'clerk_100%' });
  await grant(site.db, clerk, 'assets.change_asset');
  const as = async (id: number) => {
    const browser = site.browser();
    browser.jar.set('sessionid', await newLogin(site.db, site.config, id));
    return browser;
  };
  const seen = await (await as(clerk)).get('/api/users?search=ROO');
  expect(seen.body).toEqual({
    results: [{ id: root, username: 'root', first_name: '', last_name: '' }],
  });
  const staff = await (await as(root)).get<{ results: object[] }>('/api/users?search=_100%25');
  expect(staff.body.results).toEqual([
    {
      id: clerk,
      username: 'clerk_100%',
      first_name: '',
      last_name: '',
      email: '',
      is_staff: false,
    },
  ]);
  expect(
    (await (await as(root)).get<{ results: object[] }>('/api/users')).body.results,
  ).toHaveLength(2);
});
