import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

// Files as spreadsheets save them and browsers send them.
let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('import_files');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

const stored = (): Promise<Record<string, unknown>[]> =>
  site.db.query('SELECT asset_tag, name, site FROM assets_asset ORDER BY id');

const ONE = [{ asset_tag: 'A-1', name: 'one, "1"; x', site: 'Here' }];

test.each([
  ['commas', 'asset_tag,name,site\nA-1,"one, ""1""; x",Here\n', ''],
  ['semicolons', 'asset_tag;name;site\nA-1;"one, ""1""; x";Here\n', ''],
  ['tabs', 'asset_tag\tname\tsite\r\nA-1\t"one, ""1""; x"\tHere\r\n', ''],
  [
    'a line that names the separator',
    'sep=;\r\nasset_tag;name;site\r\nA-1;"one, ""1""; x";Here',
    '',
  ],
  ['such a line with any separator', '"sep=|"\nasset_tag|name|site\nA-1|"one, ""1""; x"|Here', ''],
  ['a byte order mark before it', '\ufeffsep=;\nasset_tag;name;site\nA-1;"one, ""1""; x";Here', ''],
  [
    'a separator that the caller names',
    'asset_tag;name;site\nA-1;"one, ""1""; x";Here',
    'delimiter=;',
  ],
  [
    'one that he names by a word',
    'asset_tag;name;site\nA-1;"one, ""1""; x";Here',
    'delimiter=semicolon',
  ],
  ['labels', 'Asset Tag,NAME, Site \nA-1,"one, ""1""; x",Here\n', ''],
  ['an empty last column', 'asset_tag,name,site,,\nA-1,"one, ""1""; x",Here,,\n', ''],
  [
    'rows that are longer than the header',
    'asset_tag,name,site\nA-1,"one, ""1""; x",Here,, ,\n',
    '',
  ],
  ['empty lines before the header', '\n\r\nasset_tag;name;site\nA-1;"one, ""1""; x";Here\n', ''],
])('a file with %s is read', async (_, file, query) => {
  const [row] = linesOf(await sendFile(root, file, `?${query}`));
  const line = file.split('\n').findIndex((one) => one.startsWith('A-1')) + 1;
  expect(row).toMatchObject({ result: 'created', line });
  expect(await stored()).toEqual(ONE);
});

test('the caller knows the separator better than the file', async () => {
  const answer = await sendFile(root, 'asset_tag;name\nA-1;a\n', '?delimiter=,');
  expect(answer.body).toMatchObject({ unknown: ['asset_tag;name'] });
});

test('lines are counted from the beginning of the file, also behind one that names the separator', async () => {
  const file = 'sep=;\r\nasset_tag;name\r\n"A-1";"x\r\ny"\r\nA-2;b"\r\n';
  const lines = linesOf(await sendFile(root, file, '?mode=rows'));
  expect(lines.map(({ line }) => line)).toEqual([3, 5, undefined]);
});

test('what cannot be a header or a row says what to do', async () => {
  const problem = async (file: string, query = '') =>
    (await root.post(`/api/assets/import${query}`, file, { 'content-type': 'text/csv' })).body;
  expect(await problem('asset_tag;colour\nA;red\n')).toMatchObject({
    code: 'malformed_import',
    unknown: ['colour'],
    known: expect.arrayContaining(['asset_tag', 'name']) as string[],
  });
  expect(await problem('Asset Tag,asset_tag\nA,B\n')).toMatchObject({
    code: 'malformed_import',
    twice: 'asset_tag',
  });
  expect(await problem('asset_tag|name\nA|a\n')).toMatchObject({ unknown: ['asset_tag|name'] });
  expect(await problem('asset_tag\n', '?delimiter=x')).toMatchObject({
    code: 'validation_failed',
    errors: [{ field: 'delimiter' }],
  });
  const rows = linesOf(await sendFile(root, 'asset_tag,name,\nA-1,a,b\nA-2,a,,c\n', '?mode=rows'));
  expect(rows).toMatchObject([
    { errors: [{ code: 'nameless_cell' }] },
    { errors: [{ code: 'wrong_cell_count' }] },
    {},
  ]);
  const ndjson = { 'content-type': 'application/x-ndjson' };
  expect((await sendFile(root, '{}', '?delimiter=,', ndjson)).body).toMatchObject({
    errors: [{ field: 'delimiter' }],
  });
});

const CSV = 'asset_tag;name\nA-1;Müller\n';
const TYPES = [
  'text/csv; charset=utf-8',
  'text/csv;charset="UTF8"',
  'Text/CSV; header=present; charset=us-ascii',
  'application/csv',
  'application/vnd.ms-excel',
  'text/tab-separated-values',
];

test.each(TYPES)('a file is taken as %s', async (type) => {
  expect(linesOf(await sendFile(root, CSV, '', { 'content-type': type }))).toHaveLength(2);
  expect(await stored()).toMatchObject([{ name: 'Müller' }]);
});

