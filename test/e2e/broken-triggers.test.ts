import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { runMigrations } from '../../src/database/index.js';
import { examine, takeSurvey } from '../../src/doctor/index.js';
import { newAccount } from '../support/accounts.js';
import { createTestApp, openTestApp, SECRET_KEY, type TestApp } from '../support/app.js';
import { newActor, startAssets } from '../support/assets.js';
import type { Browser } from '../support/browser.js';
import { createEmptyDatabase, openTestDatabase } from '../support/database.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeEach(async () => {
  await open(await createTestApp('broken_triggers'));
});

afterEach(() => site.close());

async function open(opened: TestApp): Promise<void> {
  site = opened;
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
}

/** The same on a database that this account has migrated. */
async function openMigratedBy(name: string): Promise<void> {
  await site.close();
  const db = await openTestDatabase(await createEmptyDatabase('broken_triggers'));
  const maker = await openTestDatabase(await newAccount(db, name));
  onTestFinished(async () => {
    await maker.close();
    await admin(`DROP USER IF EXISTS '${name}'@'%'`);
  });
  await runMigrations(maker.dataSource);
  await open(await openTestApp(db));
}

async function admin(sql: string): Promise<void> {
  const db = await openTestDatabase(site.db.url);
  await db.query(sql).finally(() => db.close());
}

async function ready(): Promise<{ status: number; inventory: string }> {
  const { status, body } = await root.get<{ checks: Record<string, string> }>('/health/ready');
  return { status, inventory: body.checks.inventory ?? '' };
}

async function doctorSays(url = site.db.url): Promise<string> {
  const config = loadConfig({ SECRET_KEY, DATABASE_URL: url });
  const { findings } = examine(await takeSurvey(config), config);
  return findings.map(({ level, message }) => `${level}: ${message}`).join('\n');
}

const repaired = async (): Promise<readonly string[]> =>
  (await runMigrations(site.db.dataSource)).repaired;

const TRIGGERS = ['before_insert', 'before_update', 'after_insert', 'after_update', 'after_delete'];

test('no write is done without the triggers, however it comes; a repair ends that, and no ETag of before counts', async () => {
  const { id, path, etag } = await newAsset(root, { asset_tag: 'T-1' });
  for (const name of TRIGGERS) await site.db.query(`DROP TRIGGER assets_asset_${name}`);
  // As a Django beside us does, which nothing tells.
  await site.db.query("UPDATE assets_asset SET rack = 'by SQL' WHERE id = ?", [id]);
  const condition = { 'if-match': etag };
  const csv = { 'content-type': 'text/csv' };
  const answers = [
    await root.patch(path, { name: 'first' }, condition),
    await root.patch(path, { name: 'second' }, condition),
    await root.patch(path, { name: 'with a key' }, { 'idempotency-key': 'k1' }),
    await root.post('/api/assets', { name: 'new' }),
    await root.post('/api/assets', { name: 'new', asset_tag: 'T-2' }),
    await root.patch('/api/assets', { filter: { id }, set: { name: 'bulk' } }),
    await root.post('/api/assets/allocate', { filter: { id }, count: 1, user_id: 1 }),
    await root.post(`${path}/check-out`, { user_id: 1 }),
    await root.post('/api/assets/batch', {
      atomic: true,
      operations: [{ op: 'update', id, set: { name: 'batch' } }],
    }),
    await root.send('POST', '/api/assets/import', 'asset_tag,name\nT-3,imported\n', csv),
  ];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [503, 'triggers_broken']),
  );
  expect(answers[0]?.headers.get('retry-after')).toBe('10');
  expect((await root.get('/api/assets')).body).toMatchObject({
    results: [{ id, name: 'asset', rack: 'by SQL', version: 1 }],
  });
  expect(await ready()).toEqual({
    status: 503,
    inventory: expect.stringMatching(/missing.*before_update.*manage -- migrate/) as string,
  });
  expect(await doctorSays()).toMatch(/^problem: Triggers of assets_asset are missing/m);

  expect(await repaired()).toEqual(
    expect.arrayContaining(TRIGGERS.map((one) => `assets_asset_${one}`)),
  );
  expect(await ready()).toEqual({ status: 200, inventory: 'ok' });
  expect((await root.patch(path, { name: 'stale' }, condition)).status).toBe(412);
  const [first, second] = await Promise.all([
    root.patch(path, { name: 'first' }, { 'if-match': `"${id}.2"` }),
    root.patch(path, { name: 'second' }, { 'if-match': `"${id}.2"` }),
  ]);
  expect([first.status, second.status].sort()).toEqual([200, 412]);
});

test('a history that is not written stops the writes as well', async () => {
  await site.db.query('DROP TRIGGER assets_asset_after_update');
  const fresh = await startAssets(site.db);
  onTestFinished(() => fresh.close());
  const write = fresh.assets.create(
    await newActor(site.db, 'writer'),
    { name: 'x' },
    { lockWait: undefined, idempotencyKey: undefined },
  );
  await expect(write).rejects.toMatchObject({ code: 'triggers_broken' });
  expect((await ready()).status).toBe(503);
  expect(await repaired()).toEqual(['assets_asset_after_update']);
});

