import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SECRET_KEY } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const ROWS = 8000;

let db: TestDatabase;
let folder: string;
let file: string;

beforeAll(async () => {
  db = await createTestDatabase('import_crash');
  folder = await mkdtemp(join(tmpdir(), 'lockstep-import-test-'));
  file = join(folder, 'assets.csv');
  const rows = Array.from({ length: ROWS }, (_, at) => `K-${at},name ${at},S-${at},${at % 40}`);
  await writeFile(file, `asset_tag,name,serial,rack_unit\n${rows.join('\n')}\n`);
});

afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await db.query('DELETE FROM assets_asset');
  await db.query('DELETE FROM assets_assetevent');
});

function manage(...words: string[]): ChildProcess {
  return spawn(process.execPath, ['dist/manage.js', ...words, '--json'], {
    env: { ...process.env, SECRET_KEY, DATABASE_URL: db.url, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finished(child: ChildProcess): Promise<{ status: unknown; printed: string }> {
  let printed = '';
  child.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
  const [status] = (await once(child, 'close')) as [unknown];
  return { status, printed };
}

/** Whole rows, each with the one event of its creation. */
async function audit(): Promise<number> {
  const [found] = await db.query<{ n: number; whole: number; events: number }>(
    `SELECT COUNT(*) AS n,
        COUNT(CASE WHEN version = 1 AND name = CONCAT('name ', SUBSTRING(asset_tag, 3))
          AND serial = CONCAT('S-', SUBSTRING(asset_tag, 3))
          AND rack_unit = MOD(SUBSTRING(asset_tag, 3), 40) THEN 1 END) AS whole,
        (SELECT COUNT(*) FROM assets_assetevent WHERE kind = 'created') AS events
       FROM assets_asset`,
  );
  expect([found?.whole, found?.events]).toEqual([found?.n, found?.n]);
  return found?.n ?? 0;
}

test('an import killed in the middle leaves whole rows only, and run again it completes', async () => {
  const killed = manage('import', file, '--mode', 'rows');
  const first = once(killed.stderr ?? killed, 'data');
  const end = finished(killed);
  expect(String(await first)).toMatch(/ % {2}\d+ rows/);
  killed.kill('SIGKILL');
  await end;
  const written = await audit();
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(ROWS);

  const { status, printed } = await finished(manage('import', file, '--mode', 'rows'));
  expect([status, JSON.parse(printed)]).toEqual([
    0,
    {
      summary: {
        rows: ROWS,
        created: ROWS - written,
        updated: 0,
        unchanged: written,
        failed: 0,
        dry_run: false,
      },
      failures: [],
    },
  ]);
  expect(await audit()).toBe(ROWS);
});

test('all or nothing, killed before its end, is nothing', async () => {
  const killed = manage('import', file);
  const end = finished(killed);
  const watcher = db.dataSource.createQueryRunner();
  await watcher.query('SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED');
  for (let seen = 0; seen === 0;)
    [{ seen }] = (await watcher.query('SELECT COUNT(*) AS seen FROM assets_asset')) as [
      { seen: number },
    ];
  killed.kill('SIGKILL');
  await watcher.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await watcher.release();
  await end;
  // Waits for the server to have undone it: the tag is locked until then.
  await db.query(
    "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ('K-0', 'free', '', '{}')",
  );
  const tags = await db.query<{ asset_tag: string }>('SELECT asset_tag FROM assets_asset');
  expect(tags).toEqual([{ asset_tag: 'K-0' }]);
});

test('the command line seeds and exports, and takes up where it was', async () => {
  expect((await finished(manage('seed', '--assets', '300'))).status).toBe(0);
  const seeded = await finished(manage('seed', '--assets', '1500'));
  expect([seeded.status, JSON.parse(seeded.printed)]).toEqual([0, { assets: 1500 }]);
  const [counted] = await db.query<{ n: number; last: string }>(
    'SELECT COUNT(*) AS n, MAX(asset_tag) AS last FROM assets_asset',
  );
  expect(counted).toEqual({ n: 1500, last: 'SEED-00001500' });
  const path = join(folder, 'out.ndjson');
  const query = 'asset_tag__in=SEED-00000001,SEED-00000002&fields=asset_tag';
  const exported = await finished(manage('export', '--query', query, '--output', path));
  expect(exported.status).toBe(0);
  expect(await readFile(path, 'utf8')).toBe(
    '{"asset_tag":"SEED-00000001"}\n{"asset_tag":"SEED-00000002"}\n',
  );
  const toPipe = await finished(manage('export', '--query', query, '--bom'));
  expect(toPipe.printed).toBe('\ufeffasset_tag\r\nSEED-00000001\r\nSEED-00000002\r\n');
});

test('mistakes at the keyboard end with status 2, bad rows with 1', async () => {
  const statusOf = async (...words: string[]) => (await finished(manage(...words))).status;
  expect(await statusOf('import', join(folder, 'missing.csv'))).toBe(2);
  expect(await statusOf('import', file, '--key', 'id')).toBe(2);
  expect(await statusOf('import', file, '--delimiter', 'colon')).toBe(2);
  expect(await statusOf('seed', '--assets', 'many')).toBe(2);
  const bad = join(folder, 'bad.csv');
  await writeFile(bad, 'asset_tag,name,status\nB-1,ok,\nB-2,ok,sold\n');
  expect(await statusOf('import', bad, '--mode', 'rows')).toBe(1);
  expect(await statusOf('import', bad)).toBe(1);
});
