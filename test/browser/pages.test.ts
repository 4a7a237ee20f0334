import { expect, test } from 'vitest';
import type { Window } from './support.js';
import { keepPicture, looksRight, useConsole } from './use-console.js';

// Every page of the console in light and dark, by WCAG AA; `npm run console:images` keeps the pictures.
const PHONE = { width: 390, height: 780 };
const DESK = { width: 1280, height: 800 };

const all = useConsole('browser_pages');

interface Page {
  readonly name: string;
  readonly user?: string;
  readonly path: string;
  readonly isPhone?: boolean;
  /** Goes on until there is what is to be looked at. */
  readonly reach: (window: Window) => Promise<void>;
}

const PAGES: readonly Page[] = [
  {
    name: 'login',
    path: '/',
    reach: (window) => window.button('Sign in').waitFor(),
  },
  {
    name: 'list',
    user: 'anna',
    path: '/blog.asset_db?filter=%7B%22ethernets__e_model%22%3A%22x710%22%7D',
    reach: (window) => window.text(/1-25 of \d+/).waitFor(),
  },
  {
    name: 'list-phone',
    user: 'ben',
    path: '/blog.asset_db',
    isPhone: true,
    reach: (window) => window.text('SN0001').waitFor(),
  },
  {
    name: 'filter',
    user: 'anna',
    path: '/assets.asset',
    reach: async (window) => {
      await window.text('LOCK-000001').waitFor();
      await window.button('Add filter').click();
      await window.page.getByRole('combobox', { name: 'Field' }).fill('status');
      await window.page.getByRole('option', { name: 'status' }).click();
      await window.field('Value').waitFor();
    },
  },
  {
    name: 'row',
    user: 'anna',
    path: '/blog.asset_db/SN0003',
    reach: (window) => window.text('You are editing; others see it').waitFor(),
  },
  {
    name: 'row-phone',
    user: 'anna',
    path: '/blog.asset_db/SN0004',
    isPhone: true,
    reach: (window) => window.text('You are editing; others see it').waitFor(),
  },
  {
    name: 'leased',
    user: 'ben',
    path: '/blog.asset_db/SN0050',
    reach: (window) => window.text(/anna is editing this row/).waitFor(),
  },
  {
    name: 'conflict',
    user: 'anna',
    path: '/blog.asset_db/SN0005',
    reach: async (window) => {
      await window.text('You are editing; others see it').waitFor();
      await window.field('status').fill('Online');
      await window.field('memory').fill('1024');
      await all.django.python(`
from blog.models import asset_db
asset_db.objects.filter(serverno='SN0005').update(status='Retired', remark2='moved to row 7')`);
      await window.button('Save').click();
      await window.page.getByRole('radio', { name: 'status: Mine' }).check();
    },
  },
  {
    name: 'live',
    user: 'anna',
    path: '/assets.asset/5',
    reach: async (window) => {
      await window.text('You are editing; others see it').waitFor();
      await window.field('rack').fill('25');
      await all.site.db.query("UPDATE assets_asset SET site = 'Beijing', rack = '30' WHERE id = 5");
      await window.text(/has changed this, too, to/).waitFor();
    },
  },
  {
    name: 'waiting',
    user: 'anna',
    path: '/blog.asset_db/SN0040',
    reach: async (window) => {
      await window.text('You are editing; others see it').waitFor();
      await window.field('owner').fill('patient');
      await all.django.shell('holder')(`
from django.db import transaction
from blog.models import asset_db
transaction.set_autocommit(False)
asset_db.objects.select_for_update().get(serverno='SN0040').pk`);
      await window.button('Save').click();
      await window.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'history',
    user: 'ben',
    path: '/assets.asset/5',
    reach: async (window) => {
      await window.page.getByRole('tab', { name: 'History' }).click();
      await window.text('Every change, whoever made it.').waitFor();
    },
  },
  {
    name: 'create',
    user: 'anna',
    path: '/assets.asset/create',
    reach: async (window) => {
      await window.button('Create').click();
      await window.text(/Nothing was saved/).waitFor();
    },
  },
  {
    name: 'bulk',
    user: 'anna',
    path: '/blog.ethernet',
    reach: async (window) => {
      await window.page.getByRole('checkbox', { name: 'Select all' }).check();
      await window.button('Change').click();
      await window.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'claim',
    user: 'anna',
    path: '/blog.asset_db?filter=%7B%22status%22%3A%22Offline%22%7D',
    reach: async (window) => {
      await window.text(/1-\d+ of \d+/).waitFor();
      await window.button('Claim').click();
      await window.field('How many').fill('3');
    },
  },
];

test.each(PAGES)(
  '$name is accessible in light and dark',
  async ({ name, user, path, isPhone, reach }) => {
    const holder = name === 'leased' ? await all.open('anna', path) : undefined;
    if (holder) await holder.text('You are editing; others see it').waitFor();
    const window = await all.open(user, 'about:blank');
    await window.page.setViewportSize(isPhone ? PHONE : DESK);
    await window.visit(path);
    await reach(window);
    await looksRight(window, name);
    if (name === 'waiting') await all.django.shell('holder')('transaction.rollback()');
  },
);

test('the console speaks Chinese where the browser does, or when it is told to', async () => {
  const window = await all.open('ben', '/blog.asset_db');
  await window.text('SN0001').waitFor();
  await window.page.getByRole('button', { name: 'English' }).click();
  await window.page.getByRole('menuitem', { name: '简体中文' }).click();
  await window.button('添加筛选').waitFor();
  expect(await window.page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  await keepPicture(window, 'list-zh');
  await window.page.reload();
  await window.button('添加筛选').waitFor();
});
