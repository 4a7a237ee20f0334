import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import { DjangoSite, logInAtDjango } from '../support/django.js';

const PASSWORD = 'sesame open 42';
let site: TestApp;
let django: DjangoSite;

beforeAll(async () => {
  site = await createTestApp('live_logins', { DJANGO_VERSION: '3.2' });
  django = await DjangoSite.start(site.db.url);
  await django.python(
    `from django.contrib.auth.models import User
User.objects.create_superuser('root', 'root@example.org', password).pk`,
    { password: PASSWORD },
  );
});

afterAll(async () => {
  await django.stop();
  await site.close();
});

test('who logs in at Django is logged in here', async () => {
  const there = django.browser();
  expect((await logInAtDjango(there, 'root', PASSWORD)).status).toBe(200);
  expect(await site.browser(there.jar).get('/api/auth/me')).toMatchObject({
    status: 200,
    body: { username: 'root', is_superuser: true },
  });
});

test('who logs in here is logged in at Django', async () => {
  const here = site.browser();
  expect((await here.login('root', PASSWORD)).status).toBe(200);
  expect(await django.browser(here.jar).get('/me/')).toMatchObject({
    status: 200,
    body: { username: 'root' },
  });
});
