import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { newAsset } from '../support/new-asset.js';
import { newLogin, newUser, PASSWORD } from '../support/users.js';

// Databases of old Djangos were often made in latin1 or in the utf8 of three bytes. Servers refuse to compare their
// columns with a text that they cannot hold; for a caller no value is equal to that text, and that is all.
let site: TestApp;
let root: Browser;
let müller: number;

beforeAll(async () => {
  site = await createTestApp('old_character_sets');
  for (const [table, charset] of [
    ['django_session', 'latin1'],
    ['assets_asset', 'latin1'],
    ['auth_user', 'utf8mb3'],
  ])
    await site.db.query(`ALTER TABLE ${table} CONVERT TO CHARACTER SET ${charset}`);
  const id = await newUser(site.db, { username: 'root', isSuperuser: true });
  müller = await newUser(site.db, { username: 'müller' });
  root = site.browser();
  root.jar.set('sessionid', await newLogin(site.db, site.config, id));
  await root.get('/api/auth/csrf');
});

beforeEach(async () => {
  await site.db.query('DELETE FROM assets_asset');
  await newAsset(root, { name: 'lager' });
  const { path } = await newAsset(root, { name: 'Büro' });
  await root.post(`${path}/check-out`, { user_id: müller });
});

afterAll(() => site.close());

test('a user name that the column cannot hold is an unknown user', async () => {
  const { status, body } = await site.browser().login('müller 😀', PASSWORD);
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
});

test('a session cookie that the column cannot hold is an unknown session', async () => {
  const { status, body } = await site
    .browser()
    .get('/api/auth/me', { cookie: `sessionid=${'\u0081ÿ'.repeat(16)}` });
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'not_authenticated' });
});

test('so is a session key in a path', async () => {
  const path = `/api/sessions/${encodeURIComponent('😀'.repeat(8))}`;
  expect((await root.get(path)).status).toBe(404);
  expect((await root.delete(path)).status).toBe(404);
});

test('a token that the column cannot hold is an unknown token', async () => {
  const { status } = await site
    .browser()
    .get('/api/auth/me', { authorization: `Token ${'\u0081ÿ'.repeat(20)}` });
  expect(status).toBe(401);
});

test('a search for users by a text that the column cannot hold finds nobody', async () => {
  const search = (text: string) => root.get(`/api/users?search=${encodeURIComponent(text)}`);
  expect(await search('😀')).toMatchObject({ status: 200, body: { results: [] } });
  expect(await search('mü')).toMatchObject({ body: { results: [{ username: 'müller' }] } });
});

test('the searches for assets find nothing by it', async () => {
  const text = encodeURIComponent('漢');
  for (const path of [`/api/assets/search?key=${text}`, `/api/assets?search=${text}&count=true`])
    expect(await root.get(path)).toMatchObject({ status: 200, body: { results: [] } });
});

// The first three bytes of the character are one in latin1, so what is compared byte by byte has to be looked at, too.
const FILTERS: readonly [filter: Record<string, unknown>, names: readonly string[]][] = [
  [{ name: '漢' }, []],
  [{ name__not: '漢' }, ['lager', 'Büro']],
  [{ name__in: ['漢', 'büro'] }, ['Büro']],
  [{ name__iexact: '漢' }, []],
  [{ name__contains: '漢' }, []],
  [{ name__icontains: '漢' }, []],
  [{ name__not__icontains: '漢', name__istartswith: 'BÜ' }, ['Büro']],
  [{ name__endswith: '漢' }, []],
  [{ name__regex: '漢' }, []],
  [{ name__iregex: 'b.ro|漢' }, ['Büro']],
  [{ name__gt: '漢' }, []],
  [{ name__range: ['b', '漢'] }, ['lager', 'Büro']],
  [{ assigned_to__username: '😀' }, []],
  [{ assigned_to__username__not: '😀' }, ['lager', 'Büro']],
  [{ assigned_to__username__in: ['😀', 'müller'] }, ['Büro']],
  [{ assigned_to__username__icontains: '😀' }, []],
  [{ assigned_to__username__range: ['a', '😀'] }, ['Büro']],
];

describe.each(FILTERS)('the filter %j', (filter, names) => {
  const query = Object.entries(filter)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');

  test('lists, counts and exports what it names', async () => {
    const list = await root.get<{ results: { name: string }[]; count: number }>(
      `/api/assets?count=true&${query}`,
    );
    expect(list.status).toBe(200);
    expect(list.body.results.map(({ name }) => name)).toEqual(names);
    expect(list.body.count).toBe(names.length);
    const file = await root.get<string>(`/api/assets/export?format=csv&fields=name&${query}`);
    expect(file).toMatchObject({ status: 200, body: ['name', ...names, ''].join('\r\n') });
  });

  test('changes and deletes just that, in one transaction', async () => {
    const change = await root.patch('/api/assets', { filter, set: { rack: '7' } });
    expect(change).toMatchObject({ status: 200, body: { matched: names.length } });
    expect(await remaining(`rack = '7'`)).toEqual(names);
    const removal = await root.delete('/api/assets', { filter });
    expect(removal).toMatchObject({ status: 200, body: { matched: names.length } });
    expect((await remaining('TRUE')).length).toBe(2 - names.length);
  });

  test('allocates from just that', async () => {
    const { status } = await root.post('/api/assets/allocate', {
      filter,
      count: 1,
      user_id: müller,
    });
    expect(status).toBe(names.includes('lager') ? 200 : 409);
  });
});

/** Names of the assets of this condition, oldest first. */
async function remaining(condition: string): Promise<string[]> {
  const rows = await site.db.query<{ name: string }>(
    `SELECT name FROM assets_asset WHERE ${condition} ORDER BY id`,
  );
  return rows.map(({ name }) => name);
}
