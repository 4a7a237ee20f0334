import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Watches } from '../../src/events/watches.js';
import { newAccount } from '../support/accounts.js';
import { openTestApp, startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { runCli } from '../support/cli.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { heard, Listeners } from '../support/event-listener.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';

/** `LOCKSTEP_SCHEMA`: Lockstep's own tables in another database than the site's. A name that SQL takes in quotes only. */
const SCHEMA = 'test_own-schema_ours';
const OURS = `\`${SCHEMA}\``;
const SITE = 'test_own_schema';
const LABEL = 'blog.asset_db';
const SERVERS = `/api/models/${LABEL}`;

let site: TestApp;
/** Whoever does not know of us. */
let django: TestDatabase;
let root: Browser;
let env: Record<string, string>;
const listeners = new Listeners();

beforeAll(async () => {
  const db = await createSiteDatabase('own_schema', 'blog');
  await db.query(`DROP DATABASE IF EXISTS ${OURS}`);
  const file = await writeModelsFile('blog', {
    [LABEL]: { lookup_field: 'serverno', editable: ['status', 'remark2'], delete: true },
    'assets.asset': {},
  });
  env = { DJANGO_VERSION: '3.2', LOCKSTEP_MODELS: file, LOCKSTEP_SCHEMA: SCHEMA };
  site = await openTestApp(db, { ...env, LOCKSTEP_INVENTORY: 'on' });
  django = await openTestDatabase(db.url, { DB_POOL_SIZE: '1' });
  root = await loginOf(site, await newUser(db, { username: 'root', isSuperuser: true }));
}, 120_000);

afterEach(() => listeners.close());

afterAll(async () => {
  await django.close();
  await site.close();
});

const manage = (url: string, ...words: string[]) => runCli(url, words, { env });

const tablesOf = async (database: string): Promise<string[]> =>
  (
    await django.query<{ name: string }>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1',
      [database],
    )
  ).map(({ name }) => name);

const own = (names: readonly string[]) => names.filter((name) => name.startsWith('lockstep'));

test('the first start makes the database and every table of ours in it, and the site gets the inventory alone', async () => {
  expect(await tablesOf(SCHEMA)).toEqual(
    ['counter', 'event', 'idempotency', 'job', 'lease', 'migrations'].map((x) => `lockstep_${x}`),
  );
  const inSite = await tablesOf(SITE);
  expect(own(inSite)).toEqual([]);
  expect(inSite).toEqual(expect.arrayContaining(['assets_asset', 'assets_assetevent']));
  const [defaults] = await django.query(
    'SELECT COUNT(DISTINCT default_collation_name) AS n FROM information_schema.schemata WHERE schema_name IN (?)',
    [[SCHEMA, SITE]],
  );
  expect(defaults).toEqual({ n: 1 });
});

test('ready and doctor find nothing wrong, and a second migrate has nothing to do', async () => {
  expect((await root.get('/health/ready')).status).toBe(200);
  const { stdout } = await manage(site.db.url, 'doctor', '--json');
  const { findings } = JSON.parse(stdout) as { findings: { level: string; message: string }[] };
  expect(findings).toContainEqual(
    expect.objectContaining({ message: 'The database keeps what Lockstep relies on' }),
  );
  expect((await manage(site.db.url, 'migrate')).stdout).toBe('Nothing to do.\n');
});

test('a write leaves history, lease and answer there, and its key repeats the answer', async () => {
  const lease = await root.put<{ token: string }>(`${SERVERS}/SN1/lease`, { seconds: 60 });
  expect(lease.status).toBe(200);
  const change = { status: 'Repair' };
  expect((await root.patch(`${SERVERS}/SN1`, change)).status).toBe(423);
  const headers = { 'lease-token': lease.body.token, 'idempotency-key': 'own-schema' };
  const first = await root.patch(`${SERVERS}/SN1`, change, headers);
  const again = await root.patch(`${SERVERS}/SN1`, change, headers);
  expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(await django.query(`SELECT model, row_key, kind FROM ${OURS}.lockstep_event`)).toEqual([
    { model: LABEL, row_key: '1', kind: 'updated' },
  ]);
  expect(await django.query(`SELECT row_key FROM ${OURS}.lockstep_lease`)).toEqual([
    { row_key: '1' },
  ]);
  const claim = { filter: { serverno__in: ['SN1', 'SN2'] }, set: { status: 'Taken' }, count: 2 };
  expect((await root.post(`${SERVERS}/claim`, claim)).status).toBe(409);
  const history = await root.get(`${SERVERS}/SN1/history`);
  expect(history.body).toMatchObject({ results: [{ changes: { status: { after: 'Repair' } } }] });
  expect((await root.delete(`${SERVERS}/SN1/lease`)).status).toBe(204);
});

