import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/cli.js';
import type { TestDatabase } from '../support/database.js';
import { shapeOf } from '../support/django-site.js';
import { dumpOf } from '../support/dumps.js';
import { ApiProcess } from '../support/process.js';
import { createSiteDatabase } from '../support/site-database.js';

let blog: TestDatabase;
let cmdb: TestDatabase;
let folder: string;
let file: string;

beforeAll(async () => {
  blog = await createSiteDatabase('models_cli_blog', 'blog');
  cmdb = await createSiteDatabase('models_cli_cmdb', 'cmdb');
  folder = mkdtempSync(join(tmpdir(), 'lockstep-models-'));
  file = join(folder, 'lockstep.json');
  writeFileSync(join(folder, 'blog.json'), await dumpOf('blog'));
  writeFileSync(join(folder, 'cmdb.json'), await dumpOf('cmdb'));
});

afterAll(async () => {
  await blog.close();
  await cmdb.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  rmSync(file, { force: true });
});

const manage = (db: TestDatabase, ...words: string[]) =>
  runCli(db.url, words, { env: { LOCKSTEP_MODELS: file } });

const json = async <T>(db: TestDatabase, ...words: string[]): Promise<T> =>
  JSON.parse((await manage(db, ...words, '--json')).stdout) as T;

interface Listed {
  readonly label: string;
  readonly table: string;
  readonly key: string;
  readonly served: boolean;
  readonly writes: readonly string[];
  readonly hindrance: string;
}

const written = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('models says of every table what can be done and why not', async () => {
  const { tables } = await json<{ tables: Listed[] }>(cmdb, 'models');
  const hindrances = Object.fromEntries(tables.map((row) => [row.table, row.hindrance]));
  expect(hindrances).toMatchObject({
    auth_user: '',
    cmdb_certificate: '',
    cmdb_virtualserver: 'Half of each row is in server (multi-table inheritance).',
    django_session: 'its rows are logins, which are not served',
    legacy_log: 'Its table is kept by MyISAM, which knows neither row locks nor transactions.',
    legacy_online: 'It is a view.',
    legacy_part: '',
    legacy_reading: 'Its table has no primary key.',
    legacy_slot: 'Its primary key has 2 columns (chassis, number).',
    server: 'Nothing says which model it is: give a dump, or --table.',
  });
  // The tables of many-to-many relations are no models.
  expect(hindrances).not.toHaveProperty('server_watchers');
});

test('models add writes the entry and shows what will be served, without a word of what is secret', async () => {
  const { status, stdout } = await manage(blog, 'models', 'add', 'blog.asset_db');
  expect(status).toBe(0);
  expect(written()).toEqual({ models: { 'blog.asset_db': {} } });
  expect(stdout).toContain('hidden: passwd');
  expect(stdout).toMatch(/^serverno +text +varchar\(50\) +unique$/m);
  expect(stdout).toContain('ethernets: many to many, blog.ethernet');
  expect(stdout).toContain('Seen by who has blog.view_asset_db');
  expect((await manage(blog, 'models', 'add', 'blog.ethernet')).status).toBe(0);
  expect(written()).toEqual({ models: { 'blog.asset_db': {}, 'blog.ethernet': {} } });
  const { tables } = await json<{ tables: Listed[] }>(blog, 'models');
  expect(tables.filter(({ served }) => served).map(({ label }) => label)).toEqual([
    'blog.asset_db',
    'blog.ethernet',
  ]);
});

test('models add says how a model is made writable, and that is true', async () => {
  const { stdout } = await manage(blog, 'models', 'add', 'blog.asset_db');
  const names = ['serverno', 'ip_addr', 'user', 'cpu', 'memory', 'status', 'owner', 'remark2'];
  const editable = [...names, 'ethernets'];
  expect(stdout).toContain(`"editable": ${JSON.stringify(editable)}`);
  expect(stdout).toContain('To add, give values in "defaults": passwd\n');
  rmSync(file);
  const words = ['--lookup-field', 'serverno', '--editable', editable.join(',')];
  const writable = await manage(blog, 'models', 'add', 'blog.asset_db', ...words);
  expect(writable.stdout).toContain(`May be written: ${editable.join(', ')}`);
  expect(written()).toEqual({
    models: { 'blog.asset_db': { lookup_field: 'serverno', editable } },
  });
  const { tables } = await json<{ tables: Listed[] }>(blog, 'models');
  expect(tables.filter(({ served }) => served)).toMatchObject([
    { label: 'blog.asset_db', writes: ['change'], hindrance: '' },
  ]);
  const refused = await manage(blog, 'models', 'add', 'blog.ethernet', '--editable', 'id');
  expect(refused.stderr).toContain('blog.ethernet: editable: id is the primary key');
});

test('models add says of a table that cannot be written why', async () => {
  const { stdout } = await manage(cmdb, 'models', 'add', 'legacy.log', '--table', 'legacy_log');
  expect(stdout).toContain('Its table is kept by MyISAM');
  expect(stdout).not.toContain('editable');
});

