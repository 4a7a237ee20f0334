import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AssetSeeder } from '../../src/assets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { isMariaDb } from '../support/server.js';
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

// What a table of ours has where its database has MySQL's own collation, or one of MariaDB's that compare as it does.
const NO_PAD = isMariaDb ? 'utf8mb4_unicode_nopad_ci' : 'utf8mb4_0900_ai_ci';

describe.each(['utf8mb4_unicode_ci', NO_PAD])('with spaces behind, under %s,', (collation) => {
  let own: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    own = await createTestApp('asset_tags_spaced', { ASSET_TAG_PATTERN: 'ÉQ-{seq:04}' });
    await own.db.query(
      `ALTER TABLE assets_asset CONVERT TO CHARACTER SET utf8mb4 COLLATE ${collation}`,
    );
    browser = await loginOf(own, await newUser(own.db, { username: 'root', isSuperuser: true }));
    const rows = ['EQ-0001 ', 'eq-0002  ', 'EQ-0004 x', 'T_1 ', 'T\\1 '];
    await own.db.query(
      'INSERT INTO assets_asset (asset_tag, serial, name, notes, custom) VALUES ?',
      [rows.map((tag) => [tag, `S${tag}`, 'by SQL', '', '{}'])],
    );
  });

  afterAll(() => own.close());

  test('a number is taken, and what only begins like its tag is not in the way', async () => {
    const tags: unknown[] = [];
    for (const name of ['a', 'b']) {
      const { body } = await browser.post('/api/assets', { name });
      tags.push(body.asset_tag);
    }
    expect(tags).toEqual(['ÉQ-0003', 'ÉQ-0004']);
  });

  test.each([
    ['asset_tag', 'T_1'],
    ['asset_tag', 't\\1'],
    ['serial', 'ST_1'],
  ])('the %s %s has no twin, by whatever way it is written', async (field, value) => {
    const taken = { status: 409, body: { code: 'duplicate_value', field } };
    expect(await browser.post('/api/assets', { name: 'twin', [field]: value })).toMatchObject(
      taken,
    );
    const other = await newAsset(browser);
    expect(await browser.patch(other.path, { [field]: value })).toMatchObject(taken);
    const operations = [{ op: 'update', id: other.id, set: { [field]: value } }];
    const batch = await browser.post('/api/assets/batch', { atomic: true, operations });
    expect(batch.status).toBe(409);
    const bulk = { filter: { id: other.id }, set: { [field]: value } };
    if (field === 'serial') expect(await browser.patch('/api/assets', bulk)).toMatchObject(taken);
    expect((await browser.get(`/api/assets/${String(other.id)}`)).body).toMatchObject({
      version: 1,
    });
  });

  test('its own asset can lose the spaces', async () => {
    const [row] = await own.db.query<{ id: number }>(
      "SELECT id FROM assets_asset WHERE asset_tag LIKE 'EQ-0001%'",
    );
    const path = `/api/assets/${String(row?.id)}`;
    expect(await browser.patch(path, { asset_tag: 'EQ-0001' })).toMatchObject({
      status: 200,
      body: { asset_tag: 'EQ-0001' },
    });
    expect(await browser.patch(path, { asset_tag: 'eq-0001' })).toMatchObject({ status: 200 });
  });
});
