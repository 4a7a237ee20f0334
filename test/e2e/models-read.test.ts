import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { Models } from '../../src/model/index.js';
import { openTestApp, SECRET_KEY, startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newLogin, newUser } from '../support/users.js';

type Row = Record<string, unknown>;

interface List {
  results: Row[];
  next: string | null;
  previous: string | null;
  count?: number;
  etags?: string[];
}

const SERVERS = '/api/models/blog.asset_db';

let site: TestApp;
let root: Browser;
let env: Record<string, string>;

beforeAll(async () => {
  const db = await createSiteDatabase('models_read', 'blog');
  await runMigrations(db.dataSource);
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      search_fields: ['serverno', 'cpu'],
      ordering: ['serverno'],
    },
    'blog.ethernet': { editable: ['e_model', 'e_porttype'], add: true, delete: true },
    'auth.group': { permissions: { view: 'IsAuthenticated' } },
    'auth.permission': { permissions: { view: 'IsAdminUser' } },
  });
  env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' };
  site = await openTestApp(db, env);
  root = await visitor({ username: 'boss', isSuperuser: true, isStaff: true });
}, 120_000);

afterAll(() => site.close());

async function visitor(
  user: Parameters<typeof newUser>[1],
  ...permissions: string[]
): Promise<Browser> {
  const id = await newUser(site.db, user);
  await grant(site.db, id, ...permissions);
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, id));
  return browser;
}

const names = async (query: string, browser = root): Promise<unknown[]> => {
  const { body } = await browser.get<List>(`${SERVERS}?${query}`);
  return body.results.map(({ serverno }) => serverno);
};

test.each<[query: string, found: string[]]>([
  ['status=Online', ['SN1', 'SN3']],
  ['serverno=sn1', ['SN1']],
  ['ethernets__e_model=i350&status=Online', ['SN1']],
  ['ethernets__e_model=i350', ['SN1', 'SN2', 'sn4']],
  ['ethernets__e_model__not=i350', ['SN3']],
  ['ethernets__isnull=true', ['SN3']],
  // Both are about one and the same card, as in filter(**kwargs); given twice, they need not be.
  ['ethernets__e_model=i350&ethernets__e_porttype=00', []],
  ['ethernets__e_model=i350&ethernets__e_sn__in=E-1,E-2', ['SN1', 'sn4']],
  ['ethernets__e_model=i350&ethernets__e_model=x710', ['SN1']],
  ['ethernets=3&ordering=-memory', ['sn4', 'SN2']],
  ['owner__isnull=true', []],
  ['owner__contains=四', ['sn4']],
  ['remark2=remark', ['SN3']],
  ['search=xeon sn', ['SN2']],
  ['memory__gt=0&ordering=memory&fields=serverno', ['SN1', 'SN2', 'sn4']],
])('%s', async (query, found) => {
  expect(await names(query)).toEqual(found);
});

test('pages go to the end and back, with counts and tags', async () => {
  const first = await root.get<List>(`${SERVERS}?limit=2&count=true&etags=true&fields=serverno`);
  expect(first.body).toMatchObject({
    results: [{ serverno: 'SN1' }, { serverno: 'SN2' }],
    previous: null,
    count: 4,
  });
  const second = await root.get<List>(first.body.next ?? '');
  expect(second.body).toMatchObject({
    results: [{ serverno: 'SN3' }, { serverno: 'sn4' }],
    next: null,
  });
  const back = await root.get<List>(second.body.previous ?? '');
  expect(back.body.results).toEqual(first.body.results);
  const { headers } = await root.get(`${SERVERS}/SN2`);
  expect(first.body.etags?.[1]).toBe(headers.get('etag'));
});

test('a row has its many-to-many keys, and the rows that expand names', async () => {
  const { body } = await root.get<Row>(`${SERVERS}/sn1`);
  expect(body).toMatchObject({ serverno: 'SN1', owner: '张三', memory: 16, ethernets: [1, 2] });
  const shown = await root.get<Row>(`${SERVERS}/SN1?expand=ethernets&fields=serverno`);
  expect(shown.body).toEqual({
    serverno: 'SN1',
    ethernets: [
      { id: 1, e_model: 'i350', e_sn: 'E-1', e_porttype: '01' },
      { id: 2, e_model: 'x710', e_sn: 'E-2', e_porttype: '00' },
    ],
  });
  expect(shown.headers.get('etag')).toBeNull();
  const list = await root.get<List>(`${SERVERS}?fields=serverno,ethernets`);
  expect(list.body.results.map(({ ethernets }) => ethernets)).toEqual([[1, 2], [3], [], [1, 3]]);
});

