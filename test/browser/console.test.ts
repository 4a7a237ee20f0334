import { expect, test } from 'vitest';
import { PASSWORD } from '../support/users.js';
import { accessibilityFaults, PATIENCE } from './support.js';
import { useConsole } from './use-console.js';

// The web console as people use it: Chromium on the real service, with a Django site on the same tables.

const all = useConsole('browser_console');

async function rowOf(serverno: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await all.site.db.query<Record<string, unknown>>(
    'SELECT * FROM blog_asset_db WHERE serverno = ?',
    [serverno],
  );
  return row;
}

/** Who edits a row at present. */
const leases = () =>
  all.site.db.query<{ holder_id: number }>(
    'SELECT holder_id FROM lockstep_lease WHERE expires_at > UTC_TIMESTAMP(6)',
  );

test('the login is that of the Django site, and ends it', async () => {
  const window = await all.open(undefined, '/blog.asset_db');
  await window.field('Username *').fill('carla');
  await window.field('Password *').fill('wrong');
  await window.button('Sign in').click();
  await window.page.getByRole('alert').waitFor();
  await window.field('Password *').fill(PASSWORD);
  await window.button('Sign in').click();
  await window.text('SN0001').waitFor();
  await window.page.getByRole('button', { name: 'carla', exact: true }).click();
  await window.page.getByRole('menuitem', { name: 'Logout' }).click();
  await window.button('Sign in').waitFor();
  await window.visit('/blog.asset_db');
  await window.button('Sign in').waitFor();
});

test('a list is searched, filtered along relations and exported as shown; filters are kept', async () => {
  const window = await all.open('anna', '/blog.asset_db');
  const { page } = window;
  await window.text('SN0001').waitFor();
  await window.button('Add filter').click();
  await page.getByRole('combobox', { name: 'Field' }).fill('e model');
  await page.getByRole('option', { name: 'ethernets › e model' }).click();
  await window.field('Value').fill('cx5');
  await window.button('Apply').click();
  await window.text('ethernets › e model is cx5').waitFor();
  await window.text('1-15 of 15').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('SN000');
  await window.text('1-2 of 2').waitFor();
  await page.reload();
  await window.text('ethernets › e model is cx5').waitFor();
  await window.text('1-2 of 2').waitFor();
  await window.button('Export').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString().trim().split('\r\n');
  expect(lines.map((line) => line.split(',')[1])).toEqual(['serverno', 'SN0003', 'SN0007']);
  expect(lines.join()).not.toContain('hidden');
});

test('a viewer is offered nothing that they may not do, and sees the changes of others at once', async () => {
  const viewer = await all.open('viewer', '/blog.asset_db');
  await viewer.text('SN0001').waitFor();
  expect(await viewer.page.getByRole('link', { name: 'Create' }).count()).toBe(0);
  expect(await viewer.page.getByRole('checkbox').count()).toBe(0);
  await viewer.page.getByRole('link', { name: 'SN0010' }).click();
  await viewer.shows('status', 'Offline');
  expect(await viewer.field('status').isDisabled()).toBe(true);
  expect(await viewer.button('Save').count()).toBe(0);
  const anna = await all.open('anna', '/blog.asset_db/SN0010');
  await anna.field('status').fill('Retired');
  await anna.button('Save').click();
  await viewer.shows('status', 'Retired');
  await viewer.text(/Just changed by anna/).waitFor();
});

test('a new row is refused at its field, then made', async () => {
  const window = await all.open('anna', '/blog.asset_db/create');
  await window.field('serverno *').fill('SN0001');
  await window.field('ip addr *').fill('10.9.0.1');
  await window.page.getByRole('combobox', { name: 'ethernets' }).click();
  await window.page.getByRole('option', { name: 'x710' }).first().click();
  await window.page.keyboard.press('Escape');
  await window.button('Create').click();
  await window.text('Another row has the same serverno. Nothing was written.').waitFor();
  await window.field('serverno *').fill('SN-new');
  await window.button('Create').click();
  await window.shows('serverno', 'SN-new');
  await window.text('You are editing; others see it').waitFor();
  expect(await rowOf('SN-new')).toMatchObject({ ip_addr: '10.9.0.1', user: 'root' });
});

test('who opens a form has the lease; others look on, and may edit when they leave', async () => {
  const anna = await all.open('anna', '/blog.asset_db/SN0020');
  await anna.text('You are editing; others see it').waitFor();
  const ben = await all.open('ben', '/blog.asset_db/SN0020');
  await ben.text(/anna is editing this row \(since .*\d:\d\d\)/).waitFor();
  expect(await ben.field('owner').isDisabled()).toBe(true);
  await anna.field('owner').fill('Anna');
  await anna.button('Save').click();
  await ben.shows('owner', 'Anna');
  await anna.page.getByRole('link', { name: 'ethernet', exact: true }).click();
  await ben.text('You are editing; others see it').waitFor();
  await ben.field('owner').fill('Ben');
  await ben.button('Save').click();
  await ben.text(/^Saved$/).waitFor();
  expect(await rowOf('SN0020')).toMatchObject({ owner: 'Ben' });
  await ben.visit('/blog.ethernet');
  await expect.poll(leases, { timeout: PATIENCE }).toEqual([]);
});

