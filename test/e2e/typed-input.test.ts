import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

// What people, scanners and spreadsheets send, and what other writers leave in the table.
let site: TestApp;
let root: Browser;
let rootId: number;

beforeAll(async () => {
  site = await createTestApp('typed_input');
  rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

interface Refused {
  status: number;
  code: string;
  errors: { field: string; message: string }[];
}

interface Row extends Record<string, unknown> {
  id: number;
}

const rowsOf = () => site.db.query<Row>('SELECT * FROM assets_asset ORDER BY id');
const list = (query: string) => root.get<{ results: Row[] }>(`/api/assets?${query}`);

/** The one thing that is wrong with a body. */
async function objectionTo(body: object | string): Promise<string> {
  const answer = await root.post<Refused>('/api/assets', body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toHaveLength(1);
  const [error] = answer.body.errors;
  return `${error?.field}: ${error?.message}`;
}

describe('a text', () => {
  test('loses the spaces around it, those of Python and no others', async () => {
    const { path } = await newAsset(root, {
      asset_tag: '\tT-1\r\n',
      name: ' \x1crack 4\x85\u3000',
      serial: '\u2003S1 ',
      notes: '\nline 1\nline 2\n',
      site: '   ',
      model: '\ufeffX',
    });
    expect((await root.get(path)).body).toMatchObject({
      asset_tag: 'T-1',
      name: 'rack 4',
      serial: 'S1',
      notes: 'line 1\nline 2',
      site: '',
      model: '\ufeffX',
    });
  });

  test('of spaces only is blank, wherever it comes from', async () => {
    const blank = 'This field may not be blank.';
    const { id, path } = await newAsset(root, { asset_tag: 'T-1' });
    const values = { asset_tag: ' \r\n', name: '\x1f', serial: '  ' };
    const operations = [
      { op: 'update', id, set: values },
      { op: 'create', values },
    ];
    const answers = [
      await root.post<Refused>('/api/assets', values),
      await root.patch<Refused>(path, values),
      await root.patch<Refused>('/api/assets', { filter: { id }, set: values }),
      await root.post<Refused>('/api/assets/batch', { operations }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    const messages = answers.flatMap(({ body }) => body.errors.map(({ message }) => message));
    expect(messages).toEqual(Array(15).fill(blank));
    expect(await rowsOf()).toHaveLength(1);
  });

  test('has no null character and no half of a surrogate pair', async () => {
    expect(await objectionTo({ name: 'a\0b' })).toBe('name: Null characters are not allowed.');
    expect(await objectionTo('{"name":"\\ud800"}')).toBe('name: Half a surrogate pair is no text.');
  });

  test('as a tag is never twin of another', async () => {
    const { id } = await newAsset(root, { asset_tag: 'TAG' });
    for (const asset_tag of ['TAG\r', ' TAG', 'tag\t', 'TAG\u3000'])
      expect((await root.post('/api/assets', { name: 'x', asset_tag })).status).toBe(409);
    const file = await sendFile(root, 'asset_tag,rack\n"TAG\r",7\n" TAG ",8\n', '?mode=rows');
    expect(linesOf(file).map(({ result }) => result)).not.toContain('created');
    expect(await rowsOf()).toMatchObject([{ id, asset_tag: 'TAG', rack: '8' }]);
    const found = await root.get<{ results: Row[] }>('/api/assets/search?key=TAG%0D');
    expect(found.body).toMatchObject({ key: 'TAG', results: [{ id }] });
  });

  test.each([
    ['a zero-width space', 'T\u200bAG', 'U+200B'],
    ['a direction mark', 'TAG\u200f1', 'U+200F'],
    ['a right-to-left override', '\u202eGAT', 'U+202E'],
    ['a word joiner', 'T\u2060AG', 'U+2060'],
    ['a byte order mark', '\ufeffTAG', 'U+FEFF'],
    ['a soft hyphen', 'T\u00adAG', 'U+00AD'],
    ['a Hangul filler', 'T\u3164AG', 'U+3164'],
    ['a variation selector', 'TAG\ufe0f', 'U+FE0F'],
    ['a tag character', 'TAG\u{e0041}', 'U+E0041'],
    ['a tab inside', 'T\tAG', 'U+0009'],
    ['a no-break space', 'T\u00a0AG', 'U+00A0'],
  ])('as a tag or serial with %s is refused', async (_, value, code) => {
    for (const field of ['asset_tag', 'serial'])
      expect(await objectionTo({ name: 'x', [field]: value })).toContain(
        `${field}: Take the character`,
      );
    expect(await objectionTo({ name: 'x', asset_tag: value })).toContain(code);
    expect((await newAsset(root, { name: value })).id).toBeGreaterThan(0);
  });

  test('as a tag has its accents composed', async () => {
    await newAsset(root, { asset_tag: 'E\u0301-1' });
    expect(await rowsOf()).toMatchObject([{ asset_tag: '\u00c9-1' }]);
    const twin = await root.post('/api/assets', { name: 'x', asset_tag: '\u00c9-1' });
    expect(twin.status).toBe(409);
  });
});

test.each([
  [{ purchased_on: '04/17/2017' }, 'purchased_on: Give a day of the calendar, as 2026-01-31.'],
  [{ purchased_on: '0999-01-01' }, 'purchased_on: Give a year from 1000 to 9999.'],
  [
    { ip_address: 'FE80::1%eth0' },
    'ip_address: Give the address without its zone, which means something on one machine only.',
  ],
  [{ ip_address: '10.0.0.300' }, 'ip_address: Give an IPv4 or IPv6 address.'],
  [
    { due_at: '2026-01-31T08:00:00' },
    'due_at: The offset is missing: add Z for UTC, or one as +02:00.',
  ],
  [{ due_at: 'tomorrow' }, 'due_at: Give a time with its offset, as 2026-01-31T08:00:00Z.'],
  [{ mac_address: 'x' }, 'mac_address: Give six bytes, as 00:1A:2B:3C:4D:5E.'],
  [
    { asset_tag: `${'x'.repeat(70)}\0` },
    'asset_tag: Too big: expected string to have <=64 characters',
  ],
])('one wrong value has one error, which says what is wrong: %j', async (wrong, message) => {
  expect(await objectionTo({ name: 'x', ...wrong })).toBe(message);
});

describe('a time', () => {
  test('keeps its microseconds: sent, stored, shown, filtered, logged', async () => {
    const due = '2027-01-31T17:00:00.123456Z';
    const { id, path } = await newAsset(root, { due_at: '2027-01-31T19:00:00.123456+02:00' });
    const [row] = await site.db.query<{ text: string }>(
      'SELECT CAST(due_at AS CHAR) AS text FROM assets_asset',
    );
    expect(row?.text).toBe('2027-01-31 17:00:00.123456');
    const read = await root.get(path);
    expect(read.body).toMatchObject({ due_at: due });
    const etag = read.headers.get('etag') ?? '';
    const same = await root.patch(path, { due_at: due }, { 'if-match': etag });
    expect(same.headers.get('etag')).toBe(etag);
    expect((await list(`due_at=${due}`)).body.results).toMatchObject([{ id, due_at: due }]);
    expect((await list('due_at=2027-01-31T17:00:00.123Z')).body.results).toEqual([]);
    const bulk = { filter: { id }, set: { due_at: '2027-01-31T17:00:00.000001Z' } };
    expect((await root.patch('/api/assets', bulk)).body).toMatchObject({ changed: 1 });
    expect((await root.get(path)).body).toMatchObject({ due_at: '2027-01-31T17:00:00.000001Z' });
    const history = await root.get<{ results: { changes: object }[] }>(`${path}/history`);
    expect(history.body.results[0]?.changes).toEqual({
      due_at: { before: due, after: '2027-01-31T17:00:00.000001Z' },
    });
    const out = await root.post(`${path}/check-out`, { user_id: rootId, due_at: due });
    expect(out.body).toMatchObject({ due_at: due });
    expect(out.body.checked_out_at).toMatch(/\.\d{3}Z$/);
  });

  test('has three digits where its microseconds end in three zeros', async () => {
    const { path } = await newAsset(root, { due_at: '2027-01-31T17:00:00Z' });
    expect((await root.get(path)).body).toMatchObject({ due_at: '2027-01-31T17:00:00.000Z' });
  });
});

test.each(['0000-00-00', '2024-00-10', '2024-10-00'])(
  'the date %s of another writer is null everywhere, and no page ends at it',
  async (zero) => {
    const made = await newAsset(root, { asset_tag: 'Z-1', due_at: '2027-01-31T17:00:00Z' });
    await newAsset(root, { asset_tag: 'Z-2' });
    const writer = site.db.dataSource.createQueryRunner();
    await writer.query("SET SESSION sql_mode = ''");
    await writer.query(
      'UPDATE assets_asset SET purchased_on = ?, warranty_until = ?, due_at = ?, checked_out_at = ? WHERE id = ?',
      [zero, zero, `${zero} 00:00:00`, `${zero} 00:00:00`, made.id],
    );
    await writer.query("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'");
    await writer.release();
    const nulls = { purchased_on: null, warranty_until: null, due_at: null, checked_out_at: null };
    expect((await root.get(made.path)).body).toMatchObject(nulls);
    expect((await list('asset_tag=Z-1')).body.results).toMatchObject([nulls]);
    const ndjson = await root.get<string>('/api/assets/export?format=ndjson&asset_tag=Z-1');
    expect(JSON.parse(ndjson.body)).toMatchObject(nulls);
    const csv = await root.get<string>(
      '/api/assets/export?asset_tag=Z-1&fields=asset_tag,purchased_on,due_at',
    );
    expect(csv.body).toBe('asset_tag,purchased_on,due_at\r\nZ-1,,\r\n');
    const history = await root.get<{ results: { changes: Record<string, object> }[] }>(
      `${made.path}/history`,
    );
    expect(history.body.results[0]?.changes).toMatchObject({
      due_at: { before: '2027-01-31T17:00:00.000Z', after: null },
      purchased_on: { after: null },
    });
    for (const ordering of ['purchased_on', '-purchased_on', 'due_at', '-due_at']) {
      const first = await root.get<{ next: string; results: Row[] }>(
        `/api/assets?ordering=${ordering}&limit=1`,
      );
      const second = await root.get<{ results: Row[] }>(first.body.next);
      expect([...first.body.results, ...second.body.results].map(({ id }) => id)).toHaveLength(2);
    }
    expect((await root.patch(made.path, { rack: '9' })).body).toMatchObject({
      rack: '9',
      ...nulls,
    });
  },
);

describe('a number in a document', () => {
  const custom = '{"n":7088992364139642880,"f":[1.0,-0.5],"deep":{"u":18446744073709551615}}';
  const PARTS = ['"n":7088992364139642880', '[1.0,-0.5]', '"u":18446744073709551615'];

  test('is written as it is spelled, however it is sent', async () => {
    const { id, path } = await newAsset(root);
    const [stored] = await site.db.query<{ plain: string }>('SELECT ? AS plain', [custom]);
    expect(stored?.plain).toBe(custom);
    const textOf = async () => {
      const [row] = await site.db.query<{ custom: string }>('SELECT custom FROM assets_asset');
      return (row?.custom ?? '').replaceAll(' ', '');
    };
    const set = `"set":{"custom":${custom}}`;
    const ways: (() => Promise<{ status: number }>)[] = [
      () => root.patch(path, `{"custom":${custom}}`),
      () => root.patch('/api/assets', `{"filter":{"id":${id}},${set}}`),
      () => root.post('/api/assets/batch', `{"operations":[{"op":"update","id":${id},${set}}]}`),
    ];
    for (const way of ways) {
      await site.db.query("UPDATE assets_asset SET custom = '{}'");
      expect((await way()).status).toBe(200);
      // MySQL keeps the keys in an order of its own.
      const text = await textOf();
      expect(text).toHaveLength(custom.length);
      for (const part of PARTS) expect(text).toContain(part);
    }
    await root.delete(path);
    const created = await fetchText('POST', '/api/assets', `{"name":"x","custom":${custom}}`);
    for (const part of PARTS) expect(created).toContain(part);
    const text = await textOf();
    for (const part of PARTS) expect(text).toContain(part);
  });

  test('is shown as it was written, wherever its asset is', async () => {
    const { id, path } = await newAsset(root, { asset_tag: 'N-1' });
    await site.db.query('UPDATE assets_asset SET custom = ?', [custom]);
    const answers = [
      await fetchText('GET', path),
      await fetchText('GET', '/api/assets'),
      await fetchText('GET', '/api/assets/search?key=N-1'),
      await fetchText('GET', `${path}/history`),
      await fetchText('PATCH', path, '{"rack":"1"}', { 'if-match': '"0.0"' }),
      await fetchText('PATCH', path, '{"rack":"1"}', { 'idempotency-key': 'numbers' }),
      await fetchText('PATCH', path, '{"rack":"1"}', { 'idempotency-key': 'numbers' }),
      await fetchText(
        'POST',
        '/api/assets/batch',
        `{"operations":[{"op":"update","id":${id},"set":{"rack":"2"}}]}`,
      ),
    ];
    for (const answer of answers) {
      expect(answer).toContain('7088992364139642880');
      expect(answer).toContain('18446744073709551615');
      expect(answer).toContain('1.0');
    }
  });

  test('that differs in its last digit only is a change, another request and another value', async () => {
    const { path } = await newAsset(root);
    const patch = (n: string, headers = {}) => root.patch(path, `{"custom":{"n":${n}}}`, headers);
    expect((await patch('7088992364139642880')).body).toMatchObject({ version: 2 });
    expect((await patch('7088992364139642880')).body).toMatchObject({ version: 2 });
    expect((await patch('7088992364139642881')).body).toMatchObject({ version: 3 });
    const key = { 'idempotency-key': 'digits' };
    expect((await patch('7088992364139642882', key)).status).toBe(200);
    expect((await patch('7088992364139642883', key)).body).toMatchObject({ status: 422 });
    const found = async (query: string) => (await list(query)).body.results.length;
    expect(await found('custom__n=7088992364139642882')).toBe(1);
    expect(await found('custom__n=7088992364139642883')).toBe(0);
    expect(await found('custom__n__in=7088992364139642883,7088992364139642882')).toBe(1);
    const bulk = '{"filter":{"custom__n":7088992364139642882},"set":{"rack":"3"},"dry_run":true}';
    expect((await root.patch('/api/assets', bulk)).body).toMatchObject({ matched: 1 });
  });

  test('beyond what the database holds is kept by MariaDB and refused by MySQL', async () => {
    const huge = '{"huge":1e400,"long":123456789012345678901234567890}';
    const answer = await root.post<Refused>('/api/assets', `{"name":"x","custom":${huge}}`);
    const [server] = await site.db.query<{ version: string }>('SELECT VERSION() AS version');
    if (server?.version.includes('MariaDB')) {
      expect(answer.status).toBe(201);
      expect(await fetchText('GET', '/api/assets')).toContain(`"custom":${huge}`);
    } else {
      expect(answer.body.errors).toMatchObject([{ field: 'custom', code: 'number_not_exact' }]);
    }
  });

  test('is kept in a session as well', async () => {
    await fetchText('PATCH', '/api/session', '{"big":9007199254740993}');
    expect(await fetchText('GET', '/api/session')).toContain('"big":9007199254740993');
    await root.patch('/api/session', { big: null });
  });
});

describe('lookups as generated clients send them', () => {
  test('mean the same as those by their own names', async () => {
    const { id } = await newAsset(root, { name: 'one', rack: '1' });
    const { id: other } = await newAsset(root, { name: 'two', rack: '2' });
    const idsOf = async (query: string) => (await list(query)).body.results.map((row) => row.id);
    expect(await idsOf('lookups[rack]=1')).toEqual([id]);
    expect(await idsOf('lookups%5Bname__icontains%5D=TW')).toEqual([other]);
    expect(await idsOf('lookups[rack__in]=1,2&lookups[name]=two')).toEqual([other]);
    expect(await idsOf(`lookups[id__in][]=${id}&lookups[id__in][]=${other}`)).toEqual([id, other]);
    expect(await idsOf(`lookups[id__in][0]=${other}`)).toEqual([other]);
    const unknown = await root.get('/api/assets?lookups[colour]=red');
    expect(unknown.body).toMatchObject({ status: 400, code: 'invalid_lookup' });
    const page = await root.get<{ next: string }>('/api/assets?lookups[rack__in]=1,2&limit=1');
    expect(await idsOf(page.body.next.split('?')[1] ?? '')).toEqual([other]);
  });
});

/** The answer as it came over the wire. */
async function fetchText(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const cookie = [...root.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(site.origin + path, {
    method,
    headers: {
      cookie,
      'content-type': 'application/json',
      'x-csrftoken': root.jar.get('csrftoken') ?? '',
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return answer.text();
}