test('a hidden column is answered exactly as one that is not there', async () => {
  const answers = async (name: string) => {
    const queries = [
      `${name}=x`,
      `${name}__startswith=h`,
      `ordering=${name}`,
      `fields=${name}`,
      `expand=${name}`,
    ];
    const lists = queries.map((query) => `${SERVERS}?${query}`);
    const groups = ['by', 'min'].map((word) => `${SERVERS}/aggregate?${word}=${name}`);
    const found = await Promise.all([...lists, ...groups].map((path) => root.get(path)));
    return found.map(({ status, body }) => [
      status,
      JSON.stringify({ ...body, request_id: '' }).replaceAll(name, 'NAME'),
    ]);
  };
  const hidden = await answers('passwd');
  expect(hidden).toEqual(await answers('nosuch'));
  expect(hidden.map(([status]) => status)).toEqual([400, 400, 400, 400, 400, 400, 400]);
  expect(JSON.stringify(hidden)).not.toContain('passwd');
  expect(await names('search=hunter2')).toEqual([]);
  for (const path of ['/api/models', SERVERS, `${SERVERS}/SN1`, `${SERVERS}?etags=true`])
    expect(JSON.stringify((await root.get(path)).body)).not.toMatch(/passwd|hunter2/);
});

test.each<[query: string, problem: Row]>([
  ['ethernets__nosuch=1', { parameter: 'ethernets__nosuch' }],
  ['memory__gte=x', { expected: 'a whole number of at most 15 digits' }],
  ['ordering=ethernets', { parameter: 'ordering' }],
  ['expand=asset_db', { allowed: ['ethernets'] }],
  ['etags=perhaps', { parameter: 'etags' }],
  ['limit=0', { parameter: 'limit' }],
  ['user_id=1', { parameter: 'user_id' }],
])('%s is refused', async (query, problem) => {
  const { status, body } = await root.get(`${SERVERS}?${query}`);
  expect({ status, ...body }).toMatchObject({ status: 400, code: 'invalid_lookup', ...problem });
});

test('a row that is not there is 404, and so is what a single row does not take 400', async () => {
  for (const key of ['SN9', '%F0%9F%98%80', 'a%2Fb'])
    expect((await root.get(`${SERVERS}/${key}`)).body).toMatchObject({
      status: 404,
      code: 'record_not_found',
    });
  expect((await root.get('/api/models/blog.ethernet/one')).body.code).toBe('record_not_found');
  expect((await root.get(`${SERVERS}/SN1?status=Online`)).body.code).toBe('invalid_lookup');
});

test('one sees the models that one may view, and the others are not there', async () => {
  const nobody = await visitor({ username: 'nobody' });
  const half = await visitor({ username: 'half' }, 'blog.view_asset_db');
  const staff = await visitor({ username: 'staff', isStaff: true }, 'blog.change_ethernet');
  const labels = async (browser: Browser) => {
    const { body } = await browser.get<{ results: Row[] }>('/api/models');
    return body.results.map(({ label }) => label);
  };
  expect(await labels(nobody)).toEqual(['auth.group']);
  expect(await labels(half)).toEqual(['blog.asset_db', 'auth.group']);
  expect(await labels(staff)).toEqual(['auth.group', 'auth.permission']);
  expect(await labels(root)).toHaveLength(4);
  for (const path of [SERVERS, `${SERVERS}/SN1`, `${SERVERS}/aggregate`, '/api/models/no.such'])
    expect((await nobody.get(path)).body).toMatchObject({ status: 404, code: 'model_not_found' });
  expect((await half.get<Row>(`${SERVERS}/SN1`)).body).not.toHaveProperty('ethernets');
  expect((await half.get(`${SERVERS}?ethernets__e_model=i350`)).body).toMatchObject({
    status: 400,
    code: 'invalid_lookup',
  });
  expect((await site.browser().get(SERVERS)).status).toBe(401);
});

test('a description has what a list, its filters and a form need', async () => {
  const { body } = await root.get<{ results: Row[] }>('/api/models');
  const model = body.results.find(({ label }) => label === 'blog.asset_db');
  expect(model).toMatchObject({
    url: SERVERS,
    lookup_field: 'serverno',
    rights: { view: true, add: true, change: true, delete: true },
    add: false,
    delete: false,
    read_only_reason:
      'lockstep.json names no field as editable, and lets no row be added or deleted.',
    search_fields: ['serverno', 'cpu'],
    relations: [{ name: 'ethernets', kind: 'many_to_many', model: 'blog.ethernet' }],
  });
  const fields = model?.fields as Row[];
  expect(fields.find(({ name }) => name === 'owner')).toMatchObject({
    type: 'text',
    nullable: true,
  });
  expect(fields.find(({ name }) => name === 'memory')).toMatchObject({
    type: 'integer',
    min: '-2147483648',
    max: '2147483647',
    lookups: expect.arrayContaining(['gte', 'in']) as unknown,
  });
  const ethernet = body.results.find(({ label }) => label === 'blog.ethernet');
  expect((ethernet?.fields as Row[]).find(({ name }) => name === 'e_porttype')).toMatchObject({
    choices: [
      { value: '00', label: 'Optical' },
      { value: '01', label: 'Electrical' },
    ],
  });
  expect(ethernet).toMatchObject({ add: true, delete: true, read_only_reason: null });
  const forms = (ethernet?.fields as Row[]).map((field) => [
    ...[field.name, field.editable, field.required, field.default],
  ]);
  expect(forms).toEqual([
    ['id', false, false, undefined],
    ['e_model', true, true, undefined],
    ['e_sn', false, false, ''],
    ['e_porttype', true, false, '00'],
  ]);
});

