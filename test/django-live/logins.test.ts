import { afterAll, beforeAll, expect, test } from 'vitest';
import { logInAtDjango, postForm } from '../support/django.js';
import {
  createLiveSites,
  type LiveSites,
  newDjangoUser,
  PASSWORD,
  sessionRow,
  type Visitor,
} from '../support/live.js';

const NEW_PASSWORD = 'a much better secret 42';
let sites: LiveSites;

beforeAll(async () => {
  sites = await createLiveSites('live_logins');
  await newDjangoUser(sites.django, 'root');
});

afterAll(() => sites.close());

/** Who the two sites take the visitor for; empty: nobody. */
async function whoIs({ here, there }: Visitor) {
  const [ours, theirs] = [await here.get('/api/auth/me'), await there.get('/me/')];
  return { here: ours.body.username ?? '', there: theirs.body.username };
}

async function loggedInThere(username: string): Promise<Visitor> {
  const visitor = sites.visitor();
  expect((await logInAtDjango(visitor.there, username, PASSWORD)).status).toBe(200);
  return visitor;
}

async function loggedInHere(username: string): Promise<Visitor> {
  const visitor = sites.visitor();
  expect((await visitor.here.login(username, PASSWORD)).status).toBe(200);
  return visitor;
}

const nobody = { here: '', there: '' };

test('who logs in at Django is logged in here, under the same key', async () => {
  const visitor = await loggedInThere('root');
  const key = visitor.here.jar.get('sessionid');
  expect(await whoIs(visitor)).toEqual({ here: 'root', there: 'root' });
  expect(visitor.here.jar.get('sessionid')).toBe(key);
});

test('who logs in here is logged in at Django, under the same key', async () => {
  const visitor = await loggedInHere('root');
  const key = visitor.here.jar.get('sessionid');
  expect(await whoIs(visitor)).toEqual({ here: 'root', there: 'root' });
  expect(visitor.here.jar.get('sessionid')).toBe(key);
});

test('a login on either side leaves a last_login that the other one reads as now', async () => {
  const secondsAgo = `from django.utils import timezone
from django.contrib.auth.models import User
(timezone.now() - User.objects.get(username='root').last_login).total_seconds()`;
  await sites.site.db.query("UPDATE auth_user SET last_login = '2020-01-01'");
  await loggedInHere('root');
  expect(Math.abs(await sites.django.python<number>(secondsAgo))).toBeLessThan(60);
  await sites.site.db.query("UPDATE auth_user SET last_login = '2020-01-01'");
  await loggedInThere('root');
  const [row] = await sites.site.db.query<{ age: number }>(
    'SELECT ABS(TIMESTAMPDIFF(SECOND, last_login, UTC_TIMESTAMP())) AS age FROM auth_user',
  );
  expect(row?.age).toBeLessThan(60);
});

test('a logout at Django ends the login here', async () => {
  const visitor = await loggedInHere('root');
  const here = sites.site.browser(new Map(visitor.here.jar));
  expect((await postForm(visitor.there, '/logout/')).status).toBe(204);
  expect((await here.get('/api/auth/me')).status).toBe(401);
  expect(await sessionRow(sites, visitor)).toBeUndefined();
});

test('a logout here ends the login at Django', async () => {
  const visitor = await loggedInThere('root');
  const there = sites.django.browser(new Map(visitor.here.jar));
  expect((await visitor.here.post('/api/auth/logout')).status).toBe(204);
  expect((await there.get('/me/')).body.username).toBe('');
});

test('a password changed at Django ends every other session here, and this one goes on', async () => {
  await newDjangoUser(sites.django, 'ann');
  const [own, other] = [await loggedInHere('ann'), await loggedInThere('ann')];
  const changed = await postForm(own.there, '/password/', { new_password: NEW_PASSWORD });
  expect(changed.status).toBe(204);
  expect(await whoIs(own)).toEqual({ here: 'ann', there: 'ann' });
  expect(await whoIs(other)).toEqual(nobody);
  const visitor = sites.visitor();
  expect((await visitor.here.login('ann', PASSWORD)).status).toBe(401);
  expect((await visitor.here.login('ann', NEW_PASSWORD)).status).toBe(200);
});

test('a password changed here ends every other session at Django, and this one goes on', async () => {
  await newDjangoUser(sites.django, 'bob');
  const [own, other] = [await loggedInThere('bob'), await loggedInHere('bob')];
  const change = { old_password: PASSWORD, new_password: NEW_PASSWORD };
  expect((await own.here.post('/api/auth/password', change)).status).toBe(204);
  expect((await other.there.get('/me/')).body.username).toBe('');
  expect(await whoIs(own)).toEqual({ here: 'bob', there: 'bob' });
  const visitor = sites.visitor();
  expect((await logInAtDjango(visitor.there, 'bob', PASSWORD)).status).toBe(401);
  expect((await logInAtDjango(visitor.there, 'bob', NEW_PASSWORD)).status).toBe(200);
});

