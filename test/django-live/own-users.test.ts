import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { TokensRepository } from '../../src/auth/index.js';
import { startApp } from '../support/app.js';
import { runCli } from '../support/cli.js';
import { logInAtDjango, postForm } from '../support/django.js';
import {
  createLiveProject,
  type LiveSites,
  PASSWORD,
  sessionRow,
  type Visitor,
} from '../support/live.js';
import { writeModelsFile } from '../support/site-models.js';

/** A site whose users have a UUID for a key and an address for a name (`test/sites/assets`). */
const NEW_PASSWORD = 'a much better secret 42';
let sites: LiveSites;
let file: string;

beforeAll(async () => {
  file = await writeModelsFile('assets', {
    'assets.asset': { editable: ['title'] },
    'accounts.user': { permissions: { view: 'IsAdminUser' } },
  });
  sites = await createLiveProject('live_own_users', 'assets', { LOCKSTEP_MODELS: file });
  await newUser('root@example.org', { is_staff: true, is_superuser: true });
}, 120_000);

afterAll(() => sites.close());

/** Made by the site's own manager. @returns the key, as Django prints it */
function newUser(email: string, fields: Record<string, unknown> = {}): Promise<string> {
  return sites.django.python<string>(
    `from django.contrib.auth import get_user_model
User = get_user_model()
str(User.objects.create_user(email, password=password, **fields).pk)`,
    { email, password: PASSWORD, fields },
  );
}

/** Who the two sites take the visitor for; empty: nobody. */
async function whoIs({ here, there }: Visitor) {
  const [ours, theirs] = [await here.get('/api/auth/me'), await there.get('/me/')];
  return { here: ours.body.username ?? '', there: theirs.body.username };
}

async function loggedInThere(email: string): Promise<Visitor> {
  const visitor = sites.visitor();
  expect((await logInAtDjango(visitor.there, email, PASSWORD)).status).toBe(200);
  return visitor;
}

async function loggedInHere(email: string): Promise<Visitor> {
  const visitor = sites.visitor();
  expect((await visitor.here.login(email, PASSWORD)).status).toBe(200);
  return visitor;
}

const both = (name: string) => ({ here: name, there: name });

test('the service starts without the inventory, says why, and makes no users of its own', async () => {
  const { body } = await sites.site.browser().get<{ checks: object }>('/health/ready');
  expect(JSON.stringify(body)).toMatch(/key of accounts_user is a UUID \(char\(32\)/);
  const own = `SELECT 1 FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_name LIKE 'auth\\_user%'`;
  expect(await sites.site.db.query(own)).toEqual([]);
});

test('who logs in at Django is logged in here, under the same key', async () => {
  const visitor = await loggedInThere('root@example.org');
  const key = visitor.here.jar.get('sessionid');
  expect(await whoIs(visitor)).toEqual(both('root@example.org'));
  expect(visitor.here.jar.get('sessionid')).toBe(key);
});

test('who logs in here is logged in at Django, under the same key', async () => {
  const visitor = await loggedInHere('root@example.org');
  const key = visitor.here.jar.get('sessionid');
  expect(await whoIs(visitor)).toEqual(both('root@example.org'));
  expect(visitor.here.jar.get('sessionid')).toBe(key);
});

test('the user is shown with their key as Django spells it, and with what their model has', async () => {
  const id = await newUser('ann.lee@example.org', { full_name: 'Ann Lee' });
  const login = await sites.visitor().here.login('ann.lee@example.org', PASSWORD);
  expect(id).toMatch(/^[0-9a-f]{8}-/);
  expect(login.body).toEqual({
    id,
    username: 'ann.lee@example.org',
    first_name: '',
    last_name: '',
    email: 'ann.lee@example.org',
    is_staff: false,
    is_superuser: false,
    groups: [],
    permissions: [],
  });
});

test('a login on either side leaves a last_login that the other one reads as now', async () => {
  await newUser('late@example.org');
  const secondsAgo = `from django.utils import timezone
(timezone.now() - User.objects.get(email='late@example.org').last_login).total_seconds()`;
  await loggedInHere('late@example.org');
  expect(Math.abs(await sites.django.python<number>(secondsAgo))).toBeLessThan(60);
});

test('a logout on either side ends the login on the other', async () => {
  const here = await loggedInHere('root@example.org');
  const jar = new Map(here.here.jar);
  expect((await postForm(here.there, '/logout/')).status).toBe(204);
  expect((await sites.site.browser(jar).get('/api/auth/me')).status).toBe(401);
  expect(await sessionRow(sites, here)).toBeUndefined();
  const there = await loggedInThere('root@example.org');
  const again = sites.django.browser(new Map(there.here.jar));
  expect((await there.here.post('/api/auth/logout')).status).toBe(204);
  expect((await again.get('/me/')).body.username).toBe('');
});

test('a password changed on either side ends the other sessions on both, and the own one goes on', async () => {
  await newUser('bob@example.org');
  const [own, other] = [
    await loggedInHere('bob@example.org'),
    await loggedInThere('bob@example.org'),
  ];
  const changed = await postForm(own.there, '/password/', { new_password: NEW_PASSWORD });
  expect(changed.status).toBe(204);
  expect(await whoIs(own)).toEqual(both('bob@example.org'));
  expect((await other.here.get('/api/auth/me')).status).toBe(401);
  const third = sites.visitor();
  await logInAtDjango(third.there, 'bob@example.org', NEW_PASSWORD);
  const change = { old_password: NEW_PASSWORD, new_password: PASSWORD };
  expect((await own.here.post('/api/auth/password', change)).status).toBe(204);
  expect(await whoIs(own)).toEqual(both('bob@example.org'));
  expect((await third.there.get('/me/')).body.username).toBe('');
  expect((await sites.visitor().here.login('bob@example.org', NEW_PASSWORD)).status).toBe(401);
});

test('a new password may not resemble the address', async () => {
  await newUser('annemarieke@example.org');
  const { here } = await loggedInHere('annemarieke@example.org');
  const change = { old_password: PASSWORD, new_password: 'annemarieke7' };
  const { status, body } = await here.post('/api/auth/password', change);
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    {
      field: 'new_password',
      code: 'password_too_similar',
      message: 'The password is too similar to the email address.',
    },
  ]);
});

