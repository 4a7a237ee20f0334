import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { grant, newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('import');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

const importFile = (
  file: string,
  query?: string,
  headers?: Record<string, string>,
): Promise<Answer<string>> => sendFile(root, file, query, headers);

const importNdjson = (rows: readonly object[], query = ''): Promise<Answer<string>> =>
  importFile(rows.map((row) => JSON.stringify(row)).join('\n'), query, {
    'content-type': 'application/x-ndjson',
  });

const rows = (): Promise<Record<string, unknown>[]> =>
  site.db.query('SELECT asset_tag, name, serial, rack_unit, version FROM assets_asset ORDER BY id');

test('an import creates, changes and leaves alone, and says which line did what', async () => {
  await root.post('/api/assets', { asset_tag: 'A-1', name: 'old', site: 'Here' });
  await root.post('/api/assets', { asset_tag: 'A-2', name: 'same' });
  const report = await importFile('asset_tag,name,rack_unit\na-1,new,-3\nA-2,same,\nA-3,third,7\n');
  const lines = linesOf(report);
  expect(report.headers.get('content-type')).toBe('application/x-ndjson');
  expect(lines).toMatchObject([
    { line: 2, result: 'updated' },
    { line: 3, result: 'unchanged' },
    { line: 4, result: 'created' },
    { summary: { rows: 3, created: 1, updated: 1, unchanged: 1, failed: 0, dry_run: false } },
  ]);
  const [one] = await site.db.query<{ id: number }>(
    "SELECT * FROM assets_asset WHERE asset_tag = 'A-1'",
  );
  expect(one).toMatchObject({
    id: lines[0]?.id,
    asset_tag: 'a-1',
    name: 'new',
    rack_unit: -3,
    site: 'Here',
    version: 2,
  });
});

test.each(['/api/assets/import/', '/API/Assets/IMPORT'])(
  'a file is taken wherever the router leads to the import: %s',
  async (path) => {
    const answer = await root.post<string>(path, 'asset_tag,name\nP,p\n', {
      'content-type': 'text/csv',
    });
    expect(linesOf(answer)).toMatchObject([{ result: 'created' }, {}]);
  },
);

test('a document of any keys is imported as it is', async () => {
  const custom = '{"k":2,"__proto__":{"x":1}}';
  const line = `{"asset_tag":"N","name":"n","custom":${custom}}\n`;
  linesOf(await importFile(line, '', { 'content-type': 'application/x-ndjson' }));
  linesOf(await importFile(`asset_tag,name,custom\nC,c,"${custom.replaceAll('"', '""')}"\n`));
  const { body } = await root.get<{ results: object[] }>('/api/assets?fields=custom');
  expect(JSON.stringify(body.results)).toBe(`[{"custom":${custom}},{"custom":${custom}}]`);
});

test('a document that nests 100,000 levels is one bad row', async () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const file = `asset_tag,name,custom\nA,a,"${deep.replaceAll('"', '""')}"\nB,b,\n`;
  expect(linesOf(await importFile(file, '?mode=rows'))).toMatchObject([
    { line: 2, result: 'failed', errors: [{ field: 'custom' }] },
    { line: 3, result: 'created' },
    { summary: { failed: 1, created: 1 } },
  ]);
});

test('all or nothing: one bad row, and no row is written', async () => {
  const { status, body } = await root.post(
    '/api/assets/import',
    'asset_tag,name,status\nA-1,good,\nA-2,bad,sold\n',
    { 'content-type': 'text/csv' },
  );
  expect(status).toBe(422);
  expect(body).toMatchObject({
    code: 'import_refused',
    failed: 1,
    rows: [{ line: 3, errors: [{ field: 'status', code: 'invalid_value' }] }],
  });
  expect(await rows()).toEqual([]);
});

