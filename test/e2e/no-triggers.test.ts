import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { examine, takeSurvey } from '../../src/doctor/index.js';
import { newAccount } from '../support/accounts.js';
import { SECRET_KEY, startApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { runCli } from '../support/cli.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { newAsset } from '../support/new-asset.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { newUser, PASSWORD } from '../support/users.js';

// Each look of doctor and each command loads a whole program.
vi.setConfig({ testTimeout: 300_000 });

/** As hosted MySQL is: a binary log, nobody is trusted to make triggers, and no account has SUPER. */
const FLAGS = ['--log-bin', '--server-id=1', '--log-bin-trust-function-creators=0'];

let server: PrivateServer;
let admin: TestDatabase;
/** An account with all rights on its database. */
let url: string;

beforeAll(async () => {
  server = await startPrivateServer(FLAGS);
  const first = await openTestDatabase(server.url('mysql'));
  await first.query('CREATE DATABASE site CHARACTER SET utf8mb4');
  await first.close();
  admin = await openTestDatabase(server.url('site'));
  url = await newAccount(admin, 'hosted');
});

afterAll(async () => {
  await admin.close();
  await server.stop();
});

async function start(env: Record<string, string> = {}): Promise<Browser> {
  const { app, origin } = await startApp(url, env);
  onTestFinished(() => app.close());
  return new Browser(origin);
}

async function problems(env: Record<string, string> = {}): Promise<string[]> {
  const config = loadConfig({ SECRET_KEY, DATABASE_URL: url, ...env });
  const { findings } = examine(await takeSurvey(config), config);
  return findings.flatMap(({ level, message }) => (level === 'problem' ? [message] : []));
}

const REFUSED = expect.stringMatching(/^The inventory needs triggers; .* without SUPER$/) as string;
const SET = 'SET GLOBAL log_bin_trust_function_creators = 1;';

test('everything but the inventory is served, and start, readiness and doctor say what to set for it', async () => {
  expect(await problems()).toEqual([REFUSED]);
  const migrated = await runCli(url, ['migrate']);
  expect([migrated.status, migrated.stderr]).toEqual([0, '']);
  expect(migrated.stdout).toContain(`The inventory is left out: The inventory needs triggers`);
  expect(await problems()).toEqual([REFUSED]);
  expect(await admin.query("SHOW TABLES LIKE 'assets%'")).toEqual([]);

  await newUser(admin, { username: 'root', isSuperuser: true });
  const root = await start();
  expect((await root.get('/api/assets')).status).toBe(401);
  expect((await root.login('root', PASSWORD)).status).toBe(200);
  for (const path of ['/api/auth/me', '/api/sessions', '/api/users?search=root', '/metrics'])
    expect([path, (await root.get(path)).status]).toEqual([path, 200]);
  expect((await root.patch('/api/session', { key: 'r5300' })).status).toBe(200);
  const refused = [
    await root.get('/api/assets'),
    await root.get('/api/assets/1/history'),
    await root.get('/api/events'),
    await root.post('/api/assets', { name: 'x' }),
  ];
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
    refused.map(() => [503, 'inventory_unavailable']),
  );
  expect(await root.get('/health/ready')).toMatchObject({
    status: 200,
    body: {
      checks: {
        database: 'ok',
        migrations: 'ok',
        inventory: expect.stringContaining(SET) as string,
      },
    },
  });
  const { paths } = (await root.get<{ paths: object }>('/api/openapi.json')).body;
  expect(Object.keys(paths).filter((path) => path.includes('assets'))).toEqual([]);
  expect(Object.keys(paths)).toContain('/api/auth/me');

  await expect(start({ LOCKSTEP_INVENTORY: 'on' })).rejects.toMatchObject({
    code: 'inventory_unavailable',
    message: expect.stringContaining(SET) as string,
  });
  const seeded = await runCli(url, ['seed', '--assets', '1']);
  expect([seeded.status, seeded.stderr]).toEqual([1, expect.stringContaining(SET)]);
});

test('whoever wants no inventory has none, and nothing to mend', async () => {
  const env = { LOCKSTEP_INVENTORY: 'off' };
  const root = await start(env);
  expect((await root.login('root', PASSWORD)).status).toBe(200);
  expect(await root.get('/api/assets/1')).toMatchObject({
    status: 404,
    body: { code: 'inventory_off' },
  });
  expect((await root.get('/health/ready')).body).toEqual({
    status: 'ok',
    checks: { database: 'ok', migrations: 'ok' },
  });
  expect(await problems(env)).toEqual([]);
  const seeded = await runCli(url, ['seed', '--assets', '1'], { env });
  expect([seeded.status, seeded.stderr]).toEqual([
    1,
    expect.stringMatching(/\(inventory_off\)\n$/),
  ]);
});

test('an account without the right to triggers is told which right it lacks', async () => {
  await admin.query("REVOKE TRIGGER ON site.* FROM 'hosted'@'%'");
  await admin.query(SET);
  onTestFinished(async () => {
    await admin.query("GRANT TRIGGER ON site.* TO 'hosted'@'%'");
    await admin.query('SET GLOBAL log_bin_trust_function_creators = 0');
  });
  const root = await start();
  const lacks = 'The database user lacks TRIGGER on the database';
  expect((await root.get('/health/ready')).body).toMatchObject({
    checks: { inventory: expect.stringContaining(`${lacks}. GRANT TRIGGER ON`) as string },
  });
  expect(await problems()).toEqual([lacks]);
});

test('once that is set, the next start has the inventory', async () => {
  await admin.query(SET);
  const root = await start();
  expect((await root.login('root', PASSWORD)).status).toBe(200);
  expect((await newAsset(root)).etag).toBe('"1.1"');
  expect((await root.get('/health/ready')).body).toMatchObject({ checks: { inventory: 'ok' } });
  expect(await problems()).toEqual([]);
});

test('a binary log by statement, which refuses every write, is said before anything is tried', async () => {
  await admin.query("SET GLOBAL binlog_format = 'STATEMENT'");
  onTestFinished(async () => {
    await admin.query("SET GLOBAL binlog_format = 'MIXED'");
  });
  await admin.query('CREATE DATABASE fresh CHARACTER SET utf8mb4');
  const fresh = server.url('fresh');
  for (const address of [fresh, url])
    await expect(startApp(address)).rejects.toMatchObject({
      code: 'database_unfit',
      message: expect.stringMatching(/by statement.*SET GLOBAL binlog_format = 'ROW'/) as string,
    });
  expect(await admin.query('SHOW TABLES FROM fresh')).toEqual([]);
  expect(await problems()).toEqual([
    expect.stringMatching(/^The server writes its binary log by statement/),
  ]);
});