test('triggers of an account that is gone: 503 instead of 500, said by all, and mended by a start', async () => {
  await openMigratedBy('ls_gone');
  const { path } = await newAsset(root);
  await admin("DROP USER 'ls_gone'@'%'");
  expect(await root.patch(path, { name: 'x' })).toMatchObject({
    status: 503,
    body: { code: 'triggers_broken' },
  });
  expect(await ready()).toEqual({
    status: 503,
    inventory: expect.stringMatching(/account ls_gone@%, .* is gone/) as string,
  });
  expect(await doctorSays()).toMatch(/^problem: The account ls_gone@%/m);
  expect(await repaired()).toHaveLength((await site.db.query('SHOW TRIGGERS')).length);
  expect((await root.patch(path, { name: 'x' })).status).toBe(200);
  expect(await doctorSays()).not.toMatch(/assets_asset/);
});

test('a maker of triggers who lost a right is found by trying, and the start takes his place', async () => {
  await openMigratedBy('ls_poor');
  const { path } = await newAsset(root);
  await admin("REVOKE ALL ON test_broken_triggers.* FROM 'ls_poor'@'%'");
  expect(await root.patch(path, { name: 'x' })).toMatchObject({
    status: 503,
    body: { code: 'missing_rights' },
  });
  expect(await ready()).toEqual({
    status: 503,
    inventory: expect.stringMatching(/does not run or lacks a right/) as string,
  });
  expect(await repaired()).toContain('assets_asset_after_update');
  expect((await root.patch(path, { name: 'x' })).status).toBe(200);
});

test('triggers of another version are made anew; the processes that run go on meanwhile', async () => {
  await site.db.query('DROP TRIGGER assets_asset_before_insert');
  await site.db.query(
    'CREATE TRIGGER assets_asset_before_insert BEFORE INSERT ON assets_asset FOR EACH ROW SET NEW.version = 1',
  );
  expect(await ready()).toEqual({ status: 200, inventory: 'ok' });
  expect(await doctorSays()).toMatch(
    /^warning: Triggers .* not those of this version: assets_asset_before_insert$/m,
  );
  expect(await repaired()).toEqual(['assets_asset_before_insert']);
  expect(await repaired()).toEqual([]);
});

test('an account that may only read and write serves what another has migrated, and says what it may not see', async () => {
  const url = await newAccount(site.db, 'ls_writer', 'SELECT, INSERT, UPDATE, DELETE');
  onTestFinished(() => admin("DROP USER 'ls_writer'@'%'"));
  const db = await openTestDatabase(url);
  const poor = await openTestApp(db);
  onTestFinished(() => poor.close());
  const [user] = await db.query<{ id: number }>('SELECT id FROM auth_user');
  const browser = await loginOf(poor, user?.id ?? 0);
  const { path } = await newAsset(browser);
  expect((await browser.get('/health/ready')).status).toBe(200);
  expect(await doctorSays(url)).toMatch(/^warning: The database user may not see the triggers/m);
  expect(await doctorSays(url)).not.toMatch(/^problem: /m);

  await site.db.query('DROP TRIGGER assets_asset_before_update');
  expect((await browser.patch(path, { name: 'x' })).body).toMatchObject({
    code: 'triggers_broken',
  });
  expect((await browser.get('/health/ready')).status).toBe(503);
  expect((await runMigrations(db.dataSource)).inventory).toEqual({
    state: 'unavailable',
    reason: expect.stringMatching(
      /before_update.*GRANT TRIGGER|GRANT TRIGGER.*before_update/,
    ) as string,
  });
  expect(await repaired()).toEqual(['assets_asset_before_update']);

  await admin("REVOKE INSERT, DELETE ON test_broken_triggers.* FROM 'ls_writer'@'%'");
  // A connection keeps the rights on a database that it had when it was opened.
  for (const { id } of await site.db.query<{ id: number }>(
    "SELECT id FROM information_schema.processlist WHERE user = 'ls_writer'",
  ))
    await site.db.query(`KILL ${id}`);
  const checks = async (): Promise<Record<string, string>> =>
    (await browser.get<{ checks: Record<string, string> }>('/health/ready')).body.checks;
  await expect
    .poll(async () => (await checks()).database)
    .toMatch(/may not INSERT, DELETE on django_session\. GRANT INSERT, DELETE ON/);
  expect((await checks()).inventory).toMatch(/may not INSERT, DELETE on assets_asset/);
  const stranger = await openTestDatabase(url);
  onTestFinished(() => stranger.close());
  await expect(runMigrations(stranger.dataSource)).rejects.toMatchObject({
    code: 'database_unfit',
  });
});
