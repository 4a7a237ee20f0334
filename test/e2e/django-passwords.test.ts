import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Passwords } from '../../src/auth/passwords.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Sites, visitor } from '../support/sites.js';
import { ENCODED, newLogin, newUser, PASSWORD } from '../support/users.js';

let db: TestDatabase;
let sites: Sites;
let ann: number;

beforeAll(async () => {
  db = await createTestDatabase('django_passwords');
  sites = new Sites(db.url);
});

afterAll(() => db.close());

beforeEach(async () => {
  await db.query('DELETE FROM django_session');
  await db.query('DELETE FROM auth_user');
  ann = await newUser(db, { username: 'ann' });
});

afterEach(() => sites.close());

test.each([
  ['pbkdf2_sha1', /^pbkdf2_sha1\$1000000\$/],
  ['argon2', /^argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$/],
  ['bcrypt_sha256', /^bcrypt_sha256\$\$2b\$12\$/],
  ['bcrypt', /^bcrypt\$\$2b\$12\$/],
  ['scrypt', /^scrypt\$16384\$[A-Za-z0-9]{22}\$8\$5\$/],
])('a login stores an old hash anew as %s, once', async (hasher, encoded) => {
  const site = await sites.with({ PASSWORD_HASHERS: `${hasher},pbkdf2_sha256` });
  await db.query('UPDATE auth_user SET password = ?', [ENCODED.django15]);
  const column = () => db.query<{ password: string }>('SELECT password FROM auth_user');
  expect((await visitor(site).login('ann', PASSWORD)).status).toBe(200);
  const [first] = await column();
  expect(first?.password).toMatch(encoded);
  expect((await visitor(site).login('ann', PASSWORD)).status).toBe(200);
  expect(await column()).toEqual([first]);
});

test('an unusable password lets nobody in, whatever is typed', async () => {
  const site = await sites.with();
  for (const password of ['!', '!u0MGKQmBn5iGEdVGiidONekLu0OUyKWm21juRi1E', '']) {
    await db.query('UPDATE auth_user SET password = ?', [password]);
    for (const typed of [password || ' ', PASSWORD])
      expect((await visitor(site).login('ann', typed)).body.code).toBe('invalid_credentials');
  }
});

test('more logins than the queue of hashes takes are told to come back, and later served', async () => {
  const site = await sites.with();
  const { queue } = site.app.get(Passwords);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const held: Promise<void>[] = [];
  const fill = (): Promise<void> => queue.run(() => gate);
  while (queue.waiting < 64) held.push(fill());
  const refused = await visitor(site).login('ann', PASSWORD);
  expect(refused).toMatchObject({ status: 503, body: { code: 'hashing_busy' } });
  expect(refused.headers.get('retry-after')).toBe('1');
  release();
  await Promise.all(held);
  expect((await visitor(site).login('ann', PASSWORD)).status).toBe(200);
});

test('guesses of the old password count as failed logins', async () => {
  const site = await sites.with({ LOGIN_RATE_LIMIT: '2' });
  const browser = visitor(site, await newLogin(db, site.config, ann));
  await browser.get('/api/auth/csrf');
  const guess = { old_password: 'a guess', new_password: 'a much better secret 42' };
  const statuses = [];
  for (let tries = 0; tries < 3; tries++)
    statuses.push((await browser.post('/api/auth/password', guess)).status);
  expect(statuses).toEqual([401, 401, 429]);
});

test('each of Django’s validators has its say about a new password', async () => {
  const site = await sites.with();
  await db.query("UPDATE auth_user SET first_name = 'Annabella'");
  const browser = visitor(site, await newLogin(db, site.config, ann));
  await browser.get('/api/auth/csrf');
  const codesFor = async (new_password: string) => {
    const { body } = await browser.post<{ errors: { code: string }[] }>('/api/auth/password', {
      old_password: PASSWORD,
      new_password,
    });
    return body.errors.map(({ code }) => code);
  };
  expect(await codesFor('x7q')).toEqual(['password_too_short']);
  expect(await codesFor('annabella1')).toEqual(['password_too_similar']);
  expect(await codesFor('password1')).toEqual(['password_too_common']);
  expect(await codesFor('9173550284')).toEqual(['password_entirely_numeric']);
});
