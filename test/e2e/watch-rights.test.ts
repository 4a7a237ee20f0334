import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { newAccount } from '../support/accounts.js';
import { runCli } from '../support/cli.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { modelsFile } from '../support/site-models.js';

vi.setConfig({ testTimeout: 120_000 });

/** As hosted MySQL is: a binary log, nobody is trusted to make triggers, and no account has SUPER. */
const FLAGS = ['--log-bin', '--server-id=1', '--log-bin-trust-function-creators=0'];

let server: PrivateServer;
let admin: TestDatabase;
/** An account with all rights on its database. */
let url: string;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startPrivateServer(FLAGS);
  const first = await openTestDatabase(server.url('mysql'));
  await first.query('CREATE DATABASE site CHARACTER SET utf8mb4');
  await first.close();
  admin = await openTestDatabase(server.url('site'));
  await runMigrations(admin.dataSource, 'off');
  url = await newAccount(admin, 'hosted');
  env = { LOCKSTEP_MODELS: modelsFile({ 'auth.group': {} }), LOCKSTEP_INVENTORY: 'off' };
}, 120_000);

afterAll(async () => {
  await admin.close();
  await server.stop();
});

const watch = (...words: string[]) =>
  runCli(url, ['watch', 'auth.group', '--yes', ...words], { env });

const triggers = () => admin.query('SHOW TRIGGERS');

test('where the server trusts nobody with triggers, the one setting that helps is named', async () => {
  const { status, stderr } = await watch();
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining('SET GLOBAL log_bin_trust_function_creators = 1;'),
  ]);
  expect(stderr.split('\n')).toHaveLength(2);
  expect(await triggers()).toEqual([]);
});

test('an account that may not make triggers is told which right to grant', async () => {
  await admin.query('SET GLOBAL log_bin_trust_function_creators = 1');
  await admin.query("REVOKE TRIGGER ON site.* FROM 'hosted'@'%'");
  onTestFinished(async () => {
    await admin.query("GRANT TRIGGER ON site.* TO 'hosted'@'%'");
  });
  const { status, stderr } = await watch();
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining('GRANT TRIGGER ON `auth_group` TO'),
  ]);
  expect(await triggers()).toEqual([]);
});

test('an account that may not write events is told so, because its triggers would lose them without a word', async () => {
  await admin.query("REVOKE ALL PRIVILEGES ON site.* FROM 'hosted'@'%'");
  await admin.query("GRANT SELECT, TRIGGER ON site.* TO 'hosted'@'%'");
  onTestFinished(async () => {
    await admin.query("GRANT ALL PRIVILEGES ON site.* TO 'hosted'@'%'");
  });
  const { status, stderr } = await watch();
  expect([status, stderr]).toEqual([1, expect.stringContaining('GRANT INSERT on lockstep_event')]);
  expect(await triggers()).toEqual([]);
});

test('before the first start watch says what is missing', async () => {
  await admin.query('RENAME TABLE lockstep_event TO aside');
  const { status, stderr } = await watch();
  await admin.query('RENAME TABLE aside TO lockstep_event');
  expect([status, stderr]).toEqual([1, expect.stringContaining('lockstep_event is missing')]);
});

test('the writes of an account without any right on events are seen, and go on when the maker of the triggers loses his', async () => {
  expect((await watch('--values', 'name')).status).toBe(0);
  const siteUrl = await newAccount(admin, 'django');
  await admin.query("REVOKE ALL PRIVILEGES ON site.* FROM 'django'@'%'");
  await admin.query("GRANT SELECT, INSERT, UPDATE, DELETE ON site.auth_group TO 'django'@'%'");
  const site = await openTestDatabase(siteUrl);
  const kinds = async () =>
    (await admin.query<{ kind: string }>('SELECT kind FROM lockstep_event ORDER BY id')).map(
      ({ kind }) => kind,
    );
  await site.query("INSERT INTO auth_group (name) VALUES ('a')");
  expect(await kinds()).toEqual(['created']);
  await admin.query("REVOKE ALL PRIVILEGES ON site.* FROM 'hosted'@'%'");
  await admin.query("GRANT TRIGGER, SELECT ON site.auth_group TO 'hosted'@'%'");
  await site.query("UPDATE auth_group SET name = 'b'");
  expect(await site.query('SELECT name FROM auth_group')).toEqual([{ name: 'b' }]);
  expect(await kinds()).toEqual(['created']);
  await site.close();
});
