import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ExportService } from '../../src/assets/transfer/export.service.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('export');
  const rootId = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, rootId);
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

test('what is exported as CSV comes back just as it was', async () => {
  const texts = [
    '=1+1',
    "'=1+1",
    "''",
    "'",
    '-5',
    '@x',
    '+1',
    '\tx',
    ' x ',
    'a,"b"\r\nc',
    '＝1',
    "'plain",
    'null',
  ];
  for (const [at, name] of texts.entries())
    await root.post('/api/assets', {
      asset_tag: `T-${at}`,
      name,
      notes: name,
      serial: `${name.replace(/\s/g, '')}${at}`,
      rack_unit: -at,
      cost: '5',
      custom: { '=a': name, n: [1, null] },
    });
  await root.post('/api/assets', {
    asset_tag: 'T-null',
    name: 'n',
    purchased_on: '2026-01-31',
    due_at: '2026-02-01T10:00:00.123Z',
  });
  const before = await root.get<{ results: object[] }>('/api/assets');
  const file = await root.get<string>('/api/assets/export');
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="assets.csv"');
  expect(linesOf(await sendFile(root, file.body)).at(-1)).toMatchObject({
    summary: { unchanged: texts.length + 1, updated: 0, created: 0 },
  });
  await site.db.query(
    "UPDATE assets_asset SET name = 'x', notes = 'x', serial = NULL, rack_unit = NULL, cost = 9, custom = '{}', due_at = NULL, purchased_on = NULL",
  );
  await sendFile(root, file.body);
  const after = await root.get<{ results: object[] }>('/api/assets');
  const known = (list: object[]): object[] =>
    list.map((row) => ({ ...row, version: 0, updated_at: '' }));
  expect(known(after.body.results)).toEqual(known(before.body.results));
});

test('an export takes the filters, fields and order of the list, in the format that is asked for', async () => {
  for (const n of [1, 2, 3])
    await root.post('/api/assets', {
      asset_tag: `A-${n}`,
      name: `n${n}`,
      status: n === 2 ? 'lost' : 'in_stock',
    });
  const path = '/api/assets/export?status=in_stock&ordering=-asset_tag&fields=asset_tag,name';
  expect((await root.get<string>(path)).body).toBe('asset_tag,name\r\nA-3,n3\r\nA-1,n1\r\n');
  const ndjson = await root.get<string>(path, { accept: 'application/x-ndjson' });
  expect(ndjson.body).toBe('{"asset_tag":"A-3","name":"n3"}\n{"asset_tag":"A-1","name":"n1"}\n');
  expect((await root.get<string>(`${path}&name=nothing&format=ndjson`)).body).toBe('');
  expect((await root.get<string>(`${path}&name=nothing`)).body).toBe('asset_tag,name\r\n');
  expect((await root.get(path, { accept: 'image/png' })).body).toMatchObject({ status: 406 });
  for (const bad of ['format=xls', 'limit=5', 'cursor=x', 'count=true', 'colour=red'])
    expect((await root.get(`/api/assets/export?${bad}`)).body).toMatchObject({
      status: 400,
      code: 'invalid_lookup',
    });
});

test('assets with long notes are read in small pieces, because a caller may leave one unread', async () => {
  const notes = 'x'.repeat(60_000);
  const rows = Array.from({ length: 60 }, (_, n) => [`L-${n}`, 'long', notes, '{}']);
  await site.db.query('INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ?', [rows]);
  const sizes: number[] = [];
  const service = site.app.get(ExportService, { strict: false });
  for await (const piece of service.run({}, 'ndjson')) sizes.push(piece.split('\n').length - 1);
  expect(sizes).toEqual([25, 12, 6, 3, 6, 3, 5]);
});

test('short assets soon come 200 at a time', async () => {
  const rows = Array.from({ length: 500 }, (_, n) => [`S-${n}`, 'short', '', '{}']);
  await site.db.query('INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ?', [rows]);
  const sizes: number[] = [];
  const service = site.app.get(ExportService, { strict: false });
  for await (const piece of service.run({}, 'ndjson')) sizes.push(piece.split('\n').length - 1);
  expect(sizes).toEqual([25, 50, 100, 200, 125]);
});
