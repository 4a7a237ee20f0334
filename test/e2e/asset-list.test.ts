import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { newLogin, newUser } from '../support/users.js';

interface List {
  results: { id: number; name: string }[];
  next: string | null;
  previous: string | null;
  count?: number;
}

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('asset_list');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  const holderId = await newUser(site.db, { username: 'alice' });
  root = site.browser();
  root.jar.set('sessionid', await newLogin(site.db, site.config, rootId));
  const rows: [name: string, serial: string | null, due: string | null, custom: object][] = [
    ['Alpha', 'a,1', '2026-01-31 08:00:00.000001', { rack: { row: 3 }, tags: ['prod', 'eu'] }],
    ['alpha 50%', null, '2026-01-31 08:00:00.000002', { rack: { row: '3' } }],
    ['beta_x', 'B1', '2025-12-31 23:59:59.999999', { rack: { row: null } }],
    ['gamma', null, null, { größe: 'XL', '7': 1 }],
  ];
  for (const [name, serial, due, custom] of rows)
    await site.db.query(
      'INSERT INTO assets_asset (asset_tag, name, serial, due_at, notes, custom, assigned_to_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [
        `T-${name}`,
        name,
        serial,
        due,
        '',
        JSON.stringify(custom),
        name === 'gamma' ? holderId : null,
      ],
    );
});

afterAll(() => site.close());

const containing = (items: string[]): unknown => expect.arrayContaining(items);

const list = (query: string) => root.get<List>(`/api/assets?${query}`);

const names = async (query: string): Promise<string[]> => {
  const { body } = await list(query);
  return body.results.map(({ name }) => name);
};

test.each<[query: string, found: string[]]>([
  ['name=ALPHA', ['Alpha']],
  ['name__contains=alpha', ['alpha 50%']],
  ['name__icontains=alpha', ['Alpha', 'alpha 50%']],
  ['name__endswith=%25', ['alpha 50%']],
  ['name__regex=^[a-b]', ['alpha 50%', 'beta_x']],
  ['name__not__iregex=^[a-b]', ['gamma']],
  ['serial__not=B1', ['Alpha', 'alpha 50%', 'gamma']],
  ['serial__in=["a,1"]', ['Alpha']],
  ['due_at__year__lt=2026', ['beta_x']],
  ['due_at__date__range=2026-01-01,2026-01-31', ['Alpha', 'alpha 50%']],
  ['due_at__gt=2026-01-31T10:00:00.000001+02:00', ['alpha 50%']],
  ['custom__rack__row__gte=2', ['Alpha', 'alpha 50%']],
  ['custom__rack={"row":"3"}', ['alpha 50%']],
  ['custom__rack__row=null', ['beta_x']],
  ['custom__rack__row__isnull=true', ['gamma']],
  ['custom__tags__contains=prod', ['Alpha']],
  ['custom__tags__1=eu', ['Alpha']],
  ['custom__has_any_keys=tags,other', ['Alpha']],
  ['custom__größe=XL', ['gamma']],
  ['custom__has_key=7', ['gamma']],
  ['assigned_to__username=alice', ['gamma']],
  ['assigned_to__username__not=alice', ['Alpha', 'alpha 50%', 'beta_x']],
  ['name__icontains=a&name__icontains=p', ['Alpha', 'alpha 50%']],
  ['search=ALPHA 50%25', ['alpha 50%']],
  ['search=b1', ['beta_x']],
  ['ordering=-serial,-name&serial__isnull=false', ['beta_x', 'Alpha']],
])('%s', async (query, found) => {
  expect(await names(query)).toEqual(found);
});