test('a user whom Django deactivates is nobody and cannot come back', async () => {
  await newUser('eve@example.org');
  const visitor = await loggedInThere('eve@example.org');
  expect((await visitor.here.get('/api/auth/me')).status).toBe(200);
  await sites.django.python(`User.objects.filter(email='eve@example.org').update(is_active=False)`);
  expect((await visitor.here.get('/api/auth/me')).status).toBe(401);
  expect((await sites.visitor().here.login('eve@example.org', PASSWORD)).status).toBe(401);
});

test('an address is taken in the spellings that Django’s login form takes, and in no other', async () => {
  const names = ['root@example.org', 'ROOT@Example.ORG', ' root@example.org\t', 'root', ''];
  names.push('ｒｏｏｔ@example.org', 'róot@example.org', 'root@example.org\0');
  const theirs = await sites.django.python<boolean[]>(
    `from django.contrib.auth.forms import AuthenticationForm
[AuthenticationForm(None, {'username': name, 'password': password}).is_valid() for name in names]`,
    { names, password: PASSWORD },
  );
  const ours: boolean[] = [];
  for (const name of names)
    ours.push((await sites.visitor().here.login(name, PASSWORD)).status === 200);
  expect(ours).toEqual(theirs);
  expect(theirs.filter(Boolean).length).toBeGreaterThan(2);
});

test('permissions given by Django, to the user or to a group, decide about the site’s own assets', async () => {
  await newUser('carl@example.org');
  const { here } = await loggedInThere('carl@example.org');
  const assets = '/api/models/assets.asset';
  expect((await here.get(assets)).status).toBe(404);
  await sites.django.python(`from django.contrib.auth.models import Group, Permission
carl = User.objects.get(email='carl@example.org')
readers = Group.objects.create(name='readers')
readers.permissions.add(Permission.objects.get(codename='view_asset'))
carl.groups.add(readers)`);
  const { body } = await here.get<{ results: object[] }>(assets);
  expect(body.results).toContainEqual(
    expect.objectContaining({ code: 'a-1', holder_id: '00000000-0000-4000-8000-0000000000a1' }),
  );
  await sites.django.python(
    `carl.groups.clear(); carl.user_permissions.add(Permission.objects.get(codename='view_asset'))`,
  );
  expect((await here.get(assets)).status).toBe(200);
  expect((await here.get('/api/auth/me')).body).toMatchObject({
    groups: [],
    permissions: ['assets.view_asset'],
  });
  await sites.django.python('carl.user_permissions.clear()');
  expect((await here.get(assets)).status).toBe(404);
});

