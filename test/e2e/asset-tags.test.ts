import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AssetSeeder } from '../../src/assets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('asset_tags', { ASSET_TAG_PATTERN: 'ÉQ-{seq:04}' });
  const id = await newUser(site.db, { username: 'root', isSuperuser: true });
  root = await loginOf(site, id);
});

beforeEach(async () => {
  await site.db.query('DELETE FROM assets_asset');
  await site.db.query(`UPDATE lockstep_counter SET value = 0 WHERE name = 'asset_tag'`);
});

afterAll(() => site.close());

/** Tags that somebody gave by hand. */
async function given(tags: readonly string[]): Promise<void> {
  const rows = tags.map((tag) => [tag, 'by hand', '', '{}']);
  await site.db.query('INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ?', [rows]);
}

async function nextTag(): Promise<unknown> {
  const { status, body } = await root.post<{ asset_tag: string }>('/api/assets', { name: 'auto' });
  return status === 201 ? body.asset_tag : body;
}

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => prefix + String(n + 1).padStart(4, '0'));

test.each([
  ['without the accent', numbered('EQ-', 8)],
  ['with another accent, in small letters', numbered('èq-', 8)],
  ['with spaces behind', numbered('EQ-', 8).map((tag) => `${tag}  `)],
])('a number is taken when its tag was given by hand %s', async (_, tags) => {
  await given(tags);
  expect(await nextTag()).toBe('ÉQ-0009');
});

test('a run of tags by hand, however long, is passed over in one create', async () => {
  await given(numbered('EQ-', 1200));
  expect([await nextTag(), await nextTag()]).toEqual(['ÉQ-1201', 'ÉQ-1202']);
});

test('the only free number between tags by hand is found', async () => {
  await given(numbered('eq-', 20).filter((tag) => !tag.endsWith('0013')));
  expect([await nextTag(), await nextTag()]).toEqual(['ÉQ-0013', 'ÉQ-0021']);
});

test('made-up assets go on behind the last number, whatever tags by hand look like theirs', async () => {
  await given(['SEED-notebook', 'SEED-0000000x', 'sééd-00000002']);
  const seeded: number[] = [];
  for await (const last of site.app.get(AssetSeeder, { strict: false }).seed(5)) seeded.push(last);
  expect(seeded).toEqual([5]);
  const made = await site.db.query(
    `SELECT asset_tag AS tag FROM assets_asset WHERE asset_tag LIKE BINARY 'SEED-0000000_'
      AND name <> 'by hand' ORDER BY id`,
  );
  expect(made).toEqual(['SEED-00000003', 'SEED-00000004', 'SEED-00000005'].map((tag) => ({ tag })));
});
