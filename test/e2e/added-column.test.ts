import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { newUser } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('added_column');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
  await site.db.query(
    "ALTER TABLE assets_asset ADD COLUMN secret varchar(20) NOT NULL DEFAULT 'added by SQL' AFTER name",
  );
});

afterAll(() => site.close());

test('a column that somebody added to assets_asset appears in no answer', async () => {
  const { id, path, etag } = await newAsset(root);
  await site.db.query("UPDATE assets_asset SET secret = 'added and changed' WHERE id = ?", [id]);
  const filter = { id };
  const answers = [
    await root.get(path),
    await root.patch(path, { rack: '1' }),
    await root.patch(path, { rack: '2' }, { 'if-match': etag }),
    await root.patch('/api/assets', { filter, set: { rack: '3' } }, { 'if-match': etag }),
    await root.patch('/api/assets', { filter, set: { rack: '4' } }),
    await root.post(`${path}/check-in`, {}),
    await root.post('/api/assets/allocate', { filter, count: 1, user_id: 1 }),
    await root.get('/api/assets'),
    await root.get('/api/assets/search?key=asset'),
    await root.get(`${path}/history`),
    await root.get('/api/assets/export?format=ndjson'),
    await root.get('/api/assets?secret=x'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    ...[200, 200, 412, 412, 200, 409, 200, 200, 200, 200, 200, 400],
  ]);
  const texts = answers.slice(0, -1).map(({ body }) => JSON.stringify(body));
  expect(texts.join('\n')).toContain('"rack"');
  expect(texts.filter((text) => /added|secret/.test(text))).toEqual([]);
});
