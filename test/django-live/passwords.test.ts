import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccountsService } from '../../src/auth/accounts.service.js';
import { djangoManage, logInAtDjango } from '../support/django.js';
import { createLiveSites, type LiveSites, newDjangoUser, PASSWORD } from '../support/live.js';

/** Every hasher that Django 3.2 ships, the preferred one first. */
const HASHERS = [
  'PBKDF2PasswordHasher',
  'PBKDF2SHA1PasswordHasher',
  'Argon2PasswordHasher',
  'BCryptSHA256PasswordHasher',
  'BCryptPasswordHasher',
  'SHA1PasswordHasher',
  'MD5PasswordHasher',
  'UnsaltedSHA1PasswordHasher',
  'UnsaltedMD5PasswordHasher',
  'CryptPasswordHasher',
].map((name) => `django.contrib.auth.hashers.${name}`);

const ALGORITHMS = [
  'pbkdf2_sha256',
  'pbkdf2_sha1',
  'argon2',
  'bcrypt_sha256',
  'bcrypt',
  'sha1',
  'md5',
  'unsalted_sha1',
  'unsalted_md5',
  'crypt',
];

let sites: LiveSites;

beforeAll(async () => {
  sites = await createLiveSites(
    'live_passwords',
    { PASSWORD_HASHERS: JSON.stringify(HASHERS) },
    { PASSWORD_HASHERS: HASHERS },
  );
});

afterAll(() => sites.close());

async function storedPassword(username: string, { site } = sites): Promise<string | undefined> {
  const [row] = await site.db.query<{ password: string }>(
    'SELECT password FROM auth_user WHERE username = ?',
    [username],
  );
  return row?.password;
}

test.each(ALGORITHMS)(
  'a password that Django hashed with %s lets its user in here',
  async (algorithm) => {
    const username = `user_${algorithm}`;
    const encoded = await sites.django.python<string>(
      `from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
User.objects.create(username=username, password=make_password(password, hasher=algorithm)).password`,
      { username, algorithm, password: PASSWORD },
    );
    expect((await sites.visitor().here.login(username, 'wrong')).status).toBe(401);
    expect(await storedPassword(username)).toBe(encoded);
    expect((await sites.visitor().here.login(username, PASSWORD)).status).toBe(200);
    const upgraded = await storedPassword(username);
    expect(upgraded === encoded).toBe(algorithm === 'pbkdf2_sha256');

    expect((await logInAtDjango(sites.visitor().there, username, PASSWORD)).status).toBe(200);
    expect(await storedPassword(username)).toBe(upgraded);
  },
);

test.each(['pbkdf2_sha1', 'argon2', 'bcrypt_sha256', 'bcrypt'])(
  'a password that we hash with %s lets its user in at Django, and is not rewritten by turns',
  async (algorithm) => {
    const hashers = [...HASHERS].sort(
      (a, b) => Number(algorithmOf(b) === algorithm) - Number(algorithmOf(a) === algorithm),
    );
    const own = await createLiveSites(
      `live_${algorithm}`,
      { PASSWORD_HASHERS: JSON.stringify(hashers) },
      { PASSWORD_HASHERS: hashers },
    );
    try {
      await own.site.app.get(AccountsService).createSuperuser('ann', 'ann@example.org', PASSWORD);
      const made = await storedPassword('ann', own);
      expect(made?.startsWith(`${algorithm}$`)).toBe(true);
      expect((await logInAtDjango(own.visitor().there, 'ann', PASSWORD)).status).toBe(200);
      const settled = await storedPassword('ann', own);
      // argon2-cffi before 21.2 makes hashes of 16 bytes, and Django rewrites longer ones, once.
      if (algorithm !== 'argon2') expect(settled).toBe(made);
      expect((await own.visitor().here.login('ann', PASSWORD)).status).toBe(200);
      expect((await logInAtDjango(own.visitor().there, 'ann', PASSWORD)).status).toBe(200);
      expect(await storedPassword('ann', own)).toBe(settled);
    } finally {
      await own.close();
    }
  },
);

function algorithmOf(hasher: string): string | undefined {
  return ALGORITHMS[HASHERS.indexOf(hasher)];
}

test('a superuser made here is one in the admin of Django', async () => {
  expect((await djangoManage(sites.site.db.url, ['migrate', 'admin'])).status).toBe(0);
  await sites.site.app.get(AccountsService).createSuperuser('chief', 'chief@example.org', PASSWORD);
  const visitor = sites.visitor();
  expect((await logInAtDjango(visitor.there, 'chief', PASSWORD)).status).toBe(200);
  expect((await visitor.there.get('/admin/')).status).toBe(200);
});

test('an unusable password of Django opens nothing here', async () => {
  await newDjangoUser(sites.django, 'ldap');
  await sites.django.python(`user = User.objects.get(username='ldap')
user.set_unusable_password()
user.save()`);
  for (const password of ['', '!', PASSWORD])
    expect((await sites.visitor().here.login('ldap', password)).status).not.toBe(200);
});