test('all or nothing: a value that another asset has undoes the rows before it', async () => {
  await root.post('/api/assets', { asset_tag: 'X', name: 'holder', serial: 'S1' });
  const { body } = await root.post(
    '/api/assets/import',
    'asset_tag,name,serial\nA-1,good,S0\nA-2,bad,S1\n',
    { 'content-type': 'text/csv' },
  );
  expect(body).toMatchObject({
    status: 422,
    failed: 1,
    rows: [{ line: 3, errors: [{ field: 'serial', code: 'duplicate_value' }] }],
  });
  expect(await rows()).toMatchObject([{ asset_tag: 'X' }]);
});

test('row by row: the good rows are written and the bad ones are named', async () => {
  await root.post('/api/assets', { asset_tag: 'X', name: 'holder', serial: 'S1' });
  const lines = linesOf(
    await importFile(
      'asset_tag,name,serial,custom\n' +
        'A-1,good,S0,"{""a"":1}"\n' +
        'A-2,taken,S1,\n' +
        ',no tag,,\n' +
        'A-4,,,\n' +
        'A-5,short\n' +
        '"A-6","two\nlines",,[]\n' +
        'A-7,,S7\n' +
        'A-1,again,S0,\n',
      '?mode=rows',
    ),
  );
  const faults = lines
    .slice(0, -1)
    .map(({ line, result, errors }) => [
      line,
      result,
      (errors as { field: string; code: string }[] | undefined)?.map(
        ({ field, code }) => `${field}:${code}`,
      ),
    ]);
  expect(faults).toEqual([
    [2, 'created', undefined],
    [3, 'failed', ['serial:duplicate_value']],
    [4, 'failed', ['asset_tag:key_missing']],
    [5, 'failed', ['name:too_small']],
    [6, 'failed', [':wrong_cell_count']],
    [7, 'failed', ['custom:invalid_type']],
    [9, 'failed', [':wrong_cell_count']],
    [10, 'updated', undefined],
  ]);
  expect(lines.at(-1)).toMatchObject({ summary: { rows: 8, created: 1, updated: 1, failed: 6 } });
  expect(await rows()).toMatchObject([
    { asset_tag: 'X' },
    { asset_tag: 'A-1', name: 'again', version: 2 },
  ]);
});

test('NDJSON changes only what a line names, and a broken line is one bad row', async () => {
  await root.post('/api/assets', { asset_tag: 'A-1', name: 'keep', serial: 'S1', rack_unit: 4 });
  const file =
    '{"asset_tag":"A-1","serial":null,"id":99,"version":5}\n\nnot json\n{"asset_tag":"A-2","colour":1}\n' +
    `${'['.repeat(500)}\n{"asset_tag":"A-3"}\n`;
  const lines = linesOf(
    await importFile(file, '?mode=rows', { 'content-type': 'application/x-ndjson' }),
  );
  expect(lines).toMatchObject([
    { line: 1, result: 'updated' },
    { line: 3, result: 'failed', errors: [{ code: 'malformed_json' }] },
    { line: 4, result: 'failed', errors: [{ field: 'colour', code: 'unrecognized_keys' }] },
    { line: 5, result: 'failed', errors: [{ code: 'malformed_json' }] },
    {
      line: 6,
      result: 'failed',
      errors: [{ field: 'name', message: 'A new asset needs a name.' }],
    },
    { summary: { rows: 5, updated: 1, failed: 4 } },
  ]);
  expect(await rows()).toMatchObject([{ name: 'keep', serial: null, rack_unit: 4 }]);
});

test('with the key serial, new assets get their tags from the counter', async () => {
  await root.post('/api/assets', { asset_tag: 'A-1', name: 'one', serial: 'S1' });
  const lines = linesOf(
    await importNdjson(
      [
        { serial: 'S2', name: 'two' },
        { serial: 's1', name: 'ONE' },
      ],
      '?key=serial',
    ),
  );
  expect(lines.map(({ result }) => result)).toEqual(['created', 'updated', undefined]);
  expect(await rows()).toMatchObject([
    { asset_tag: 'A-1', name: 'ONE', serial: 's1' },
    { asset_tag: expect.stringMatching(/^LOCK-\d{6}$/) as string, serial: 'S2' },
  ]);
});

