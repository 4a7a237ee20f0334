import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('asset_pages');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

test('pages follow each other both ways, with nulls and equal values, none twice', async () => {
  const serials = [null, 'b', null, 'a', 'c', null];
  for (const serial of serials) await newAsset(root, { name: 'n', site: 'x', serial });
  interface List {
    results: { id: number }[];
    next: string | null;
    previous: string | null;
    count: number;
  }
  for (const ordering of ['serial', '-serial', 'site,-serial', '-updated_at,name']) {
    const whole = await root.get<List>(`/api/assets?ordering=${ordering}&count=true`);
    expect(whole.body).toMatchObject({ next: null, previous: null, count: 6 });
    const pages: List[] = [];
    for (let path: string | null = `/api/assets?ordering=${ordering}&limit=2&fields=id`; path;) {
      const { body }: { body: List } = await root.get<List>(path);
      pages.push(body);
      path = body.next;
    }
    const ids = (lists: List[]): number[] =>
      lists.flatMap(({ results }) => results.map(({ id }) => id));
    expect(ids(pages)).toEqual(ids([whole.body]));
    const back = await root.get<List>(pages[2]?.previous ?? '');
    expect(ids([back.body])).toEqual(ids(pages.slice(1, 2)));
    expect(back.body.next).not.toBeNull();
  }
});

test('a list filters by equality and refuses what it does not know', async () => {
  const { id } = await newAsset(root, { name: 'one', rack_unit: 7, purchased_on: '2026-01-31' });
  await newAsset(root, { name: 'two' });
  const list = await root.get(
    '/api/assets?name=ONE&rack_unit=7&purchased_on=2026-01-31&fields=id,name',
  );
  expect(list.body).toEqual({ results: [{ id, name: 'one' }], next: null, previous: null });
  for (const query of [
    'password=1',
    'rack_unit=x',
    'limit=0',
    'ordering=-nothing',
    'fields=a',
    'purchased_on=2026-02-31',
  ])
    expect((await root.get(`/api/assets?${query}`)).body).toMatchObject({
      status: 400,
      code: 'invalid_lookup',
    });
  expect((await root.get('/api/assets?cursor=e30')).body).toMatchObject({ code: 'invalid_cursor' });
  expect((await root.get("/api/assets?name=' OR 1=1 -- ")).body).toMatchObject({ results: [] });
});

test('an asset is the same by itself, in a list and in a search, with times to the microsecond', async () => {
  const { id } = await newAsset(root, {
    name: 'whole',
    rack_unit: 7,
    purchased_on: '2026-01-31',
    cost: '4999.00',
    custom: { power: 'A+B', größe: [1.5, null] },
  });
  const due = '2026-01-31 08:00:00.999999';
  await site.db.query('UPDATE assets_asset SET due_at = ? WHERE id = ?', [due, id]);
  const alone = (await root.get(`/api/assets/${id}`)).body;
  expect(alone).toMatchObject({
    rack_unit: 7,
    cost: '4999.00',
    due_at: '2026-01-31T08:00:00.999999Z',
  });
  for (const path of ['/api/assets', '/api/assets/search?key=whole']) {
    const { body } = await root.get<{ results: object[] }>(path);
    expect(JSON.stringify(body.results)).toBe(JSON.stringify([alone]));
  }
});

test('a search finds parts of names, tags, serials, models and addresses, and is remembered', async () => {
  await newAsset(root, { name: 'r5300g4-24-22', model: 'R5300 G4', ip_address: '10.1.2.3' });
  await newAsset(root, { name: '100%' });
  const found = async (key: string) =>
    (await root.get<{ results: object[] }>(`/api/assets/search?key=${encodeURIComponent(key)}`))
      .body.results.length;
  expect(await found('5300G4')).toBe(1);
  expect(await found('10.1.2')).toBe(1);
  expect(await found('%')).toBe(1);
  expect(await found('_')).toBe(0);
  expect(await found('24-22')).toBe(1);
  const again = await root.get('/api/assets/search');
  expect(again.body).toMatchObject({ key: '24-22', results: [{ name: 'r5300g4-24-22' }] });
  expect((await root.get('/api/session')).body).toMatchObject({ data: { key: '24-22' } });
});
