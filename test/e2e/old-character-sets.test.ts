import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { newLogin, newUser, PASSWORD } from '../support/users.js';

// Databases of old Djangos were often made in latin1 or in the utf8 of three bytes. MySQL refuses to compare their
// columns with a text that they cannot hold (error 1267); for a caller that text just names nobody.
let site: TestApp;

beforeAll(async () => {
  site = await createTestApp('old_character_sets');
  await site.db.query('SET GLOBAL foreign_key_checks = 1');
  for (const [table, charset] of [
    ['django_session', 'latin1'],
    ['auth_user', 'utf8mb3'],
  ])
    await site.db.query(`ALTER TABLE ${table} CONVERT TO CHARACTER SET ${charset}`);
});

afterAll(() => site.close());

test('a user name that the column cannot hold is an unknown user', async () => {
  const { status, body } = await site.browser().login('müller 😀', PASSWORD);
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
});

test('a session cookie that the column cannot hold is an unknown session', async () => {
  const browser = site.browser();
  browser.jar.set('sessionid', 'Ā'.repeat(16) + '\u0081ÿ'.repeat(8));
  const { status, body } = await browser.get('/api/auth/me', {
    cookie: `sessionid=${'\u0081ÿ'.repeat(16)}`,
  });
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'not_authenticated' });
});

test('a search for users by a text that the column cannot hold finds nobody', async () => {
  const id = await newUser(site.db, { username: 'root', isSuperuser: true });
  const browser = site.browser();
  browser.jar.set('sessionid', await newLogin(site.db, site.config, id));
  const { status, body } = await browser.get(`/api/users?search=${encodeURIComponent('😀')}`);
  expect({ status, body }).toEqual({ status: 200, body: { results: [] } });
  const key = encodeURIComponent('😀'.repeat(8));
  expect((await browser.get(`/api/sessions/${key}`)).status).toBe(404);
  expect(
    (await browser.delete(`/api/sessions/${key}`, undefined, { 'x-csrftoken': 'x' })).status,
  ).toBe(403);
});