test('groups have counts and sums', async () => {
  const { body } = await root.get<List>(
    `${SERVERS}/aggregate?by=status&sum=memory&max=memory&ethernets__isnull=false`,
  );
  expect(body).toEqual({
    results: [
      { status: 'Offline', count: 1, memory__sum: 64, memory__max: 64 },
      { status: 'Online', count: 1, memory__sum: 16, memory__max: 16 },
      { status: 'Repair', count: 1, memory__sum: 128, memory__max: 128 },
    ],
    truncated: false,
  });
  const few = await root.get(`${SERVERS}/aggregate?by=status&limit=1`);
  expect(few.body).toMatchObject({ truncated: true });
});

test('a tag changes with every column, hidden ones too, and with the many-to-many keys', async () => {
  const tag = async () => (await root.get(`${SERVERS}/SN1`)).headers.get('etag') ?? '';
  const first = await tag();
  expect(first).toMatch(/^"[\w-]{22}"$/);
  const again = await root.get(`${SERVERS}/SN1`, { 'if-none-match': `"x", ${first}` });
  expect({ status: again.status, etag: again.headers.get('etag') }).toEqual({
    status: 304,
    etag: first,
  });
  const tags = new Set([first]);
  for (const change of ["passwd = 'other'", "owner = ''", 'owner = NULL']) {
    await site.db.query(`UPDATE blog_asset_db SET ${change} WHERE serverno = 'SN1'`);
    tags.add(await tag());
  }
  await site.db.query('DELETE FROM blog_asset_db_ethernets WHERE asset_db_id = 1 LIMIT 1');
  tags.add(await tag());
  expect(tags.size).toBe(5);
  const now = await tag();
  await site.db.query("UPDATE blog_asset_db SET passwd = 'yet another' WHERE serverno = 'SN1'");
  expect(await tag()).not.toBe(now);
  await site.db.query("UPDATE blog_asset_db SET passwd = 'other' WHERE serverno = 'SN1'");
  expect(await tag()).toBe(now);
});

test('a tag of an older SECRET_KEY is known as long as the key is a fallback', async () => {
  const { headers } = await root.get(`${SERVERS}/SN2`);
  const old = headers.get('etag') ?? '';
  const rotated = await startApp(site.db.url, {
    ...env,
    SECRET_KEY: 'another-secret-for-tests-0123456789-abcdefghijklmnop',
    SECRET_KEY_FALLBACKS: SECRET_KEY,
  });
  try {
    const id = await newUser(site.db, { username: 'rotated', isSuperuser: true });
    const browser = new Browser(rotated.origin);
    browser.jar.set('sessionid', await newLogin(site.db, rotated.config, id));
    const answer = await browser.get(`${SERVERS}/SN2`, { 'if-none-match': old });
    expect(answer.status).toBe(304);
    expect(answer.headers.get('etag')).not.toBe(old);
  } finally {
    await rotated.app.close();
  }
});

test('a text that a column cannot hold is in no row, and in no way equal', async () => {
  await site.db.query(
    'ALTER TABLE blog_asset_db MODIFY status varchar(20) CHARACTER SET latin1 NOT NULL',
  );
  await site.app.get(Models).refresh();
  for (const lookup of ['status', 'status__in', 'status__icontains', 'status__startswith'])
    expect(await names(`${lookup}=在`)).toEqual([]);
  for (const lookup of ['status__not', 'status__not__in', 'status__not__contains'])
    expect(await names(`${lookup}=在`)).toHaveLength(4);
});

test('a column or a table that is gone is noticed with the request that misses it', async () => {
  await site.db.query('ALTER TABLE blog_asset_db DROP COLUMN remark2');
  const { status, body } = await root.get<Row>(`${SERVERS}/SN2`);
  expect({ status, has: 'remark2' in body }).toEqual({ status: 200, has: false });
  await site.db.query('RENAME TABLE blog_ethernet TO blog_moved');
  expect((await root.get('/api/models/blog.ethernet')).body).toMatchObject({
    status: 503,
    code: 'schema_changed',
  });
  await site.db.query('RENAME TABLE blog_moved TO blog_ethernet');
  await site.app.get(Models).look();
  expect((await root.get('/api/models/blog.ethernet')).status).toBe(200);
});