test('what Django saved meanwhile is shown beside mine and before, and merged by field', async () => {
  const anna = await all.open('anna', '/blog.asset_db/SN0030');
  await anna.field('status').fill('Mine');
  await anna.field('cpu').fill('my cpu');
  await all.django.python(`
from blog.models import asset_db
asset_db.objects.filter(serverno='SN0030').update(status='Theirs', remark2='their remark')`);
  await anna.button('Save').click();
  const dialog = anna.page.getByRole('dialog', { name: 'Somebody else saved first' });
  const line = (label: string) =>
    dialog.getByRole('row', { name: label }).getByRole('cell').allInnerTexts();
  await dialog.waitFor();
  expect(await line('status')).toEqual(['Online', 'Theirs', 'Mine']);
  expect((await line('cpu'))[2]).toBe('my cpu');
  expect((await line('remark2'))[1]).toBe('their remark');
  expect(await rowOf('SN0030')).toMatchObject({ status: 'Theirs', cpu: '2 x Xeon Gold 6330' });
  const save = dialog.getByRole('button', { name: 'Save merged' });
  expect(await save.isDisabled()).toBe(true);
  await dialog.getByRole('radio', { name: 'status: Mine' }).check();
  await save.click();
  await anna.text(/^Saved$/).waitFor();
  expect(await rowOf('SN0030')).toMatchObject({
    status: 'Mine',
    cpu: 'my cpu',
    remark2: 'their remark',
  });
});

test('a change past the API appears in the open form, field by field, and asks where both changed one', async () => {
  const anna = await all.open('anna', '/assets.asset/3');
  await anna.field('rack').fill('25');
  await anna.text('You are editing; others see it').waitFor();
  await all.site.db.query("UPDATE assets_asset SET site = 'Xi''an', rack = '30' WHERE id = 3");
  await anna.shows('site', "Xi'an");
  await anna.text(/has changed this, too, to/).waitFor();
  await anna.shows('rack', '25');
  await anna.button('Keep mine').click();
  await anna.button('Save').click();
  await anna.text(/^Saved$/).waitFor();
  const [row] = await all.site.db.query('SELECT site, rack FROM assets_asset WHERE id = 3');
  expect(row).toEqual({ site: "Xi'an", rack: '25' });
});

test('a row that Django holds lets the save wait, which can be stopped; nothing is written then', async () => {
  const anna = await all.open('anna', '/blog.asset_db/SN0040');
  await anna.text('You are editing; others see it').waitFor();
  await anna.field('owner').fill('patient');
  const holder = all.django.shell('holder');
  await holder(`
from django.db import transaction
from blog.models import asset_db
transaction.set_autocommit(False)
asset_db.objects.select_for_update().get(serverno='SN0040').pk`);
  await anna.button('Save').click();
  const dialog = anna.page.getByRole('dialog', { name: 'Waiting for the row' });
  await dialog.getByText(/\d+ s left/).waitFor();
  await dialog.getByRole('button', { name: 'Stop waiting' }).click();
  await anna.text(/Stopped waiting/).waitFor();
  await anna.shows('owner', 'patient');
  await holder('transaction.commit()');
  expect(await rowOf('SN0040')).toMatchObject({ owner: '张三' });
  await holder("asset_db.objects.select_for_update().get(serverno='SN0040').pk");
  await anna.button('Save').click();
  await dialog.waitFor();
  await holder('transaction.commit()');
  await anna.text(/^Saved$/).waitFor();
  expect(await rowOf('SN0040')).toMatchObject({ owner: 'patient' });
});

test('many rows are changed at once, counted before', async () => {
  const anna = await all.open(
    'anna',
    '/blog.ethernet?filter=%7B%22e_sn__startswith%22%3A%22E00%22%7D',
  );
  const { page } = anna;
  await anna.text('1-3 of 3').waitFor();
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await anna.button('Change').click();
  const dialog = page.getByRole('dialog', { name: 'Change · ethernet' });
  await dialog.getByRole('radio', { name: 'All rows that match the filters' }).check();
  await dialog.getByRole('combobox', { name: 'Field' }).click();
  await page.getByRole('option', { name: 'e porttype' }).click();
  await dialog.getByRole('combobox', { name: 'e porttype' }).click();
  await page.getByRole('option', { name: 'Electrical' }).click();
  await dialog.getByRole('button', { name: 'Count first' }).click();
  await dialog.getByText('3 rows match; 2 of them would change.').waitFor();
  await dialog.getByRole('button', { name: 'Change 2 rows' }).click();
  await anna.text('2 rows changed').waitFor();
  const types = await all.site.db.query('SELECT e_porttype FROM blog_ethernet WHERE e_sn LIKE ?', [
    'E00%',
  ]);
  expect(types).toEqual(Array(3).fill({ e_porttype: '01' }));
});