const SPELLINGS = [
  ...[
    'root',
    'ROOT',
    'root ',
    ' root',
    '\u3000root\t',
    '\x1croot',
    'rooｔ',
    'ｒｏｏｔ',
    'róot',
    '\ufeffroot',
  ],
  ...[
    'ro ot',
    'ro\u200bot',
    'ro\u00adot',
    'root\0',
    'root\u0301',
    '',
    '  ',
    `root${' '.repeat(300)}`,
  ],
  ...['STRASSE', 'straße', 'strase', 'Straße ', 'ÒLE', 'òle', 'ole'],
];

test('a user name is taken in the spellings that Django’s login form takes, and in no other', async () => {
  await newDjangoUser(sites.django, 'straße');
  await newDjangoUser(sites.django, 'òle');
  const theirs = await sites.django.python<(string | null)[]>(
    `from django.contrib.auth.forms import AuthenticationForm
def user_of(name):
    form = AuthenticationForm(None, {'username': name, 'password': password})
    return form.get_user().get_username() if form.is_valid() else None
[user_of(name) for name in names]`,
    { names: SPELLINGS, password: PASSWORD },
  );
  const ours: unknown[] = [];
  for (const name of SPELLINGS) {
    const { body } = await sites.visitor().here.login(name, PASSWORD);
    ours.push(body.username ?? null);
  }
  expect(Object.fromEntries(SPELLINGS.map((name, at) => [name, ours[at]]))).toEqual(
    Object.fromEntries(SPELLINGS.map((name, at) => [name, theirs[at]])),
  );
  expect(theirs.filter((name) => name !== null).length).toBeGreaterThan(10);
});

test('a user whom Django deactivates is nobody on both sides and cannot come back', async () => {
  await newDjangoUser(sites.django, 'eve');
  const visitor = await loggedInHere('eve');
  await sites.django.python(`User.objects.filter(username='eve').update(is_active=False)`);
  expect(await whoIs(visitor)).toEqual(nobody);
  expect((await sites.visitor().here.login('eve', PASSWORD)).status).toBe(401);
  expect((await logInAtDjango(sites.visitor().there, 'eve', PASSWORD)).status).toBe(401);
});

test('permissions given by Django, to the user or to a group, decide here', async () => {
  await newDjangoUser(sites.django, 'carl', {});
  const visitor = await loggedInThere('carl');
  expect((await visitor.here.get('/api/assets')).status).toBe(403);
  await sites.django.python(`from django.contrib.auth.models import Group, Permission
carl = User.objects.get(username='carl')
readers = Group.objects.create(name='readers')
readers.permissions.add(Permission.objects.get(codename='view_asset'))
carl.groups.add(readers)`);
  expect((await visitor.here.get('/api/assets')).status).toBe(200);
  const asset = { asset_tag: 'LIVE-1', name: 'a switch' };
  expect((await visitor.here.post('/api/assets', asset)).status).toBe(403);
  await sites.django.python(
    `carl.user_permissions.add(Permission.objects.get(codename='add_asset'))`,
  );
  expect((await visitor.here.post('/api/assets', asset)).status).toBe(201);
  const theirs = await visitor.there.get<{ permissions: string[] }>('/me/');
  expect(theirs.body.permissions).toEqual(['assets.add_asset', 'assets.view_asset']);
  expect((await visitor.here.get('/api/auth/me')).body).toMatchObject({
    groups: ['readers'],
    permissions: theirs.body.permissions,
  });
});

test('a form of Django passes with the token that the API gave, and with no other', async () => {
  const visitor = sites.visitor();
  const { body } = await visitor.here.get<{ csrfToken: string }>('/api/auth/csrf');
  const form = { username: 'root', password: PASSWORD };
  const wrong = { ...form, csrfmiddlewaretoken: 'x'.repeat(body.csrfToken.length) };
  expect((await postForm(visitor.there, '/login/', wrong)).status).toBe(403);
  const right = { ...form, csrfmiddlewaretoken: body.csrfToken };
  expect((await postForm(visitor.there, '/login/', right)).status).toBe(200);
});

test('the API accepts the token that Django gave, and no other', async () => {
  const visitor = sites.visitor();
  const { body } = await visitor.there.get<{ csrfToken: string }>('/login/');
  const credentials = { username: 'root', password: PASSWORD };
  const wrong = { 'x-csrftoken': 'x'.repeat(body.csrfToken.length) };
  expect((await visitor.here.post('/api/auth/login', credentials, wrong)).status).toBe(403);
  const right = { 'x-csrftoken': body.csrfToken };
  expect((await visitor.here.post('/api/auth/login', credentials, right)).status).toBe(200);
});