test('a staff user sees the model of users itself, and rows by it', async () => {
  const { here } = await loggedInHere('root@example.org');
  const held = await here.get<{ results: { code: string }[] }>(
    '/api/models/assets.asset?holder__email=ann@example.org',
  );
  expect(held.body.results.map(({ code }) => code)).toEqual(['a-1']);
  const users = await here.get<{ results: object[] }>(
    '/api/models/accounts.user?email=ann@example.org',
  );
  expect(users.body.results).toEqual([
    expect.not.objectContaining({ password: expect.anything() as unknown }),
  ]);
});

test('an operator finds, lists and ends the sessions of a user by the key, however it is spelled', async () => {
  const id = await newUser('dora@example.org');
  const [visitor] = [
    await loggedInHere('dora@example.org'),
    await loggedInThere('dora@example.org'),
  ];
  const { here: root } = await loggedInHere('root@example.org');
  for (const spelled of [id, id.replaceAll('-', ''), id.toUpperCase()]) {
    const { body } = await root.get<{ results: object[] }>(`/api/sessions?user_id=${spelled}`);
    expect(body.results).toHaveLength(2);
    expect(body.results[0]).toMatchObject({ user_id: id, valid: true });
  }
  expect((await root.get('/api/sessions?user_id=1')).body).toMatchObject({ results: [] });
  expect((await root.get('/api/sessions?user_id=dora')).status).toBe(400);
  expect((await root.delete(`/api/sessions?user_id=${id}`)).body).toEqual({ ended: 2 });
  expect((await visitor.here.get('/api/auth/me')).status).toBe(401);
});

test('users are searched by what their model has', async () => {
  const { here: root } = await loggedInHere('root@example.org');
  const { body } = await root.get<{ results: object[] }>('/api/users?search=ANN.LEE');
  expect(body.results).toEqual([expect.objectContaining({ username: 'ann.lee@example.org' })]);
});

test('what a user with a UUID writes is theirs: the history, the lease and the Idempotency-Key', async () => {
  const id = await newUser('gina@example.org');
  await sites.django.python(
    `from django.contrib.auth.models import Permission
gina = User.objects.get(email='gina@example.org')
gina.user_permissions.set(Permission.objects.filter(codename__in=['view_asset', 'change_asset']))`,
  );
  const { here: gina } = await loggedInHere('gina@example.org');
  const { here: root } = await loggedInHere('root@example.org');
  const row = '/api/models/assets.asset/1';
  const holder = { id, username: 'gina@example.org' };
  expect((await gina.put(`${row}/lease`, { seconds: 60 })).body).toMatchObject({ holder });
  const refused = await root.patch(row, { title: 'not theirs' });
  expect(refused).toMatchObject({ status: 423, body: { lease: { holder } } });
  const lease = await gina.get(`${row}/lease`);
  expect(lease.body).toMatchObject({ holder });
  expect((await gina.delete(`${row}/lease`)).status).toBe(204);
  const key = { 'idempotency-key': 'once' };
  expect((await gina.patch(row, { title: 'Hers' }, key)).body).toMatchObject({ title: 'Hers' });
  const again = await gina.patch(row, { title: 'Hers' }, key);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const others = await root.patch(row, { title: 'Root’s' }, key);
  expect(others.body).toMatchObject({ title: 'Root’s' });
  const history = await gina.get<{ results: { actor: object }[] }>(`${row}/history`);
  expect(history.body.results.map(({ actor }) => actor)).toEqual([
    expect.objectContaining({ username: 'root@example.org' }),
    holder,
  ]);
});

test('a token of REST framework belongs to a user with a UUID', async () => {
  const id = await newUser('tokens@example.org');
  const token = await sites.site.app.get(TokensRepository, { strict: false }).getOrCreate(id);
  const authorization = `Token ${token}`;
  expect((await sites.site.browser().get('/api/auth/me', { authorization })).body.id).toBe(id);
  await sites.site.db.query('DROP TABLE authtoken_token');
});

