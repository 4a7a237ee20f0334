import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { type CliAnswer, runCli } from '../support/cli.js';
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';

// Each command as a person runs it: a process of its own, on one database, in the order of a first day.
// Each process loads the whole program, which takes long where many tests run at once.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const PASSWORD = 'correct horse battery staple';

let db: TestDatabase;
let site: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  db = await openTestDatabase(await createEmptyDatabase('cli'));
  const { status } = await manage('migrate');
  expect(status).toBe(0);
  site = await startApp(db.url, { PASSWORD_HASHERS: 'pbkdf2_sha256' });
});

afterAll(async () => {
  await site.app.close();
  await db.close();
});

const manage = (...words: string[]): Promise<CliAnswer> => runCli(db.url, words);
const manageWith = (input: string, ...words: string[]): Promise<CliAnswer> =>
  runCli(db.url, words, { input });

/** The one JSON document that `--json` promises. */
const json = ({ stdout }: CliAnswer): unknown => JSON.parse(stdout);

async function loggedIn(username: string, password: string): Promise<Browser> {
  const browser = new Browser(site.origin);
  expect((await browser.login(username, password)).status).toBe(200);
  return browser;
}

test('without a command, for help and with an unknown one the commands are listed', async () => {
  for (const [words, status] of [
    [[], 0],
    [['--help'], 0],
    [['dance'], 2],
  ] as const) {
    const answer = await manage(...words);
    expect(answer.status).toBe(status);
    expect(answer.stderr.startsWith('Unknown command dance.')).toBe(status === 2);
    for (const name of ['doctor', 'session KEY', 'decode BLOB', 'clearsessions', 'shell'])
      expect(answer.stderr).toContain(name);
  }
});

test('help for one command says how it is called', async () => {
  const answer = await manage('sessions', '--help');
  expect(answer).toMatchObject({ status: 0 });
  expect(answer.stderr).toContain('sessions [--user NAME] [--all]');
});

test('migrate creates what is missing, and then nothing more', async () => {
  expect(await manage('migrate')).toMatchObject({ status: 0, stdout: 'Nothing to do.\n' });
  expect(json(await manage('migrate', '--json'))).toEqual({
    applied: [],
    repaired: [],
    inventory: { state: 'served' },
  });
});

test('createsuperuser reads the password from a pipe; the account works, once', async () => {
  const words = ['createsuperuser', '--username', 'root', '--email', 'root@example.org'];
  expect(await manageWith(`${PASSWORD}\n`, ...words)).toMatchObject({
    status: 0,
    stdout: 'Superuser root created.\n',
  });
  const me = await (await loggedIn('root', PASSWORD)).get('/api/auth/me');
  expect(me.body).toMatchObject({ is_superuser: true, is_staff: true, email: 'root@example.org' });
  expect(await manageWith(`${PASSWORD}\n`, ...words)).toMatchObject({
    status: 1,
    stderr: 'There is a user with this name already. (username_taken)\n',
  });
  expect(await manageWith('\n', 'createsuperuser', '--username', 'bob')).toMatchObject({
    status: 2,
    stderr: 'The password is empty.\n',
  });
  expect(await manageWith(`${PASSWORD}\n`, 'createsuperuser', '--username', ' bob')).toMatchObject({
    status: 1,
    stderr:
      'A user name has at most 150 letters, digits and @/./+/-/_, and nothing else. (validation_failed)\n',
  });
  const wide = ['createsuperuser', '--username', 'ｂｏｂ', '--email', 'Bob@Example.ORG'];
  expect((await manageWith(`${PASSWORD}\n`, ...wide)).stdout).toBe('Superuser bob created.\n');
  expect((await (await loggedIn('BOB ', PASSWORD)).get('/api/auth/me')).body).toMatchObject({
    username: 'bob',
    email: 'Bob@example.org',
  });
});

