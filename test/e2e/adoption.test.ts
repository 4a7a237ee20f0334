import { afterEach, expect, test } from 'vitest';
import { startApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { type DjangoDatabase, djangoDatabases } from '../support/django-databases.js';
import { createDjangoSite } from '../support/django-site.js';
import { ENCODED, newUser, PASSWORD } from '../support/users.js';

let stop: () => Promise<void>;

afterEach(() => stop());

async function serve(django: DjangoDatabase): Promise<Browser> {
  const db = await createDjangoSite(`adopted_${django.version.replace('.', '_')}`, django);
  await newUser(db, { username: 'root', password: ENCODED.django15, isSuperuser: true });
  const { app, origin } = await startApp(db.url, { DJANGO_VERSION: django.version });
  stop = async () => {
    await app.close();
    await db.close();
  };
  return new Browser(origin);
}

test.each(djangoDatabases)(
  'the tables of Django $version are good enough to log in, write and log out',
  async (django) => {
    const browser = await serve(django);
    expect((await browser.login('root', PASSWORD)).status).toBe(200);
    expect((await browser.get('/api/auth/me')).body).toMatchObject({ username: 'root' });
    expect((await browser.post('/api/assets', { name: 'r5300g4-24-22' })).status).toBe(201);
    expect((await browser.get('/api/assets/search?key=r5300')).status).toBe(200);
    expect((await browser.get('/api/session')).body).toMatchObject({ data: { key: 'r5300' } });
    expect((await browser.post('/api/auth/logout')).status).toBe(204);
    expect((await browser.get('/api/auth/me')).status).toBe(401);
  },
);