test.each(['rows', 'atomic'])(
  'a dry run in the mode %s reports the same and writes nothing',
  async (mode) => {
    await root.post('/api/assets', { asset_tag: 'A-1', name: 'one' });
    const file = 'asset_tag,name\nA-1,changed\nA-2,new\n';
    const dry = linesOf(await importFile(file, `?mode=${mode}&dry_run=true`));
    expect(dry).toMatchObject([
      { result: 'updated' },
      { result: 'created' },
      { summary: { dry_run: true } },
    ]);
    expect(await rows()).toMatchObject([{ asset_tag: 'A-1', name: 'one', version: 1 }]);
    expect(linesOf(await importFile(file, `?mode=${mode}`)).map(({ result }) => result)).toEqual(
      dry.map(({ result }) => result),
    );
  },
);

test('a row that stays locked fails alone; all or nothing answers 423', async () => {
  const ids: number[] = [];
  for (const tag of ['A-1', 'A-2', 'A-3'])
    ids.push(
      (await root.post<{ id: number }>('/api/assets', { asset_tag: tag, name: 'old' })).body.id,
    );
  const holder = await holdRow(site.db, 'assets_asset', ids[1]);
  const file = 'asset_tag,name\nA-1,new\nA-2,new\nA-3,new\n';
  const refused = await importFile(file, '', { prefer: 'wait=0' });
  expect(refused.status).toBe(423);
  expect((await rows()).map(({ name }) => name)).toEqual(['old', 'old', 'old']);
  const lines = linesOf(await importFile(file, '?mode=rows', { prefer: 'wait=0' }));
  expect(lines).toMatchObject([
    { line: 2, result: 'updated' },
    { line: 3, result: 'failed', errors: [{ field: '', code: 'row_locked' }] },
    { line: 4, result: 'updated' },
    { summary: { failed: 1 } },
  ]);
  await holder.rollback();
  expect((await rows()).map(({ name }) => name)).toEqual(['new', 'old', 'new']);
});

test.each(['rows', 'atomic'])(
  '120 rows with the longest notes, which no single statement holds, are written in the mode %s',
  async (mode) => {
    const notes = '漢'.repeat(65_000);
    const lines = Array.from({ length: 120 }, (_, n) => `L-${n},long,${notes}\n`);
    const report = linesOf(
      await importFile(`asset_tag,name,notes\n${lines.join('')}`, `?mode=${mode}`),
    );
    expect(report.at(-1)).toMatchObject({ summary: { rows: 120, created: 120 } });
    expect(
      await site.db.query(
        'SELECT COUNT(*) AS n FROM assets_asset WHERE CHAR_LENGTH(notes) = 65000',
      ),
    ).toEqual([{ n: 120 }]);
  },
);

test('an import needs the permissions to add and to change', async () => {
  const id = await newUser(site.db, { username: 'half' });
  const half = await loginOf(site, id);
  const send = () =>
    half.post('/api/assets/import', 'asset_tag,name\nA,b\n', { 'content-type': 'text/csv' });
  await grant(site.db, id, 'assets.add_asset');
  expect((await send()).body).toMatchObject({ status: 403, required: 'assets.change_asset' });
  await grant(site.db, id, 'assets.change_asset');
  expect((await send()).status).toBe(200);
  expect((await half.get('/api/assets/export')).status).toBe(403);
});

test.each(['rows', 'atomic'])(
  'under an Idempotency-Key a file is imported once, in the mode %s',
  async (mode) => {
    const file = 'asset_tag,name\nK-1,one\nK-2,two\n';
    const headers = { 'idempotency-key': `file-${mode}` };
    const first = await importFile(file, `?mode=${mode}`, headers);
    await site.db.query("UPDATE assets_asset SET name = 'moved on'");
    const again = await importFile(file, `?mode=${mode}`, headers);
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    expect(await site.db.query('SELECT DISTINCT name FROM assets_asset')).toEqual([
      { name: 'moved on' },
    ]);
    const other = await importFile(`${file}K-3,three\n`, `?mode=${mode}`, headers);
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  },
);
