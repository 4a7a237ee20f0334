import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
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

/** What a start does to the database. */
async function migrate(url = site.db.url, schema = SCHEMA) {
  const db = await openTestDatabase(url, { ...env, LOCKSTEP_SCHEMA: schema });
  return runMigrations(db.dataSource, 'auto').finally(() => db.close());
}

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

test('ready and doctor find nothing wrong, and nothing is made twice', async () => {
  expect((await root.get('/health/ready')).status).toBe(200);
  const { stdout } = await manage(site.db.url, 'doctor');
  expect(stdout).toContain('The database keeps what Lockstep relies on');
  expect(await migrate()).toMatchObject({ applied: [], repaired: [] });
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
  expect(again.headers.get('idempotency-replayed')).toBe('true');
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
  const made = await manage(site.db.url, 'watch', LABEL, '--values', 'status', '--yes');
  expect(made.stdout).toContain(`INSERT INTO ${OURS}.lockstep_event (`);
  await django.query("UPDATE blog_asset_db SET status = 'Lost' WHERE serverno = 'SN2'");
  await root.patch(`${SERVERS}/SN2`, { status: 'Found' });
  await django.query("DELETE FROM blog_asset_db WHERE serverno = 'SN3'");
  await heard(listener, 3);
  const status = (before: string, after: string | null) => ({ status: { before, after } });
  expect(listener.events.map(({ data }) => [data.key, data.source, data.changes])).toEqual([
    ['2', 'database', status('Offline', 'Lost')],
    ['2', 'api', status('Lost', 'Found')],
    ['3', 'database', status('Online', null)],
  ]);
  await site.app.get(Watches).look();
  expect((await root.get(`${SERVERS}/SN2/history`)).body.covers).toBe('all');
});

test('an account with the printed grants serves and watches, and one without any is told what to grant', async () => {
  const poor = await newAccount(site.db, 'own_schema_poor');
  await expect(migrate(poor)).rejects.toThrow(
    /LOCKSTEP_SCHEMA=test_own-schema_ours: there is no such database .*GRANT SELECT, INSERT, .*INDEX ON `test_own-schema_ours`\.\*/,
  );
  const least = await newAccount(site.db, 'own_schema_least', '');
  const words = ['models', 'grants', '--user', 'own_schema_least', '--json'];
  const printed = JSON.parse((await manage(site.db.url, ...words)).stdout) as Record<
    'statements' | 'migrate' | 'watch',
    string[]
  >;
  expect(printed.migrate).toEqual([
    `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON ${OURS}.* TO 'own_schema_least'@'%';`,
  ]);
  for (const sql of [...printed.statements, ...printed.watch]) await django.query(sql);
  const { app, origin, config } = await startApp(least, env);
  const second = await loginOf({ origin, config, db: site.db }, 1);
  expect((await second.get('/health/ready')).status).toBe(200);
  expect((await second.patch(`${SERVERS}/SN2`, { status: 'Repair' })).status).toBe(200);
  await app.close();
  const triggers = ['watch', LABEL, '--yes'];
  expect((await manage(least, ...triggers)).status).toBe(0);
});

test('nothing starts with the tables of another site, or with older ones left behind', async () => {
  const other = site.db.url.replace(SITE, 'mysql');
  await expect(migrate(other)).rejects.toThrow(
    `has the tables of another site (Lockstep of ${SITE})`,
  );
  await expect(migrate(site.db.url, 'a.b')).rejects.toThrow(
    'LOCKSTEP_SCHEMA must be the name of a database',
  );
  // Under the site's own name it means nothing: tables of ours are made there, as without it.
  await migrate(site.db.url, SITE);
  expect(own(await tablesOf(SITE))).toContain('lockstep_event');
  const doctor = await manage(site.db.url, 'doctor');
  expect(doctor.stdout).toContain(
    "Tables of Lockstep that are not used are in the site's database",
  );
  await django.query(`DROP DATABASE ${OURS}`);
  const left = await migrate().then(() => '', String);
  const [, rename = ''] = /(RENAME TABLE [^;]*);/.exec(left) ?? [];
  await django.query(rename);
  await migrate();
  expect(own(await tablesOf(SITE))).toEqual([]);
});