const cli = (words: string[], input = '', env: Record<string, string> = {}) =>
  runCli(sites.site.db.url, words, {
    input,
    env: { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', ...env },
  });

test('the command line makes superusers, changes passwords and lists sessions of that model', async () => {
  const made = await cli(['createsuperuser', '--email', 'New@Example.ORG'], `${PASSWORD}\n`);
  expect(made).toMatchObject({ status: 0, stdout: 'Superuser New@example.org created.\n' });
  const user = await sites.django.python(
    `u = User.objects.get(email='New@example.org'); [u.is_superuser, u.is_staff, u.full_name]`,
  );
  expect(user).toEqual([true, true, '']);
  await loggedInThere('New@example.org');
  const bad = await cli(['createsuperuser', '--username', 'no address'], `${PASSWORD}\n`);
  expect(bad.stderr).toMatch(/^The email has to be an address of 1 to 254 characters/);
  const changed = await cli(['changepassword', 'new@example.org'], `${NEW_PASSWORD}\n`);
  expect(changed.status).toBe(0);
  expect((await logInAtDjango(sites.visitor().there, 'New@example.org', NEW_PASSWORD)).status).toBe(
    200,
  );
  const listed = await cli(['sessions', '--user', 'new@example.org', '--json']);
  expect((JSON.parse(listed.stdout) as unknown[]).length).toBe(2);
});

test('the doctor knows the users of that site and says what to set', async () => {
  const { status, stdout, stderr } = await cli(['doctor', '--json'], '', {
    LOCKSTEP_INVENTORY: 'off',
  });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as {
    findings: { level: string; message: string }[];
    environment: object;
    passwords: { users: number };
  };
  expect(report.findings.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(status).toBe(0);
  expect(report.findings.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^Users are accounts.User: accounts_user, by email, key char\(32\)/),
  );
  expect(report.environment).toMatchObject({
    AUTH_USER_MODEL: 'accounts.User',
    USERNAME_FIELD: 'email',
  });
  expect(report.passwords.users).toBeGreaterThan(5);
});

// Behind all logins: passport's strategies are those of the application that was made last.
test('failed logins are counted', async () => {
  await newUser('tom@example.org');
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', LOGIN_RATE_LIMIT: '2' };
  const { app, origin } = await startApp(sites.site.db.url, env);
  onTestFinished(() => app.close());
  const tries: number[] = [];
  for (const name of ['tom@example.org', 'TOM@example.org', 'tom@example.org']) {
    const response = await fetch(`${origin}/api/auth/csrf`);
    const { csrfToken } = (await response.json()) as { csrfToken: string };
    const answer = await fetch(`${origin}/api/auth/login`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: response.headers.getSetCookie()[0] ?? '',
        'x-csrftoken': csrfToken,
      },
      body: JSON.stringify({ username: name, password: 'wrong' }),
    });
    tries.push(answer.status);
  }
  expect(tries).toEqual([401, 401, 429]);
});

test.each<[problem: string, env: Record<string, string>, message: RegExp]>([
  [
    'the inventory is wanted',
    { AUTH_USER_MODEL: 'accounts.User', LOCKSTEP_INVENTORY: 'on' },
    /key of accounts_user is a UUID/,
  ],
  [
    'nothing says whose users they are',
    {},
    /AUTH_USER_MODEL is not set.*\(table accounts_user\).*set AUTH_USER_MODEL=accounts.user/,
  ],
  [
    'the model has no table',
    { AUTH_USER_MODEL: 'accounts.Person' },
    /AUTH_USER_MODEL is accounts.Person, and the database has no table accounts_person/,
  ],
  [
    'the model has no password',
    { AUTH_USER_MODEL: 'assets.Tag', USERNAME_FIELD: 'name' },
    /AUTH_USER_MODEL is assets.Tag, and its table assets_tag has no password/,
  ],
  [
    'the field is not there',
    { AUTH_USER_MODEL: 'accounts.User', USERNAME_FIELD: 'e_mail' },
    /USERNAME_FIELD of accounts.User is e_mail, .*is it email\?/,
  ],
])('where %s, the start is refused with one sentence', async (_, env, message) => {
  const before = await sites.site.db.query('SHOW TABLES');
  const started = startApp(sites.site.db.url, { DJANGO_VERSION: '3.2', ...env });
  await expect(started).rejects.toThrow(message);
  expect(await sites.site.db.query('SHOW TABLES')).toEqual(before);
});