test('the inventory counts, leases and deletes as ever', async () => {
  const asset = await newAsset(root, { name: 'a' });
  const other = await newAsset(root, { name: 'b' });
  expect((await root.put(`${asset.path}/lease`, { seconds: 60 })).status).toBe(200);
  const wish = { filter: {}, count: 2, user_id: 1 };
  expect((await root.post('/api/assets/allocate', wish)).status).toBe(409);
  expect((await root.patch(other.path, { name: 'c' })).status).toBe(200);
  await django.query('DELETE FROM assets_asset');
  expect(await django.query(`SELECT 1 FROM ${OURS}.lockstep_lease`)).toEqual([]);
});

test("a watched table's events are written there for every writer, and reach the feed", async () => {
  const listener = await listeners.listen(site.origin, root, { query: `?model=${LABEL}` });
  const dry = await manage(site.db.url, 'watch', LABEL, '--dry-run');
  expect(dry.stdout).toContain(`INSERT INTO ${OURS}.lockstep_event (`);
  expect((await manage(site.db.url, 'watch', LABEL, '--yes')).status).toBe(0);
  await django.query("UPDATE blog_asset_db SET cpu = 'x' WHERE serverno = 'SN2'");
  const withValues = await manage(site.db.url, 'watch', LABEL, '--values', 'status', '--yes');
  expect(withValues.status).toBe(0);
  await django.query("UPDATE blog_asset_db SET status = 'Lost' WHERE serverno = 'SN2'");
  await root.patch(`${SERVERS}/SN2`, { status: 'Found' });
  await heard(listener, 3);
  const status = (before: string, after: string) => ({ status: { before, after } });
  expect(listener.events.map(({ data }) => [data.key, data.source, data.changes])).toEqual([
    ['2', 'database', {}],
    ['2', 'database', status('Offline', 'Lost')],
    ['2', 'api', status('Lost', 'Found')],
  ]);
  await site.app.get(Watches).look();
  expect((await root.get(`${SERVERS}/SN2/history`)).body.covers).toBe('all');
  expect((await manage(site.db.url, 'models', 'check')).status).toBe(0);
  expect((await manage(site.db.url, 'unwatch', LABEL, '--yes')).status).toBe(0);
});

test('an account with the printed grants serves and watches, and one without any is told what to grant', async () => {
  const poor = await newAccount(site.db, 'own_schema_poor');
  const refused = await manage(poor, 'migrate');
  expect(refused).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /LOCKSTEP_SCHEMA=test_own-schema_ours: there is no such database .*GRANT SELECT, INSERT, .*INDEX ON `test_own-schema_ours`\.\*/,
    ) as string,
  });
  const least = await newAccount(site.db, 'own_schema_least', '');
  const words = ['models', 'grants', '--user', 'own_schema_least'];
  const printed = await manage(site.db.url, ...words, '--json');
  const { statements, watch } = JSON.parse(printed.stdout) as Record<string, string[]>;
  for (const sql of [...(statements ?? []), ...(watch ?? [])]) await django.query(sql);
  const { app, origin, config } = await startApp(least, env);
  const second = await loginOf({ origin, config, db: site.db }, 1);
  expect((await second.get('/health/ready')).status).toBe(200);
  expect((await second.patch(`${SERVERS}/SN3`, { status: 'Repair' })).status).toBe(200);
  await app.close();
  expect((await manage(least, 'watch', LABEL, '--yes')).status).toBe(0);
  expect((await manage(least, 'unwatch', LABEL, '--yes')).status).toBe(0);
  expect((await manage(site.db.url, ...words)).stdout).toContain(
    `-- GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON ${OURS}.* TO 'own_schema_least'@'%';`,
  );
});

test('nothing starts with the tables of another site, or with older ones left behind', async () => {
  const wrong = await manage(site.db.url.replace(SITE, 'mysql'), 'migrate');
  expect(wrong.stderr).toContain(`has the tables of another site (Lockstep of ${SITE})`);
  await expect(startApp(site.db.url, { ...env, LOCKSTEP_SCHEMA: 'a.b' })).rejects.toThrow(
    'LOCKSTEP_SCHEMA must be the name of a database',
  );
  // Under the site's own name it means nothing: tables of ours are made there, as without it.
  const same = { ...env, LOCKSTEP_SCHEMA: SITE, LOCKSTEP_INVENTORY: 'off' };
  expect((await runCli(site.db.url, ['migrate'], { env: same })).status).toBe(0);
  expect(own(await tablesOf(SITE))).toContain('lockstep_event');
  const doctor = await manage(site.db.url, 'doctor');
  expect(doctor.stdout).toContain(
    "Tables of Lockstep that are not used are in the site's database",
  );
  await django.query(`DROP DATABASE ${OURS}`);
  const left = await manage(site.db.url, 'migrate');
  expect(left.status).toBe(1);
  const [, rename = ''] = /(RENAME TABLE [^;]*);/.exec(left.stderr) ?? [];
  await django.query(rename);
  expect((await manage(site.db.url, 'migrate')).status).toBe(0);
  expect(own(await tablesOf(SITE))).toEqual([]);
});
