import { beforeAll, expect, test } from 'vitest';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { decode } from './decode.js';
import type { Window } from './support.js';
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

test('labels of the chosen assets: scanners read address and tag, and paper has nothing else', async () => {
  await all.site.db.query("UPDATE assets_asset SET asset_tag = '资产-3' WHERE id = 3");
  const window = await all.open('viewer', '/assets.asset?order=ASC&sort=id');
  const boxes = window.page.getByRole('checkbox', { name: 'Select this row' });
  for (const at of [0, 1, 2]) await boxes.nth(at).check();
  await window.page.getByRole('link', { name: 'Labels' }).click();
  const labels = window.page.getByRole('list', { name: 'Labels' }).getByRole('listitem');
  await window.button('Print').waitFor();
  await looksRight(window, 'labels');
  expect(await labels.nth(1).innerText()).toMatch(/^LOCK-000002\s+r5300-2\s+S\/N SER2$/);
  for (const [at, tag] of ['LOCK-000001', 'LOCK-000002'].entries()) {
    const label = labels.nth(at);
    const address = `${window.origin}/assets.asset/${String(at + 1)}`;
    const codes = label.getByRole('img');
    expect(await decode(codes.first(), 'QR_CODE')).toBe(address);
    expect(await decode(codes.last(), 'CODE_128')).toBe(tag);
  }
  // Code 128 has no such characters.
  expect(await labels.nth(2).getByRole('img').count()).toBe(1);
  await window.page.emulateMedia({ media: 'print' });
  const printed = await window.page.evaluate<string>('document.body.innerText');
  expect(printed.split(/\s+/)).toEqual(
    (await labels.allInnerTexts()).flatMap((text) => text.split(/\s+/)),
  );
  expect(await window.page.evaluate('scrollY + document.querySelector(".labels").offsetTop')).toBe(
    0,
  );
  await window.page.emulateMedia({ media: 'screen' });
  // Rows that are gone are told of.
  await window.visit('/labels?ids=2,999999');
  await window.text('1 of the chosen rows are not there any more.').waitFor();
  expect(await labels.count()).toBe(1);
  await window.visit('/assets.asset/2');
  await window.page.getByRole('link', { name: 'Labels' }).click();
  await labels.getByText('LOCK-000002').waitFor();
});

test('a scanned tag, serial number or address opens its asset; an unknown one is told of', async () => {
  const window = await all.open('viewer', '/');
  const { keyboard } = window.page;
  const isOpen = (id: number) => window.page.waitForURL(`**/assets.asset/${String(id)}`);
  const scan = async (code: string) => {
    await window.page.getByRole('link', { name: 'Scan' }).click();
    await expect.poll(() => focused(window)).toBe('');
    await keyboard.type(code);
    await keyboard.press('Enter');
  };
  await scan('nowhere-1');
  await window.text('has the tag or serial number “nowhere-1”').waitFor();
  await looksRight(window, 'scan');
  expect(await focused(window)).toBe('nowhere-1');
  // What is selected gives way to the next code.
  await keyboard.type('LOCK-000007');
  await keyboard.press('Enter');
  await isOpen(7);
  await scan('SER8');
  await isOpen(8);
  await scan(`${window.origin}/assets.asset/9`);
  await isOpen(9);
  // Another host's asset 9 is not ours.
  await scan('http://elsewhere.example/assets.asset/9');
  await window.text('“http://elsewhere.example/assets.asset/9”').waitFor();
});

test('the camera scans where the browser can read codes, and is off when the page is left', async () => {
  const window = await all.open('anna', '/live');
  await window.page.context().grantPermissions(['camera']);
  // Chromium on Linux cannot read codes itself: the picture is the browser's, what it shows is not.
  await window.page.addInitScript(`
    globalThis.BarcodeDetector = class {
      async detect(video) {
        globalThis.stream = video.srcObject;
        return video.videoWidth > 0 && globalThis.code ? [{ rawValue: globalThis.code }] : [];
      }
    }`);
  await window.visit('/scan');
  await window.button('Use the camera').click();
  const light = () =>
    window.page.evaluate('globalThis.stream?.getTracks().map((track) => track.readyState)');
  await expect.poll(light).toEqual(['live']);
  await window.button('Turn the camera off').click();
  await expect.poll(light).toEqual(['ended']);
  await window.button('Use the camera').click();
  await expect.poll(light).toEqual(['live']);
  await window.page.evaluate("globalThis.code = 'SER7'");
  await window.page.waitForURL('**/assets.asset/7');
  await expect.poll(light).toEqual(['ended']);
  await window.page.context().clearPermissions();
  await window.visit('/scan');
  await window.button('Use the camera').click();
  await window.text(/^The camera cannot be used: /).waitFor();
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

/** What is in the field that has the focus, as far as it is selected. */
const focused = (window: Window): Promise<string> =>
  window.page.evaluate<string>(`(() => {
    const { value = 'no field', selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
  })()`);