test('an asset is checked out to somebody and comes back; its history tells', async () => {
  const anna = await all.open('anna', '/assets.asset/4');
  const { page } = anna;
  await anna.button('Check out').click();
  const dialog = page.getByRole('dialog', { name: /Check out/ });
  await dialog.getByRole('combobox', { name: 'To whom' }).fill('ben');
  await page.getByRole('option', { name: 'ben' }).click();
  await dialog.getByRole('textbox', { name: 'Note' }).fill('for the lab');
  await dialog.getByRole('button', { name: 'Check out' }).click();
  await anna.button('Check in').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Check in' }).click();
  await anna.button('Check out').waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await anna.text('for the lab').waitFor();
  await anna.text('Every change, whoever made it.').waitFor();
});

test('the page runs its own scripts only, is found at every path, and leaves those of the API alone', async () => {
  const { origin } = all.site;
  const page = await fetch(`${origin}/blog.asset_db/SN0001`, { headers: { accept: 'text/html' } });
  const policy = page.headers.get('content-security-policy') ?? '';
  const html = await page.text();
  expect(policy).toMatch(/script-src 'self';style-src 'self' 'nonce-[\w+/=]{24}'/);
  expect(policy).not.toContain('unsafe');
  expect(html).not.toMatch(/<script(?![^>]* src="\/_console\/)/);
  const [, script = ''] = /src="(\/_console\/[^"]+\.js)"/.exec(html) ?? [];
  for (const [coding, sent] of [
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const file = await fetch(origin + script, { headers: { 'accept-encoding': coding } });
    expect([file.status, file.headers.get('content-encoding')]).toEqual([200, sent]);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await file.text()).toContain('Lockstep');
  }
  for (const path of ['/api/nothing', '/health/nothing', '/metrics/x', '/_console/none.js']) {
    const other = await fetch(origin + path, { headers: { accept: 'text/html' } });
    const type = path.startsWith('/_') ? 'text/html' : 'application/problem+json';
    expect([path, other.headers.get('content-type')]).toEqual([
      path,
      expect.stringContaining(type),
    ]);
  }
  expect((await fetch(`${origin}/nothing`)).status).toBe(404);
});

test('every page is there by its address, too, as when it is loaded again', async () => {
  const window = await all.open('root', '/');
  for (const path of ['live', 'import', 'scan', 'labels', 'sessions', 'locks', 'health']) {
    await window.visit(`/${path}`);
    await window.page.getByRole('link', { name: 'Live' }).waitFor();
  }
  expect(window.faults).toEqual([]);
});

test('who claims rows at the same moment gets others, and sees which', async () => {
  await all.site.db.query(
    "UPDATE blog_asset_db SET owner = 'nobody' WHERE serverno BETWEEN 'SN0051' AND 'SN0055'",
  );
  const filter = encodeURIComponent(JSON.stringify({ owner: 'nobody' }));
  const windows = await Promise.all(
    ['anna', 'ben'].map((username) => all.open(username, `/blog.asset_db?filter=${filter}`)),
  );
  for (const [at, window] of windows.entries()) {
    const { page } = window;
    await window.text(/1-5 of 5/).waitFor();
    await window.button('Claim').click();
    await window.field('How many').fill('2');
    await page.getByRole('combobox', { name: 'Field' }).click();
    await page.getByRole('option', { name: 'owner' }).click();
    await page.getByRole('textbox', { name: 'owner' }).fill(`claimer ${at}`);
  }
  await Promise.all(windows.map((window) => window.button('Claim them').click()));
  const taken: (string | null)[] = [];
  for (const window of windows) {
    await window.text('2 rows are yours').waitFor();
    const links = window.page.getByRole('dialog').getByRole('link');
    taken.push(...(await links.allTextContents()));
    expect(await accessibilityFaults(window.page, 'all')).toEqual([]);
  }
  expect(new Set(taken).size).toBe(4);
  const owners = await all.site.db.query<{ owner: string }>(
    'SELECT owner FROM blog_asset_db WHERE serverno IN (?) ORDER BY owner',
    [taken],
  );
  const held = (at: number): string => `claimer ${at}`;
  expect(owners.map(({ owner }) => owner)).toEqual([held(0), held(0), held(1), held(1)]);
  const [first] = windows;
  await first?.button('Close').click();
  await first?.button('Claim').click();
  await first?.field('How many').fill('2');
  await first?.page.getByRole('combobox', { name: 'Field' }).click();
  await first?.page.getByRole('option', { name: 'owner' }).click();
  await first?.button('Claim them').click();
  await first?.text('Only 1 of 2 rows are free. None was taken.').waitFor();
});

test('assets are claimed for somebody', async () => {
  const window = await all.open('anna', '/assets.asset?filter=%7B%22status%22%3A%22in_stock%22%7D');
  await window.text(/1-20 of 20/).waitFor();
  await window.button('Claim').click();
  await window.page.getByRole('combobox', { name: 'To whom' }).fill('ben');
  await window.page.getByRole('option', { name: 'ben' }).click();
  await window.button('Claim them').click();
  await window.text('One row is yours').waitFor();
  const held = await all.site.db.query(
    `SELECT id FROM assets_asset WHERE assigned_to_id = (SELECT id FROM auth_user WHERE username = 'ben')`,
  );
  expect(held).toHaveLength(1);
});
