import { expect, test } from 'vitest';
import { type Column, columnNamed } from './columns.js';
import { csvRows, formatCsvHeader, formatCsvRow } from './csv.js';
import { formatCell, parseCell } from './csv-cell.js';
import { ndjsonRows } from './ndjson.js';
import { decodeUtf8, NotUtf8Error } from './utf8.js';
import fc from 'fast-check';
import { JsonNumber } from '../../exact-json.js';

const column = (
  name: string,
  type: Column['type'],
  empty?: Column['empty'],
  isRead = true,
): Column => ({ name, aliases: [], type, empty, isRead });

/** A column of each kind. */
const COLUMNS = [
  column('id', 'integer', undefined, false),
  column('asset_tag', 'text'),
  column('name', 'text', ''),
  column('notes', 'text', ''),
  column('serial', 'text', null),
  column('status', 'text'),
  column('category', 'text', ''),
  column('rack_unit', 'integer', null),
  column('is_spare', 'boolean'),
  column('weight', 'float', null),
  column('ip_address', 'address', null),
  column('mac_address', 'text', null),
  column('cost', 'decimal', null),
  column('image', 'binary', null),
  column('uptime', 'duration', null),
  column('custom', 'json'),
  column('disks', 'keys'),
  column('version', 'integer', undefined, false),
];

const named = (name: string): Column => {
  const found = COLUMNS.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

/** Cut anywhere but inside of a character, as a decoder does it. */
async function* inChunks(text: string, size = 7): AsyncGenerator<string> {
  const characters = [...text];
  for (let at = 0; at < characters.length; at += size)
    yield await Promise.resolve(characters.slice(at, at + size).join(''));
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test.each([
  ['name', '=1+1', "'=1+1"],
  ['name', "'=1+1", "''=1+1"],
  ['name', '+1', "'+1"],
  ['name', '-1', "'-1"],
  ['name', '@SUM(A1)', "'@SUM(A1)"],
  ['name', '\tx', '"\'\tx"'],
  ['name', '\rx', '"\'\rx"'],
  ['name', '＝1', "'＝1"],
  ['name', 'x;=1+1', `"x;'=1+1"`],
  ['name', "x;'=1+1;-1", `"x;''=1+1;'-1"`],
  ['name', 'x;"=1+1;', `"x;'""=1+1;"`],
  ['name', 'x\t+1', `"x\t'+1"`],
  ['name', 'x\r\n@y\r\n\r\nz', `"x\r\n'@y\r\n\r\nz"`],
  ['name', 'x;y', '"x;y"'],
  ['name', 'x=1', 'x=1'],
  ['name', "'", "''"],
  ['name', "it's", "it's"],
  ['name', 'a,b', '"a,b"'],
  ['name', 'say "x"', '"say ""x"""'],
  ['name', ' x', '" x"'],
  ['ip_address', '=1+1', "'=1+1"],
  ['ip_address', '::1', '::1'],
  ['mac_address', '@x', "'@x"],
  ['category', '', ''],
  ['serial', null, ''],
  ['serial', '', "'"],
  ['rack_unit', -3, '-3'],
  ['cost', '-5.00', '-5.00'],
  ['is_spare', true, 'true'],
  ['weight', 0.1, '0.1'],
  ['uptime', '-P1DT02H00M00S', "'-P1DT02H00M00S"],
  ['image', '+/8=', "'+/8="],
  ['disks', [3, 'a;=b'], String.raw`"[3,""a\u003b=b""]"`],
  ['custom', { '=a': 1 }, '"{""=a"":1}"'],
  ['custom', { a: 'x;=1;y\n=1' }, String.raw`"{""a"":""x\u003b=1;y\n=1""}"`],
] as const)('the %s %j is the cell %s', (field, value, cell) => {
  expect(formatCell(named(field), value)).toBe(cell);
});

test('an empty cell is NULL where that can be, the empty text elsewhere, or says nothing', () => {
  expect(parseCell(named('serial'), '')).toBeNull();
  expect(parseCell(named('serial'), "'")).toBe('');
  expect(parseCell(named('category'), '')).toBe('');
  for (const field of ['asset_tag', 'status', 'custom'] as const)
    expect(parseCell(named(field), '')).toBeUndefined();
});

test('what cannot be read as a number or a document stays text, for the schema to refuse', () => {
  expect(parseCell(named('rack_unit'), '-7')).toBe(-7);
  expect(parseCell(named('rack_unit'), '7.5')).toBe('7.5');
  expect(parseCell(named('custom'), '{"a":[1]}')).toEqual({ a: [1] });
  expect(parseCell(named('custom'), '{')).toBe('{');
  expect(parseCell(named('rack_unit'), '-9223372036854775808')).toEqual(
    new JsonNumber('-9223372036854775808'),
  );
  expect(['TRUE', '0', 'perhaps'].map((cell) => parseCell(named('is_spare'), cell))).toEqual([
    true,
    false,
    'perhaps',
  ]);
  expect(['1e3', '1,5'].map((cell) => parseCell(named('weight'), cell))).toEqual([1000, '1,5']);
  expect(parseCell(named('disks'), '[3,4]')).toEqual([3, 4]);
  expect(parseCell(named('image'), "'+/8=")).toBe('+/8=');
  expect(parseCell(named('custom'), String.raw`{"a":"x\u003b=1"}`)).toEqual({ a: 'x;=1' });
});

const THREE = ['asset_tag', 'notes', 'serial'].map(named);

test('every text comes back from a file as it was', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'\'=+-@\t\r\n",;a ') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, fc.option(text)), { minLength: 1 }), async (rows) => {
      const file =
        formatCsvHeader(THREE) +
        rows
          .map(([notes, serial]) => formatCsvRow(THREE, { asset_tag: 'x', notes, serial }))
          .join('');
      const read = await all(csvRows(inChunks(file), COLUMNS));
      expect(read.map((row) => 'values' in row && [row.values.notes, row.values.serial])).toEqual(
        rows,
      );
    }),
  );
});