test('models check and the doctor say when a key for writing no longer fits its table', async () => {
  const entry = { editable: ['status', 'memory'], defaults: { memory: 1 } };
  writeFileSync(file, JSON.stringify({ models: { 'blog.asset_db': entry } }));
  expect((await manage(blog, 'models', 'check')).status).toBe(0);
  expect(await doctor()).toContain('lockstep.json serves 1 model: blog.asset_db (read, change)');
  const after = async (...changes: string[]) => {
    for (const change of changes) await blog.query(`ALTER TABLE blog_asset_db ${change}`);
    return [(await manage(blog, 'models', 'check')).stdout, await doctor()];
  };
  const dropped = await after('DROP status');
  const generated = await after('ADD status varchar(20) AS (UPPER(owner)) VIRTUAL');
  const other = await after(
    'DROP status',
    'ADD status varchar(20) NOT NULL',
    'MODIFY memory varchar(9) NOT NULL',
  );
  await after('MODIFY memory int NOT NULL');
  for (const said of dropped) expect(said).toContain('editable: there is no field status');
  for (const said of generated)
    expect(said).toContain('editable: status is computed by the database');
  for (const said of other) expect(said).toContain('defaults: memory: expected a text');
}, 180_000);

test('models grants prints the least that the file needs', async () => {
  writeFileSync(
    file,
    JSON.stringify({
      models: { 'blog.asset_db': { editable: ['status', 'ethernets'] }, 'blog.ethernet': {} },
    }),
  );
  const { stdout, status } = await manage(blog, 'models', 'grants', '--user', 'web@10.1.%');
  expect(status).toBe(0);
  const lines = stdout.trim().split('\n');
  const on = (table: string) => `ON \`test_models_cli_blog\`.\`${table}\` TO 'web'@'10.1.%';`;
  expect(lines).toEqual(
    expect.arrayContaining([
      `GRANT SELECT, UPDATE (\`status\`) ${on('blog_asset_db')}`,
      `GRANT SELECT, INSERT, DELETE ${on('blog_asset_db_ethernets')}`,
      `GRANT SELECT ${on('blog_ethernet')}`,
      `GRANT SELECT, UPDATE (\`last_login\`, \`password\`) ${on('auth_user')}`,
    ]),
  );
  expect(lines.at(-1)).toMatch(/^-- Not there yet: lockstep_.*npm run manage -- migrate$/);
});

test('models add refuses what is not there and writes nothing', async () => {
  const wrong = await manage(blog, 'models', 'add', 'blog.assetdb');
  expect(wrong).toMatchObject({
    status: 2,
    stderr: 'blog.assetdb: no such model; is it blog.asset_db?\n',
  });
  expect(written).toThrow('ENOENT');
  writeFileSync(file, JSON.stringify({ models: { 'blog.ethernet': {} } }));
  expect((await manage(blog, 'models', 'add', 'blog.ethernet')).stderr).toMatch(/already\.\n$/);
});

test('models add takes the name of the table where nothing tells it', async () => {
  const without = await manage(cmdb, 'models', 'add', 'cmdb.server');
  expect(without.stderr).toContain('name its table with "table", or give a dump');
  const named = await manage(cmdb, 'models', 'add', 'cmdb.server', '--table', 'server');
  expect(named.stdout).toContain(
    'There is no permission cmdb.view_server: superusers alone see it',
  );
  expect(written()).toEqual({ models: { 'cmdb.server': { table: 'server' } } });
});

test('the file that the document shows fits its site', async () => {
  const [, shown = ''] =
    /\n( {4}\{\n.*?\n {4}\})\n/s.exec(readFileSync('docs/models.md', 'utf8')) ?? [];
  writeFileSync(file, shown.replace('models.json', 'blog.json'));
  const { faults, served } = await json<{ faults: string[]; served: string[] }>(
    blog,
    ...['models', 'check'],
  );
  expect({ faults, served }).toEqual({ faults: [], served: ['blog.asset_db', 'blog.ethernet'] });
});

test('models check finds the columns that were changed by hand', async () => {
  writeFileSync(file, JSON.stringify({ dump: 'blog.json', models: { 'blog.ethernet': {} } }));
  expect(await manage(blog, 'models', 'check')).toMatchObject({
    status: 0,
    stdout: '1 models are as their tables are.\n',
  });
  writeFileSync(file, JSON.stringify({ dump: 'blog.json', models: { 'blog.asset_db': {} } }));
  const { status, stdout } = await manage(blog, 'models', 'check');
  expect(status).toBe(1);
  expect(stdout.trim().split('\n')).toEqual([
    'blog.asset_db: owner: max_length=30 in the code, varchar(100) in the table',
    'blog.asset_db: owner: null=False in the code, NULL in the table',
  ]);
});

/** Without the ends of lines that a terminal wants. */
const doctor = async (): Promise<string> =>
  (await manage(blog, 'doctor')).stdout.replaceAll(/\s+/g, ' ');

