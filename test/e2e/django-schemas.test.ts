import { expect, test } from 'vitest';
import { startApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { createDjangoDatabase } from '../support/django-schema.js';
import { ENCODED, newUser, PASSWORD } from '../support/users.js';

// The tables as real releases printed them: shorter columns, dates without microseconds, other constraints.
test.each(['1.4.16', '1.5.5', '1.7.1', '1.11.2', '2.2.28', '4.1.3', '5.2.19'] as const)(
  'login, session, password and logout work on the tables of Django %s, which stay as they were',
  async (release) => {
    const db = await createDjangoDatabase(`schema_${release.replaceAll('.', '_')}`, release);
    const version = release.split('.').slice(0, 2).join('.');
    const tables = async () =>
      Promise.all(
        ['auth_user', 'django_session', 'auth_permission'].map(async (name) => {
          const [row] = await db.query<Record<string, string>>(`SHOW CREATE TABLE ${name}`);
          return row?.['Create Table']?.replace(/ AUTO_INCREMENT=\d+/, '');
        }),
      );
    const before = await tables();
    await newUser(db, { username: 'root', password: ENCODED.django15, isSuperuser: true });
    const { app, origin } = await startApp(db.url, {
      DJANGO_VERSION: version,
      PASSWORD_HASHERS: 'pbkdf2_sha256',
    });
    const browser = new Browser(origin);

    expect((await browser.login('root', PASSWORD)).status).toBe(200);
    expect((await browser.patch('/api/session', { theme: 'dark' })).status).toBe(200);
    const change = { old_password: PASSWORD, new_password: 'a much better secret 42' };
    expect((await browser.post('/api/auth/password', change)).status).toBe(204);
    const me = await browser.get('/api/auth/me');
    expect(me.body).toMatchObject({
      username: 'root',
      permissions: expect.arrayContaining(['assets.change_asset']) as string[],
    });
    expect((await browser.get('/api/users?search=roo')).body).toMatchObject({
      results: [{ username: 'root' }],
    });
    expect((await browser.post('/api/assets', { name: 'a switch' })).status).toBe(201);
    expect((await browser.post('/api/auth/logout')).status).toBe(204);
    expect(await db.query('SELECT 1 FROM django_session')).toEqual([]);
    expect(await tables()).toEqual(before);
    await app.close();
    await db.close();
  },
);