test('no text begins a cell with a formula where a spreadsheet parts at semicolons and knows no quotes', () => {
  const text = fc.string({ unit: fc.constantFrom(...'\'=+-@＝\t\r\n",;a ') });
  fc.assert(
    fc.property(text, text, (notes, custom) => {
      // Not the first cell of a line: there its quotes would be seen.
      const asset = { asset_tag: 'T', notes, custom: { [custom]: custom } };
      const row = formatCsvRow(['asset_tag', 'notes', 'custom'].map(named), asset);
      for (const cell of row.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^"*[=+\-@＝]/);
    }),
  );
});

test('a row stands at its first line, whatever line ends are in the file', async () => {
  const rows = await all(
    csvRows(inChunks('asset_tag,name\r\n"a","x\r\ny\nz"\n\nb,c\r\n,\n"d",e'), COLUMNS),
  );
  expect(rows.map(({ line }) => line)).toEqual([2, 6, 8]);
});

test('columns that an import does not write are passed over', async () => {
  const values = { asset_tag: 'A' };
  expect(await all(csvRows(inChunks('id,asset_tag,version\n7,A,3\n'), COLUMNS))).toEqual([
    { line: 2, values, exact: values },
  ]);
});

test('a header that is no header is quoted in part', async () => {
  const long = Array.from({ length: 30 }, () => 'x'.repeat(5000)).join(',');
  const refused = all(csvRows(inChunks(`${long}\n`, 50_000), COLUMNS));
  await expect(refused).rejects.toMatchObject({
    details: { unknown: Array<string>(20).fill(`${'x'.repeat(200)}…`) },
  });
});

test('rows before a broken one are read, and a row that is too long is the last one', async () => {
  const broken = await all(csvRows(inChunks('asset_tag\na\nb"c\nd\n', 1000), COLUMNS));
  expect(broken).toMatchObject([{ line: 2 }, { line: 3, errors: [{ code: 'malformed_csv' }] }]);
  const long = await all(
    csvRows(inChunks(`asset_tag\na\n${'x'.repeat(1_200_000)}\nd\n`, 65_536), COLUMNS),
  );
  expect(long).toMatchObject([{ line: 2 }, { errors: [{ code: 'row_too_long' }] }]);
  expect(long).toHaveLength(2);
  const json = await all(
    ndjsonRows(inChunks(`{}\n"${'x'.repeat(2_000_000)}\n{}`, 65_536), COLUMNS),
  );
  expect(json).toMatchObject([{ line: 1 }, { line: 2, errors: [{ code: 'row_too_long' }] }]);
  expect(json).toHaveLength(2);
});

/** The bytes in pieces of this size. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** What was read before the fault, and its line. */
async function untilFault<T>(items: AsyncIterable<T>): Promise<{ read: T[]; line: unknown }> {
  const read: T[] = [];
  try {
    for await (const item of items) read.push(item);
  } catch (error) {
    return { read, line: error instanceof NotUtf8Error ? error.line : error };
  }
  return { read, line: undefined };
}

const SIZES = [1, 2, 3, 4, 5, 7, 1000];

test.each(SIZES)('text is UTF-8, also across pieces of %i bytes', async (size) => {
  const text = 'é€😀\n\ufeff\ufffd\u{10ffff}a';
  const bytes = Buffer.from(`\ufeff${text}`);
  expect((await all(decodeUtf8(inPieces(bytes, size)))).join('')).toBe(text);
});

// A byte of latin1, one that never stands in UTF-8, a continuation of nothing, half a surrogate pair, a long form of `/`,
// a character beyond the last one, and one that breaks off.
const FAULTS = ['e9', 'ff', '80', 'eda080', 'c0af', 'f4908080', 'f09f98'];

test.each(FAULTS)('text ends before the bytes %s, on whose line the error is', async (fault) => {
  const before = 'a\né€\r\n😀';
  for (const end of ['', 'x\ny'])
    for (const size of SIZES) {
      const file = Buffer.concat([
        Buffer.from(before),
        Buffer.from(fault, 'hex'),
        Buffer.from(end),
      ]);
      const { read, line } = await untilFault(decodeUtf8(inPieces(file, size)));
      expect({ text: read.join(''), line }).toEqual({ text: before, line: 3 });
    }
});

test.each(['', 'A', 'A-3,', 'A-3,"x"', 'A-3,"x\ny', ',', ' '])(
  'every row before such bytes is read, and nothing of the row %j in which they stand',
  async (started) => {
    const file = Buffer.from(
      `asset_tag,name\r\nA-1,"a\nb"\nA-2,c\n${started}\xe9,z\nA-4,d\n`,
      'latin1',
    );
    const fault = 5 + started.split('\n').length - 1;
    for (const size of SIZES) {
      const { read, line } = await untilFault(csvRows(decodeUtf8(inPieces(file, size)), COLUMNS));
      expect(read).toMatchObject([{ line: 2 }, { line: 4, values: { asset_tag: 'A-2' } }]);
      expect([read.length, line]).toEqual([2, fault]);
    }
  },
);

test('a header names a column by its name, by another one, or by its label, if no other has that', () => {
  const columns = [
    { ...column('owner_id', 'integer'), aliases: ['owner', '负责人'] },
    { ...column('Serial No', 'text'), aliases: ['Number'] },
    { ...column('count', 'integer'), aliases: ['number'] },
  ];
  const names = ['OWNER-ID', 'owner', ' 负责人', 'serial_no', 'Number', 'nosuch'];
  expect(names.map((name) => columnNamed(columns, name)?.name)).toEqual([
    'owner_id',
    'owner_id',
    'owner_id',
    'Serial No',
    undefined,
    undefined,
  ]);
});
