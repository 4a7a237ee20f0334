import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { newUser } from '../support/users.js';

// A server that is sent a statement beyond max_allowed_packet ends the connection.
const PACKET = 128 * 1024;
const MODES = ['atomic', 'rows'];

let server: PrivateServer;
let shared: string | undefined;
let site: TestApp;
let root: Browser;

beforeAll(async () => {
  shared = process.env.TEST_DATABASE_URL;
  server = await startPrivateServer([`--max-allowed-packet=${PACKET}`]);
  process.env.TEST_DATABASE_URL = server.url('mysql');
  site = await createTestApp('import_size');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(async () => {
  await site.close();
  await server.stop();
  process.env.TEST_DATABASE_URL = shared;
});

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

const lengths = (): Promise<Record<string, unknown>[]> =>
  site.db.query('SELECT COUNT(*) AS n, MIN(CHAR_LENGTH(notes)) AS shortest FROM assets_asset');

describe.each(MODES)('in the mode %s', (mode) => {
  test('a file of many times what a statement may have is written, and changed', async () => {
    for (const [letter, result] of [
      ['漢', 'created'],
      ['字', 'updated'],
    ] as const) {
      const rows = Array.from({ length: 120 }, (_, n) => `L-${n},long,${letter.repeat(6_500)}\n`);
      const file = `asset_tag,name,notes\n${rows.join('')}`;
      const lines = linesOf(await sendFile(root, file, `?mode=${mode}`));
      expect(lines.at(-1)).toMatchObject({ summary: { rows: 120, [result]: 120 } });
    }
    expect(await lengths()).toEqual([{ n: 120, shortest: 6_500 }]);
  });

  test('200 keys of the greatest length are compared, however they are escaped', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => {
      const tag = `${n}${'\\"'.repeat(30)}`;
      return JSON.stringify({ asset_tag: tag, name: 'n', serial: `${n}${"'\\".repeat(60)}` });
    });
    const type = { 'content-type': 'application/x-ndjson' };
    for (const query of [`?mode=${mode}`, `?mode=${mode}&key=serial`])
      expect(linesOf(await sendFile(root, rows.join('\n'), query, type)).at(-1)).toMatchObject({
        summary: { rows: 200, failed: 0 },
      });
  });

  test('one row that no statement holds is a failure of its own', async () => {
    await root.post('/api/assets', { asset_tag: 'B', name: 'old' });
    const long = '漢'.repeat(50_000);
    const file = `asset_tag,name,notes\nA,a,x\nB,b,${long}\nC,c,${long}\nD,d,x\n`;
    const answer = await sendFile(root, file, `?mode=${mode}`);
    const failure = { field: '', code: 'row_too_large' };
    if (mode === 'atomic') {
      expect(answer.body).toMatchObject({
        code: 'import_refused',
        failed: 2,
        rows: [
          { line: 3, errors: [failure] },
          { line: 4, errors: [failure] },
        ],
      });
      expect(await lengths()).toMatchObject([{ n: 1 }]);
      return;
    }
    expect(linesOf(answer)).toMatchObject([
      { line: 2, result: 'created' },
      { line: 3, errors: [failure] },
      { line: 4, errors: [failure] },
      { line: 5, result: 'created' },
      { summary: { created: 2, failed: 2 } },
    ]);
  });
});
