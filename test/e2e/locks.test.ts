import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import type { LocksView, TransactionView } from '../../src/locks/lock-view.js';
import { createTestApp, openTestApp, startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { openTestDatabase } from '../support/database.js';
import { hold, holdRow } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { startPrivateServer } from '../support/private-server.js';
import { testOn } from '../support/server.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;
let ids: number[];

beforeAll(async () => {
  site = await createTestApp('locks');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
  ids = [];
  for (const name of ['a', 'b']) ids.push((await newAsset(root, { name })).id);
});

afterAll(() => site.close());

async function transactions(): Promise<TransactionView[]> {
  const { status, body } = await root.get<LocksView>('/api/locks');
  expect(status).toBe(200);
  return body.transactions;
}

/** The server renews what it shows only when nobody has asked for a tenth of a second. */
const BETWEEN_LOOKS = 120;

async function until(isShown: (shown: TransactionView[]) => boolean): Promise<TransactionView[]> {
  for (;;) {
    await pause(BETWEEN_LOOKS);
    const shown = await transactions();
    if (isShown(shown)) return shown;
  }
}

test('a chain of waits is shown with the assets and the kinds of the statements, and no values', async () => {
  const first = await holdRow(site.db, 'assets_asset', ids[0]);
  const second = await holdRow(site.db, 'assets_asset', ids[1]);
  const third = await hold(site.db);
  const blocked = second.query('SELECT id FROM assets_asset WHERE id = ? FOR UPDATE', [ids[0]]);
  const last = third.query("UPDATE assets_asset SET notes = 'secret' WHERE id = ?", [ids[1]]);
  const shown = await until((all) => all.filter(({ is_waiting }) => is_waiting).length === 2);
  const holder = shown.find(({ is_waiting }) => !is_waiting);
  const waiters = shown.filter(({ is_waiting }) => is_waiting);
  expect(holder).toMatchObject({ statement: null, asset_ids: [ids[0]], waits_for: [] });
  const middle = waiters.find(({ statement }) => statement === 'SELECT FOR UPDATE');
  expect(middle).toMatchObject({
    asset_ids: [ids[1]],
    waits_for: [{ transaction: holder?.id, table: 'assets_asset', asset_id: ids[0] }],
  });
  const tail = waiters.find(({ statement }) => statement === 'UPDATE');
  expect(tail?.waits_for).toEqual([
    { transaction: middle?.id, table: 'assets_asset', asset_id: ids[1] },
  ]);
  expect(middle?.age_seconds).toBeLessThan(120);
  expect(JSON.stringify(shown)).not.toContain('secret');
  await first.rollback();
  await blocked;
  await second.rollback();
  await last;
  await third.rollback();
  await until((all) => all.length === 0);
});

test('transactions of other databases on the server are not shown', async () => {
  const other = await hold(site.db);
  await other.query('USE mysql');
  await other.query(
    `SELECT id FROM test_locks.assets_asset WHERE id = ${String(ids[0])} FOR UPDATE`,
  );
  const mine = await holdRow(site.db, 'assets_asset', ids[1]);
  const shown = await until((all) => all.length > 0);
  expect(shown).toHaveLength(1);
  await mine.rollback();
  await other.query('USE test_locks');
  await other.rollback();
});

test('only a superuser sees locks', async () => {
  const user = await loginOf(site, await newUser(site.db, { username: 'user' }));
  expect((await user.get('/api/locks')).status).toBe(403);
});

test('a database user without the privilege is told which one is missing', async () => {
  await site.db.query("DROP USER IF EXISTS 'blind'@'localhost'");
  await site.db.query("CREATE USER 'blind'@'localhost' IDENTIFIED BY 'b'");
  await site.db.query("GRANT ALL ON test_locks.* TO 'blind'@'localhost'");
  const url = new URL(site.db.url);
  [url.username, url.password] = ['blind', 'b'];
  const blind = await startApp(url.href);
  const browser = await loginOf(
    { ...site, origin: blind.origin },
    await newUser(site.db, { username: 'other', isSuperuser: true }),
  );
  const { status, body } = await browser.get('/api/locks');
  await blind.app.close();
  await site.db.query("DROP USER 'blind'@'localhost'");
  expect([status, body.code]).toEqual([503, 'locks_hidden']);
  expect(body.detail).toContain('GRANT PROCESS');
});

testOn('MySQL', 'a server that records no locks is named as such', async () => {
  const server = await startPrivateServer(['--performance-schema=OFF']);
  const db = await openTestDatabase(server.url('lockstep'));
  await runMigrations(db.dataSource);
  const other = await openTestApp(db);
  const id = await newUser(db, { username: 'root', isSuperuser: true });
  const { status, body } = await (await loginOf(other, id)).get('/api/locks');
  await other.close();
  await server.stop();
  expect([status, body.code]).toEqual([503, 'locks_hidden']);
  expect(body.detail).toContain('performance_schema=OFF');
});