test.each(['text/csv; charset=iso-8859-1', 'text/plain', 'application/zip'])(
  'no file is taken as %s',
  async (type) => {
    const { status, body } = await sendFile(root, CSV, '', { 'content-type': type });
    expect({ status, ...(body as unknown as object) }).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
      detail: expect.stringContaining('UTF-8') as string,
    });
  },
);

describe('a form', () => {
  const cookies = (): Record<string, string> => ({
    cookie: [...root.jar].map((pair) => pair.join('=')).join('; '),
    'x-csrftoken': root.jar.get('csrftoken') ?? '',
  });

  async function sendForm(form: FormData, query = ''): Promise<Answer<string>> {
    const answer = await fetch(`${site.origin}/api/assets/import${query}`, {
      method: 'POST',
      headers: cookies(),
      body: form,
    });
    const { status, headers } = answer;
    return { status, headers, cookies: [], body: await answer.text() };
  }

  const formOf = (...files: [text: string, type: string, name: string][]): FormData => {
    const form = new FormData();
    files.forEach(([text, type, name], at) => {
      form.append(`file${at}`, new Blob([text], { type }), name);
    });
    return form;
  };

  const problemOf = async (form: FormData): Promise<unknown> => {
    const { status, body } = await sendForm(form);
    return [status, (JSON.parse(body) as { code: string }).code];
  };

  test.each([
    [CSV, 'text/csv', 'assets.csv'],
    [CSV, 'application/vnd.ms-excel', 'assets.csv'],
    [CSV, 'application/octet-stream', 'ASSETS.CSV'],
    ['{"asset_tag":"A-1","name":"Müller"}\n', 'application/octet-stream', 'assets.ndjson'],
  ])('with the file %j, sent as %s under the name %s, is an import', async (...file) => {
    const form = formOf(file);
    form.append('csrfmiddlewaretoken', 'x');
    expect(linesOf(await sendForm(form, '?mode=rows'))).toMatchObject([{ result: 'created' }, {}]);
    expect(await stored()).toMatchObject([{ asset_tag: 'A-1', name: 'Müller' }]);
  });

  test('with a file of some megabytes is read to its end', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => `B-${n};${'x'.repeat(60_000)}\n`);
    const form = formOf([`asset_tag;notes\n${rows.join('')}`, 'text/csv', 'x.csv']);
    const lines = linesOf(await sendForm(form, '?mode=rows'));
    expect(lines.at(-1)).toMatchObject({ summary: { rows: 60, failed: 60 } });
  });

  test('without a file, with two, with a picture or with settings is refused', async () => {
    const file: [string, string, string] = [CSV, 'text/csv', 'a.csv'];
    expect(await problemOf(formOf())).toEqual([400, 'malformed_import']);
    expect(await problemOf(formOf(file, file))).toEqual([400, 'malformed_import']);
    expect(await problemOf(formOf(['x', 'image/png', 'a.png']))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    const withMode = formOf(file);
    withMode.append('mode', 'rows');
    expect(await problemOf(withMode)).toEqual([400, 'malformed_import']);
    expect(await stored()).toEqual([]);
  });

  test.each([
    ['multipart/form-data', 'x'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nasset_tag,name\nA,a\n',
    ],
    ['multipart/form-data; boundary=b', 'no form'],
  ])('that breaks off is refused: %s %j', async (type, body) => {
    const answer = await root.post('/api/assets/import', body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed_import']);
    expect(await stored()).toEqual([]);
  });

  test('whose sender hangs up writes nothing, and the service goes on', async () => {
    await new Promise<void>((resolve) => {
      const call = httpRequest(`${site.origin}/api/assets/import?mode=rows`, {
        method: 'POST',
        headers: {
          ...cookies(),
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': '1000000',
        },
      });
      call.on('error', () => {
        resolve();
      });
      const part = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n';
      call.write(`${part}asset_tag,name\nA-1,one\n`, () => call.destroy(new Error('hung up')));
    });
    expect((await root.get('/health/live')).status).toBe(200);
    expect(await stored()).toEqual([]);
  });
});

test('an export for Excel begins with a byte order mark, and is imported as it is', async () => {
  await root.post('/api/assets', { asset_tag: 'A-1', name: 'Müller' });
  const read = async (query: string): Promise<Buffer> => {
    const answer = await fetch(`${site.origin}/api/assets/export?${query}`, {
      headers: { cookie: [...root.jar].map((pair) => pair.join('=')).join('; ') },
    });
    return Buffer.from(await answer.arrayBuffer());
  };
  const marked = await read('bom=true');
  expect(marked.subarray(0, 3)).toEqual(Buffer.from('efbbbf', 'hex'));
  expect(marked.subarray(3)).toEqual(await read('bom=false'));
  expect(await read('bom=1&name=nobody')).toEqual(
    Buffer.concat([marked.subarray(0, 3), await read('name=nobody')]),
  );
  expect(linesOf(await sendFile(root, marked.toString()))[0]).toMatchObject({
    result: 'unchanged',
  });
  for (const bad of ['bom=x', 'bom=true&format=ndjson'])
    expect((await root.get(`/api/assets/export?${bad}`)).body).toMatchObject({
      code: 'invalid_lookup',
      parameter: 'bom',
    });
});