test.each<[query: string, problem: object]>([
  ['password=x', { parameter: 'password', allowed: containing(['serial', 'pk']) }],
  ['assigned_to__password=x', { allowed: ['exact', 'in', 'isnull', 'gt', 'gte', 'lt', 'lte'] }],
  ['assigned_to__is_staff=true', { parameter: 'assigned_to__is_staff' }],
  ['name__year=2026', { parameter: 'name__year', allowed: containing(['icontains']) }],
  ['name__icontains__not__x=1', { parameter: 'name__icontains__not__x' }],
  ['purchased_on__hour=1', { allowed: containing(['exact', 'year']) }],
  [
    'rack_unit__gte=x',
    { parameter: 'rack_unit__gte', expected: 'a whole number of at most 15 digits' },
  ],
  ['id__range=1', { parameter: 'id__range', expected: 'two values, the first and the last' }],
  ['due_at=2026-02-30', { parameter: 'due_at' }],
  ['due_at__year=0', { expected: 'a year from 1 to 9999' }],
  ['serial__isnull=maybe', { expected: 'true or false' }],
  ['name__in=[1', { expected: 'values between commas, or a JSON array' }],
  ['name__regex=', { parameter: 'name__regex' }],
  [`name__regex=${'a'.repeat(201)}`, { parameter: 'name__regex' }],
  ['custom__a__gt=1e400', { expected: 'a number or a text' }],
  ['custom__a__range=1,1e400', { expected: 'a number or a text' }],
  ['custom__a={"b":[1e400]}', { parameter: 'custom__a' }],
  ['custom__in=1', { parameter: 'custom__in', allowed: containing(['has_key']) }],
  ['count=perhaps', { parameter: 'count' }],
  ['limit=501', { parameter: 'limit' }],
  ['ordering=custom', { parameter: 'ordering' }],
  ['ordering=id,pk', { parameter: 'ordering' }],
  ['search=a b c d e f g h i j k', { parameter: 'search' }],
  ['__proto____in=1', { allowed: containing(['name']) }],
])('%s is refused and told what is expected', async (query, problem) => {
  const { status, body } = await list(query);
  expect({ status, ...body }).toMatchObject({ status: 400, code: 'invalid_lookup', ...problem });
});

test('a regular expression that the database cannot read is the caller’s mistake', async () => {
  for (const query of ['name__regex=(', 'name__iregex=[a', 'name__regex=*&count=true'])
    expect((await list(query)).body).toMatchObject({ status: 400, code: 'invalid_regex' });
});

/** Some of the values are no regular expression. */
async function rowsOrRefusal(query: string): Promise<unknown[]> {
  const { status, body } = await list(query);
  expect([200, 400]).toContain(status);
  return status === 200 ? body.results : [];
}

test('values reach the database as values, whatever they look like', async () => {
  for (const value of ["' OR 1=1 -- ", '*/ OR 1=1 /*', '?', '\\', '\0', '😀'])
    for (const lookup of ['name', 'name__iregex', 'custom__a', 'custom__has_key', 'search'])
      expect(await rowsOrRefusal(`${lookup}=${encodeURIComponent(value)}zzz`)).toEqual([]);
  expect(await names(`custom__${encodeURIComponent('a"\') OR 1=1 -- ')}=1`)).toEqual([]);
});

test('a page ends between two times that differ by a microsecond', async () => {
  const first = await list('ordering=due_at&limit=1&due_at__date=2026-01-31');
  expect(first.body.results).toMatchObject([{ name: 'Alpha' }]);
  const second = await root.get<List>(first.body.next ?? '');
  expect(second.body.results).toMatchObject([{ name: 'alpha 50%' }]);
  expect(second.body.next).toBeNull();
  const back = await root.get<List>(second.body.previous ?? '');
  expect(back.body).toMatchObject({ results: [{ name: 'Alpha' }], previous: null });
});

test('a cursor of ours is taken back, however long the texts are that the list is ordered by', async () => {
  const places = ['category', 'manufacturer', 'model', 'site', 'rack'];
  const long = '\u0001'.repeat(120);
  for (const end of ['1', '2'])
    await site.db.query(
      `INSERT INTO assets_asset (asset_tag, name, serial, ${places.join(', ')}, notes, custom) VALUES (?)`,
      [[`L-${end}`, `long ${end}`, long + end, ...places.map(() => long), '', '{}']],
    );
  const ordering = [...places, 'serial', 'name'].join(',');
  const first = await list(`ordering=${ordering}&limit=1&fields=name&name__startswith=long`);
  const second = await root.get<List>(first.body.next ?? '');
  expect(second.body).toMatchObject({ results: [{ name: 'long 2' }], next: null });
  await site.db.query("DELETE FROM assets_asset WHERE name LIKE 'long _'");
});

test('the count is of all rows that fit, not of the page', async () => {
  expect((await list('limit=1&count=true&name__icontains=a')).body.count).toBe(4);
  expect((await list('limit=1&count=true&search=alpha')).body.count).toBe(2);
});

test('a cursor is refused when its values are none of the ordering', async () => {
  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  for (const [ordering, values] of [
    ['due_at', ['yesterday', '1']],
    ['due_at', ['2026-01-31 08:00:00', 'NaN']],
    ['name', ['x']],
    ['name', ['x', {}]],
  ] as const) {
    const text = cursor(1, 'next', `${ordering},id`, values);
    expect((await list(`ordering=${ordering}&cursor=${text}`)).body).toMatchObject({
      status: 400,
      code: 'invalid_cursor',
    });
  }
});