test('session, sessions and decode show what a browser’s cookie stands for', async () => {
  const browser = await loggedIn('root', PASSWORD);
  const key = browser.jar.get('sessionid') ?? '';
  const shown = await manage('session', key, '--json');
  expect(shown.status).toBe(0);
  expect(json(shown)).toMatchObject({ session_key: key, valid: true, format: 'signed-compressed' });
  expect((await manage('session', key)).stdout).toMatch(/^session_key: .*\n(.*\n)*data: \{/);
  expect(await manage('session', 'nobody')).toMatchObject({
    status: 1,
    stderr: 'There is no session with this key. (session_not_found)\n',
  });

  const listed = json(await manage('sessions', '--user', 'root', '--json')) as object[];
  expect(listed).toContainEqual(expect.objectContaining({ session_key: `${key.slice(0, 4)}…` }));
  expect((await manage('sessions', '--user', 'root')).stdout).not.toContain(key);
  expect((await manage('sessions', '--user', 'nobody')).status).toBe(2);

  const [row] = await db.query<{ session_data: string }>(
    'SELECT session_data FROM django_session WHERE session_key = ?',
    [key],
  );
  const decoded = await manage('decode', row?.session_data ?? '', '--json');
  expect(decoded.status).toBe(0);
  expect(json(decoded)).toMatchObject({ valid: true, key_index: 0 });
  expect(await manage('decode', 'not a session')).toMatchObject({ status: 1 });
});

test('changepassword ends the user’s sessions, also where Django knows no session hash', async () => {
  const browser = await loggedIn('root', PASSWORD);
  expect(await manageWith('another long secret\n', 'changepassword', 'root')).toMatchObject({
    status: 0,
    stdout: 'Password of root changed.\n',
  });
  expect((await browser.get('/api/auth/me')).status).toBe(401);
  const again = await loggedIn('root', 'another long secret');
  const env = { DJANGO_VERSION: '1.5' };
  const answer = await runCli(db.url, ['changepassword', 'root'], { env, input: `${PASSWORD}\n` });
  expect(answer.status).toBe(0);
  expect(
    await db.query('SELECT 1 FROM django_session WHERE session_key = ?', [
      again.jar.get('sessionid'),
    ]),
  ).toEqual([]);
  expect(await manageWith('x\n', 'changepassword', 'nobody')).toMatchObject({ status: 1 });
});

test('token prints one and the same token, which the API accepts', async () => {
  const { status, stdout } = await manage('token', 'root');
  expect(status).toBe(0);
  expect(json(await manage('token', 'root', '--json'))).toEqual({
    username: 'root',
    token: stdout.trim(),
  });
  const me = await new Browser(site.origin).get('/api/auth/me', {
    authorization: `Token ${stdout.trim()}`,
  });
  expect(me.body).toMatchObject({ username: 'root' });
  expect((await manage('token', 'nobody')).status).toBe(2);
});

test('clearsessions deletes the expired rows and says how many', async () => {
  await db.query('DELETE FROM django_session');
  for (const [key, interval] of [
    ['dead', -1],
    ['alive', 1],
  ] as const)
    await db.query("INSERT INTO django_session VALUES (?, '', UTC_TIMESTAMP() + INTERVAL ? HOUR)", [
      key,
      interval,
    ]);
  expect(json(await manage('clearsessions', '--json'))).toEqual({ deleted: 1 });
  expect(await db.query('SELECT session_key FROM django_session')).toEqual([
    { session_key: 'alive' },
  ]);
});

test('the shell has the services at hand and takes await', async () => {
  const { status, stdout } = await manageWith(
    "(await users.findByUsername('root')).isSuperuser\n.exit\n",
    'shell',
  );
  expect(status).toBe(0);
  expect(stdout).toContain('true');
});

test('an unknown option and a database that is away are told in one line', async () => {
  const option = await manage('clearsessions', '--force');
  expect(option).toMatchObject({ status: 2, stdout: '' });
  expect(option.stderr.split('\n')).toHaveLength(2);
  expect((await manage('decode')).stderr).toBe('BLOB is missing.\n');
  for (const command of ['clearsessions', 'doctor']) {
    const away = await runCli('mysql://root@127.0.0.1:1/nothing', [command]);
    expect(away).toMatchObject({ status: 1, stdout: '' });
    expect(away.stderr).toMatch(/^[^\n]+\(database_unavailable\)\n$/);
  }
});

// `npm --prefix` changes to the folder of the project before it runs the command.
test('files are looked for in the folder from which npm was called', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'assets.csv'), 'asset_tag,name\nC-1,by command\n');
  const env = { INIT_CWD: folder, npm_lifecycle_event: 'manage' };
  const there = (...words: string[]) => runCli(db.url, words, { env });
  const imported = await there('import', 'assets.csv', '--json');
  expect([imported.status, json(imported)]).toMatchObject([0, { summary: { rows: 1, failed: 0 } }]);
  const query = ['--query', 'asset_tag=C-1&fields=name'];
  expect((await there('export', ...query, '--output', 'out.csv')).status).toBe(0);
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('name\r\nby command\r\n');
});

test('an import of what is no file says so', async () => {
  // Another script of npm's, which did not change to the folder of the project for us.
  const env = { INIT_CWD: tmpdir(), npm_lifecycle_event: 'test' };
  const folder = await runCli(db.url, ['import', 'src'], { env });
  const path = join(process.cwd(), 'src');
  expect([folder.status, folder.stderr]).toEqual([2, `${path} is a directory.\n`]);
  const missing = await runCli(db.url, ['import', 'src/nowhere.csv'], { env });
  expect([missing.status, missing.stderr]).toEqual([2, `There is no file ${path}/nowhere.csv.\n`]);
});
