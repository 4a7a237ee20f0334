import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

// Django and SQL write what our schema refuses. What an export writes of it, an import takes back.
let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('import_stored');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

const COLUMNS = [
  'asset_tag',
  'name',
  'serial',
  'status',
  'site',
  'rack_unit',
  'ip_address',
  'mac_address',
  'due_at',
  'purchased_on',
  'cost',
  'notes',
  'custom',
] as const;

type Row = Record<(typeof COLUMNS)[number], unknown>;

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'\'=+-@\t\r\n\0\u001f",;a '), maxLength: 12 }),
);

const DOCUMENTS = [
  '{}',
  '[1, "x"]',
  'null',
  '"x"',
  '5',
  '1.0',
  '{"n": 7088992364139642880, "f": 1.50, "e": 1e3}',
  '{"b": "=1;=2", "a": {"__proto__": [null]}}',
];

const row = fc.record<Row>({
  asset_tag: text,
  name: text,
  serial: fc.option(text),
  status: fc.constantFrom('in_stock', 'retired', 'sold', ''),
  site: text,
  rack_unit: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
  ip_address: fc.constantFrom(null, '::1', 'FE80:0::1', 'none', ''),
  mac_address: fc.constantFrom(null, '00:1A:2B:3C:4D:5E', '-', ''),
  due_at: fc.constantFrom(null, '2026-02-01 10:00:00.123456', '0000-00-00 00:00:00'),
  purchased_on: fc.constantFrom(null, '2017-04-17', '0999-01-01', '0000-00-00'),
  cost: fc.constantFrom(null, '-5.00', '0.00', '9999999999.99'),
  notes: text,
  custom: fc.oneof(fc.constantFrom(...DOCUMENTS), fc.json({ maxDepth: 2 })),
});

/** The tags and serials are unique, whatever stands around the number. */
const rows = fc.array(row, { minLength: 1, maxLength: 25 }).map((list) =>
  list.map((given, n) => ({
    ...given,
    asset_tag: `${String(given.asset_tag)}#${n}${n % 2 ? ' ' : ''}`,
    serial: typeof given.serial === 'string' ? `${given.serial}#${n}` : null,
  })),
);

const insert = (list: readonly Row[]): Promise<unknown> =>
  site.db.query(`INSERT INTO assets_asset (${COLUMNS.join(', ')}) VALUES ?`, [
    list.map((one) => COLUMNS.map((column) => one[column])),
  ]);

const FORMATS = [
  ['csv', 'text/csv'],
  ['ndjson', 'application/x-ndjson'],
] as const;

test('rows that SQL wrote come back from every kind of export unchanged', async () => {
  const check = async (list: Row[]): Promise<void> => {
    await site.db.query('DELETE FROM assets_asset');
    await insert(list);
    const before = await site.db.query('SELECT * FROM assets_asset ORDER BY id');
    for (const [format, type] of FORMATS) {
      const file = await root.get<string>(`/api/assets/export?format=${format}`);
      for (const mode of ['atomic', 'rows']) {
        const report = await sendFile(root, file.body, `?mode=${mode}`, { 'content-type': type });
        expect(linesOf(report).at(-1)).toMatchObject({
          summary: { rows: list.length, unchanged: list.length },
        });
      }
    }
    expect(await site.db.query('SELECT * FROM assets_asset ORDER BY id')).toEqual(before);
  };
  await fc.assert(fc.asyncProperty(rows, check), { numRuns: 15, endOnFailure: true });
});

test('a column that changes is written, and the others stay as Django wrote them', async () => {
  const django = { asset_tag: 'D-1', name: '', cost: '-5.00', custom: '[1]', status: 'sold' };
  await insert([{ ...EMPTY, ...django, purchased_on: '0000-00-00' }]);
  const file = 'asset_tag,name,cost,custom,status,purchased_on,notes\nD-1,,-5.00,[1],sold,,new\n';
  expect(linesOf(await sendFile(root, file))[0]).toMatchObject({ result: 'updated' });
  expect(
    await site.db.query(
      'SELECT name, cost, status, notes, CAST(purchased_on AS char) AS day FROM assets_asset',
    ),
  ).toEqual([{ name: '', cost: '-5.00', status: 'sold', notes: 'new', day: '0000-00-00' }]);
});

test.each(['atomic', 'rows'])(
  'what is stored passes also where the line spells the key in another way, in the mode %s',
  async (mode) => {
    await insert([{ ...EMPTY, asset_tag: 'D-1', name: 'n', cost: '-5.00' }]);
    const file = 'asset_tag,cost,notes\nd-1,-5.00,new\n';
    expect(linesOf(await sendFile(root, file, `?mode=${mode}`))[0]).toMatchObject({
      result: 'updated',
    });
  },
);

test('a value that is neither what is stored nor valid is one error of its line', async () => {
  await insert([{ ...EMPTY, asset_tag: 'D-1', name: 'n', cost: '-5.00' }]);
  const file = 'asset_tag,cost,purchased_on\nD-1,-6.00,04/17/2017\nD-2,-5.00,\n';
  const lines = linesOf(await sendFile(root, file, '?mode=rows'));
  expect(lines.map(({ errors }) => (errors as object[] | undefined)?.length)).toEqual([
    2,
    2,
    undefined,
  ]);
  expect(lines).toMatchObject([
    { line: 2, errors: [{ field: 'purchased_on' }, { field: 'cost' }] },
    { line: 3, errors: [{ field: 'cost' }, { field: 'name' }] },
    {},
  ]);
  const { body } = await sendFile(root, file);
  expect(body).toMatchObject({ code: 'import_refused', failed: 2 });
});

const BIG = '7088992364139642880';

test('an integer of any size in custom goes into the database and out of it digit by digit', async () => {
  const custom = `{"n":${BIG},"list":[-${BIG}]}`;
  const csv = `asset_tag,name,custom\r\nC,c,"${custom.replaceAll('"', '""')}"\r\n`;
  linesOf(await sendFile(root, csv));
  const line = `{"asset_tag":"N","name":"n","custom":${custom}}\n`;
  linesOf(await sendFile(root, line, '', { 'content-type': 'application/x-ndjson' }));
  const [found] = await site.db.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM assets_asset WHERE JSON_EXTRACT(custom, '$.n') = ${BIG}`,
  );
  expect(found?.n).toBe(2);
  const path = '/api/assets/export?fields=asset_tag,name,custom';
  const exported = await root.get<string>(`${path}&asset_tag=C`);
  expect(exported.body.replaceAll(' ', '')).toContain(BIG);
  const ndjson = await root.get<string>(`${path}&asset_tag=N&format=ndjson`);
  expect(ndjson.body).toContain(`"n":${BIG}`);
  expect(ndjson.body).toContain(`[-${BIG}]`);
});

const EMPTY: Row = {
  asset_tag: 'x',
  name: '',
  serial: null,
  status: 'in_stock',
  site: '',
  rack_unit: null,
  ip_address: null,
  mac_address: null,
  due_at: null,
  purchased_on: null,
  cost: null,
  notes: '',
  custom: '{}',
};
