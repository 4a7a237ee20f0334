import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

// Files that cannot be read, or not to their end.
let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('import_faults');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

const importFile = (
  file: string,
  query?: string,
  headers?: Record<string, string>,
): Promise<Answer<string>> => sendFile(root, file, query, headers);

const rows = (): Promise<Record<string, unknown>[]> =>
  site.db.query('SELECT asset_tag FROM assets_asset ORDER BY id');

const cookies = (): Record<string, string> => ({
  cookie: [...root.jar].map((pair) => pair.join('=')).join('; '),
  'x-csrftoken': root.jar.get('csrftoken') ?? '',
});

test('a file that cannot be one of assets is refused before anything is written', async () => {
  const problem = async (file: string, type: string, more: Record<string, string> = {}) => {
    const { status, body } = await root.post('/api/assets/import?mode=rows', file, {
      'content-type': type,
      ...more,
    });
    return [status, body.code];
  };
  expect(await problem('asset_tag,colour\nA-1,red\n', 'text/csv')).toEqual([
    400,
    'malformed_import',
  ]);
  expect(await problem('name,name\nA-1,red\n', 'text/csv')).toEqual([400, 'malformed_import']);
  expect(await problem('{}', 'application/json')).toEqual([415, 'unsupported_media_type']);
  expect(await problem('x', 'text/csv', { 'content-encoding': 'gzip' })).toEqual([
    415,
    'unsupported_media_type',
  ]);
  expect((await importFile('asset_tag\n', '?key=id')).status).toBe(400);
});

test('where a file cannot be read any further its report ends, and the rows before it are written', async () => {
  const broken = linesOf(
    await importFile('asset_tag,name\nA-1,one\nA-2,"two"2\nA-3,three\n', '?mode=rows'),
  );
  expect(broken).toMatchObject([
    { line: 2, result: 'created' },
    { line: 3, result: 'failed', errors: [{ code: 'malformed_csv' }] },
    { summary: { rows: 2 } },
  ]);
});

test.each([
  ['text/csv', 'asset_tag,name\n', (n: number, name: string) => `B-${n},${name}\n`],
  [
    'application/x-ndjson',
    '\n',
    (n: number, name: string) => `{"asset_tag":"B-${n}","name":"${name}"}\n`,
  ],
])(
  'rows of %s before a byte that is not UTF-8 are written, the report names its line, and nothing behind it is read',
  async (type, header, row) => {
    const count = 3000;
    const good = Array.from({ length: count }, (_, n) => row(n, 'good'.repeat(8)));
    const file = [header, ...good, row(-1, 'caf\u00e9'), row(-2, 'behind')].join('');
    const latin1 = await fetch(`${site.origin}/api/assets/import?mode=rows`, {
      method: 'POST',
      headers: { ...cookies(), 'content-type': type },
      body: Buffer.from(file, 'latin1'),
    });
    const { status, headers } = latin1;
    const lines = linesOf({ status, headers, cookies: [], body: await latin1.text() });
    expect(lines.slice(-2)).toMatchObject([
      { line: count + 2, result: 'failed', errors: [{ code: 'not_utf8' }] },
      { summary: { rows: count + 1, created: count, failed: 1 } },
    ]);
    expect(await rows()).toHaveLength(count);
  },
);

test('a caller who hangs up in the middle of his file writes nothing, and the service goes on', async () => {
  await new Promise<void>((resolve) => {
    const call = httpRequest(`${site.origin}/api/assets/import?mode=rows`, {
      method: 'POST',
      headers: { ...cookies(), 'content-type': 'text/csv', 'content-length': '1000000' },
    });
    call.on('error', () => {
      resolve();
    });
    call.write('asset_tag,name\nA-1,one\n', () => call.destroy(new Error('hung up')));
  });
  expect((await root.get('/health/live')).status).toBe(200);
  expect(await rows()).toEqual([]);
});