test('models check and the doctor name what a start would refuse', async () => {
  writeFileSync(
    file,
    JSON.stringify({ models: { 'blog.asset_db': { editible: ['status'] }, x: {} } }),
  );
  const form = await manage(blog, 'models', 'check');
  expect(form.status).toBe(1);
  expect(form.stdout).toContain('blog.asset_db: editible: no such key; is it editable?');
  writeFileSync(file, JSON.stringify({ models: { 'blog.asset_db': { ordering: ['serverNo'] } } }));
  const fault = `${file}: blog.asset_db: ordering: there is no field serverNo; is it serverno?`;
  expect((await manage(blog, 'models', 'check')).stdout.trim()).toBe(fault);
  expect(await doctor()).toContain(fault);
  writeFileSync(file, JSON.stringify({ models: { 'blog.asset_db': {} } }));
  expect(await doctor()).toContain('lockstep.json serves 1 model: blog.asset_db (read)');
});

test('the dump names what the database cannot show', async () => {
  writeFileSync(file, JSON.stringify({ dump: 'cmdb.json', models: { 'cmdb.idc': {} } }));
  const { stdout } = await manage(cmdb, 'models', 'add', 'cmdb.server');
  expect(stdout).toContain('cmdb.server (服务器), table server');
  expect(stdout).toMatch(/^key +text +varchar\(32\)$/m);
  expect(stdout).toContain('hidden: api_token');
  expect(stdout).toContain('rack: forward, cmdb.rack');
  const proxy = await manage(cmdb, 'models', 'add', 'cmdb.retiredserver');
  expect(proxy.stderr).toBe('cmdb.retiredserver: a proxy; its rows are those of cmdb.server\n');
});

test('models dump-script prints the program that makes it', async () => {
  const { stdout } = await manage(blog, 'models', 'dump-script');
  expect(stdout).toBe(readFileSync('src/model/lockstep_models.py', 'utf8'));
});

const TABLES = ['blog_asset_db', 'blog_asset_db_ethernets', 'blog_ethernet', 'auth_user'];

const shapes = () => Promise.all(TABLES.map((table) => shapeOf(blog, table)));

test('none of these commands makes a table', async () => {
  expect(await blog.query("SHOW TABLES LIKE 'lockstep%'")).toEqual([]);
});

test('a start refuses a wrong file with every fault, and a right one alters no table of the site', async () => {
  const before = await shapes();
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' };
  writeFileSync(
    file,
    JSON.stringify({
      models: { 'blog.assetdb': {}, 'blog.ethernet': { fields: ['x', 'id'], add: true } },
    }),
  );
  const refusal = await ApiProcess.start(blog.url, env).catch((error: unknown) => String(error));
  expect(refusal).toContain(`${file}: blog.assetdb: no such model; is it blog.asset_db?`);
  expect(refusal).toContain(`${file}: blog.ethernet: add: a new row needs a value for e_model,`);
  expect(refusal).toContain(`${file}: blog.ethernet: fields: there is no field x; there are id,`);
  writeFileSync(file, JSON.stringify({ models: { 'blog.asset_db': {} } }));
  const api = await ApiProcess.start(blog.url, env);
  try {
    expect((await api.browser().get('/health/ready')).status).toBe(200);
  } finally {
    await api.stop();
  }
  expect(await shapes()).toEqual(before);
});

test('export writes the rows of a model, and says of one that is not served that there is none', async () => {
  const set = { 'blog.asset_db': {}, 'blog.ethernet': {} };
  writeFileSync(file, JSON.stringify({ dump: 'blog.json', models: set }));
  const query = ['--query', 'memory__gt=16&fields=serverno,ethernets'];
  const { stdout } = await manage(blog, 'export', '--model', 'blog.asset_db', ...query);
  expect(stdout).toBe('serverno,ethernets\r\nSN2,[3]\r\nsn4,"[1,3]"\r\n');
  const missing = await manage(blog, 'export', '--model', 'blog.asset');
  expect(missing).toMatchObject({ status: 1, stdout: '' });
  expect(missing.stderr).toContain('model_not_found');
});

test("import writes a file into the rows of a model, in nobody's name", async () => {
  const set = { 'blog.asset_db': { lookup_field: 'serverno', editable: ['status'] } };
  writeFileSync(file, JSON.stringify({ dump: 'blog.json', models: set }));
  expect((await manage(blog, 'migrate')).status).toBe(0);
  const path = join(folder, 'rows.csv');
  writeFileSync(path, 'serverno,memory,status\nSN1,16,By command\nSN2,64,\nSN9,1,New\n');
  const words = ['import', path, '--model', 'blog.asset_db', '--mode', 'rows', '--json'];
  const { status, stdout } = await manage(blog, ...words);
  expect([status, JSON.parse(stdout)]).toMatchObject([
    1,
    {
      summary: { rows: 3, updated: 1, unchanged: 1, failed: 1 },
      failures: [{ line: 4, errors: [{ code: 'add_not_allowed' }] }],
    },
  ]);
  expect(await blog.query('SELECT model, row_key, actor_id FROM lockstep_event')).toEqual([
    { model: 'blog.asset_db', row_key: '1', actor_id: null },
  ]);
});
