import { beforeAll, expect, test } from 'vitest';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { looksRight, useConsole } from './use-console.js';

// The pages beside those of the models: what they show, in light and dark, by WCAG AA.

const all = useConsole('browser_others');

beforeAll(async () => {
  await all.site.db.query(
    `UPDATE assets_asset SET status = 'deployed', assigned_to_id = (SELECT id FROM auth_user WHERE username = 'anna'),
        due_at = IF(id = 1, '2020-01-31', '2999-01-31') WHERE id <= 3`,
  );
});

test('the dashboard counts by what tells rows apart, and says what is due and who holds what', async () => {
  const window = await all.open('anna', '/');
  const due = window.page.getByRole('region', { name: 'Due back' });
  await due.getByText('(overdue)').waitFor();
  expect(await due.getByRole('listitem').count()).toBe(3);
  const holders = window.page.getByRole('region', { name: 'Who holds what' });
  await holders.getByText('anna').waitFor();
  const states = window.page
    .getByRole('region', { name: 'asset_db' })
    .getByRole('region', { name: 'By status' });
  await states.getByRole('link', { name: 'Repair' }).waitFor();
  await looksRight(window, 'dashboard');
  // It follows what others do.
  await all.site.db.query('UPDATE assets_asset SET due_at = NULL WHERE id = 1');
  await due.getByText('(overdue)').waitFor({ state: 'detached' });
  await states.getByRole('link', { name: 'Repair' }).click();
  await window.text(/1-\d+ of \d+/).waitFor();
  expect(decodeURIComponent(window.page.url())).toContain('{"status":"Repair"}');
});

test('the live page tells of changes as they happen', async () => {
  const window = await all.open('ben', '/live');
  await window.text('Listening. Changes appear here as they happen.').waitFor();
  const rival = await all.open('anna', '/blog.ethernet/1');
  await rival.field('e sn').fill('E-live');
  await rival.button('Save').click();
  await window.text('E-live').waitFor();
  await looksRight(window, 'live-page');
  await window.button('Pause').click();
  await all.site.db.query("UPDATE assets_asset SET rack = '99' WHERE id = 2");
  await window.button('Go on (1 new)').click();
  await window.text('99').waitFor();
});

test('a file is mapped, tried and imported, with a bar and the lines that were refused', async () => {
  const window = await all.open('anna', '/import');
  await window.page.getByRole('combobox', { name: 'Model' }).click();
  await window.page.getByRole('option', { name: 'asset_db' }).click();
  const lines = Array.from({ length: 10_000 }, (_, n) => `IMP${n};10.1.${n % 250}.1;${n};x`);
  const text = ['ServerNo;ip addr;Memory;comment', ...lines, 'SN0001;10.0.0.1;much;x'].join('\n');
  await window.page.locator('input[type=file]').setInputFiles({
    name: 'servers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  await window.text('IMP0').waitFor();
  await looksRight(window, 'import');
  await window.page.getByRole('combobox', { name: 'When a line is refused' }).click();
  await window.page.getByRole('option', { name: 'the others are written' }).click();
  await window.button('Try it').click();
  await window.text(/This would add 10000, .* 1 lines would be refused/).waitFor();
  const count = async () =>
    (await all.site.db.query("SELECT id FROM blog_asset_db WHERE serverno LIKE 'IMP%'")).length;
  expect(await count()).toBe(0);
  await window.button('Import').click();
  await window.page.getByRole('progressbar', { name: 'Import' }).waitFor();
  await window.text(/10000 rows added, .* 1 lines refused/).waitFor();
  expect(await count()).toBe(10_000);
  const download = window.page.waitForEvent('download');
  await window.button('Download refused lines').click();
  expect((await download).suggestedFilename()).toBe('refused.csv');
  await looksRight(window, 'import-done');
});

test('superusers see sessions, decode one and end it', async () => {
  const key = await all.login('viewer');
  const window = await all.open('root', '/sessions');
  await window.page
    .getByRole('cell', { name: `${key.slice(0, 4)}…` })
    .first()
    .waitFor();
  await window.field('The whole session key').fill(key);
  await window.button('Show').click();
  await window.text(/"_auth_user_id"/).waitFor();
  await looksRight(window, 'sessions');
  await window.button('End this session').click();
  await window.button('Confirm').click();
  await window.text('1 sessions ended').waitFor();
  expect(
    await all.site.db.query('SELECT * FROM django_session WHERE session_key = ?', [key]),
  ).toEqual([]);
});

test('superusers see who waits for whom, and the health of the service', async () => {
  const holder = await hold(all.site.db);
  await holder.query('SELECT id FROM assets_asset WHERE id = 5 FOR UPDATE');
  const waiter = await hold(all.site.db);
  await waiter.query('SET SESSION innodb_lock_wait_timeout = 100');
  // MariaDB's; MySQL bounds no SELECT that locks.
  await waiter.query('SET SESSION max_statement_time = 0').catch(() => undefined);
  const waiting = waiter.query('SELECT id FROM assets_asset WHERE id = 5 FOR UPDATE');
  await lockWait(all.site.db);
  const window = await all.open('root', '/locks');
  await window.text('These wait for it:').waitFor();
  await looksRight(window, 'locks');
  await holder.rollback();
  await waiting;
  await waiter.rollback();
  await window.text('These wait for it:').waitFor({ state: 'detached' });
  await window.page.getByRole('link', { name: 'Health' }).click();
  await window.text('Everything is as it must be.').waitFor();
  const findings = window.page.getByRole('region', { name: 'What the doctor finds' });
  await findings.getByText('The database keeps what Lockstep relies on').waitFor();
  await findings.getByRole('heading', { name: /^Good \(\d+\)$/ }).waitFor();
  await looksRight(window, 'health');
  // A finding that comes, and an answer that fails, are seen at the next look.
  const pickle = Buffer.from(`${'0'.repeat(40)}:\x80\x04}.`, 'latin1').toString('base64');
  await all.site.db.query(
    "INSERT INTO django_session VALUES ('apickle', ?, UTC_TIMESTAMP() + INTERVAL 1 HOUR)",
    [pickle],
  );
  await window.button('Look again').click();
  await findings.getByText(/1 of \d+ sessions hold a pickle/).waitFor();
  await window.page.route('**/api/doctor', (route) =>
    route.fulfill({ status: 403, json: { code: 'permission_denied', detail: 'Not for you.' } }),
  );
  await window.button('Look again').click();
  await findings.getByRole('alert').waitFor();
});

test('who is no superuser is not offered their pages', async () => {
  const window = await all.open('viewer', '/');
  await window.page.getByRole('link', { name: 'Live' }).waitFor();
  const links = await window.page.getByRole('navigation').getByRole('link').allTextContents();
  expect(links.filter((text) => /Import|Sessions|Locks|Health/.test(text))).toEqual([]);
});
