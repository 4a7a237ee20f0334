import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Answer, Browser } from '../support/browser.js';
import { linesOf } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { hold } from '../support/locks.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newUser } from '../support/users.js';

type Row = Record<string, unknown>;

const SERVERS = '/api/models/blog.asset_db';

let blog: TestApp;
let root: Browser;
let before: [table: string, rows: Row[]][];

beforeAll(async () => {
  const db = await createSiteDatabase('models_import_blog', 'blog');
  await runMigrations(db.dataSource);
  await db.query('ALTER TABLE blog_asset_db ADD COLUMN tag varchar(20) NULL UNIQUE');
  before = await Promise.all(
    ['blog_asset_db', 'blog_asset_db_ethernets'].map(async (table): Promise<[string, Row[]]> => [
      table,
      await db.query<Row>(`SELECT * FROM ${table} ORDER BY id`),
    ]),
  );
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['ip_addr', 'cpu', 'memory', 'status', 'owner', 'remark2', 'ethernets', 'tag'],
      add: true,
      defaults: { passwd: '', ip_addr: '', cpu: '', remark2: '' },
    },
    'blog.ethernet': { editable: ['e_model'] },
  });
  blog = await openTestApp(db, { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' });
  root = await loginOf(blog, await newUser(db, { username: 'boss', isSuperuser: true }));
}, 120_000);

afterAll(() => blog.close());

/** Each test finds the rows of the fixture. */
beforeEach(async () => {
  for (const [table] of before.toReversed()) await blog.db.query(`DELETE FROM ${table}`);
  await blog.db.query('DELETE FROM lockstep_event');
  for (const [table, rows] of before)
    for (const row of rows)
      await blog.db.query(`INSERT INTO ${table} (??) VALUES (?)`, [
        Object.keys(row),
        Object.values(row),
      ]);
});

const send = (
  file: string,
  query = '?mode=rows',
  headers: Record<string, string> = {},
  browser = root,
): Promise<Answer<string>> =>
  browser.post<string>(`${SERVERS}/import${query}`, file, {
    'content-type': 'text/csv',
    ...headers,
  });

const imported = async (...words: Parameters<typeof send>): Promise<Row[]> =>
  linesOf(await send(...words));

const stored = (columns: string): Promise<Row[]> =>
  blog.db.query<Row>(`SELECT ${columns} FROM blog_asset_db ORDER BY id`);

const summaryOf = (report: readonly Row[]): unknown => report.at(-1)?.summary;

const codesOf = (row: Row | undefined): unknown[] =>
  ((row?.errors ?? []) as Row[]).map(({ field, code }) => [field, code]);

test('each line changes, adds or leaves alone the row that its key names, and says so', async () => {
  const report = await imported(
    'serverno,status,memory,ethernets\nSN1,Online,16,"[1,2]"\nSN2,Lost,64,"[1]"\nSN9,New,1,"[3]"\nSN3,Online,many,[]\n',
  );
  expect(report).toMatchObject([
    { line: 2, result: 'unchanged', id: 1 },
    { line: 3, result: 'updated', id: 2 },
    { line: 4, result: 'created' },
    { line: 5, result: 'failed', errors: [{ field: 'memory', code: 'invalid_value' }] },
    { summary: { rows: 4, created: 1, updated: 1, unchanged: 1, failed: 1, dry_run: false } },
  ]);
  const list = await root.get<{ results: Row[] }>(`${SERVERS}?serverno__in=SN2,SN9`);
  expect(list.body.results).toMatchObject([
    { serverno: 'SN2', status: 'Lost', memory: 64, ethernets: [1], owner: 'Ann' },
    { serverno: 'SN9', status: 'New', memory: 1, ethernets: [3], user: 'root' },
  ]);
  const events = await blog.db.query<{ kind: string; row_key: string; changes: string }>(
    'SELECT kind, row_key, changes FROM lockstep_event ORDER BY id',
  );
  expect(events.map(({ kind, row_key }) => [kind, row_key])).toEqual([
    ['updated', '2'],
    ['created', String(report[2]?.id as number)],
  ]);
  expect(JSON.parse(events[0]?.changes ?? '')).toEqual({
    status: ['Offline', 'Lost'],
    ethernets: [[3], [1]],
  });
});

test('many lines are written together, each with values of its own', async () => {
  const rows = Array.from(
    { length: 450 },
    (_, n) => `M-${n},${n},${n % 3 ? `owner ${n}` : ''},"[${1 + (n % 3)}]"`,
  );
  const first = await imported(['serverno,memory,owner,ethernets', ...rows].join('\n'));
  expect(summaryOf(first)).toMatchObject({ created: 450, failed: 0 });
  const other = rows.map((row) => row.replace(/,(\d+),/, (_, n: string) => `,${Number(n) + 1},`));
  const second = await imported(['serverno,memory,owner,ethernets', ...other].join('\n'));
  expect(summaryOf(second)).toMatchObject({ updated: 450, failed: 0 });
  const found = await blog.db.query<Row>(
    "SELECT serverno, memory, owner FROM blog_asset_db WHERE serverno LIKE 'M-%' ORDER BY id",
  );
  expect(found).toEqual(
    rows.map((_, n) => ({
      serverno: `M-${n}`,
      memory: n + 1,
      owner: n % 3 ? `owner ${n}` : null,
    })),
  );
  const [links] = await blog.db.query('SELECT COUNT(*) AS links FROM blog_asset_db_ethernets');
  expect(links).toEqual({ links: 455 });
  expect(summaryOf(await imported(['serverno,memory', 'M-7,8'].join('\n')))).toMatchObject({
    unchanged: 1,
  });
});

test('a field that may not be written is passed over where it is equal, and else fails its line', async () => {
  const report = await imported('serverno,id,user,status\nSN1,1,root,Lost\nSN2,2,admin,Lost\n');
  expect(report.map(({ result }) => result)).toEqual(['updated', 'failed', undefined]);
  expect(codesOf(report[1])).toEqual([['user', 'field_not_editable']]);
  expect(await stored('status')).toMatchObject([{ status: 'Lost' }, { status: 'Offline' }, {}, {}]);
});

test('where no rows may be added, or not by this user, the line of a new one fails', async () => {
  const cards = await root.post<string>(
    '/api/models/blog.ethernet/import?mode=rows',
    'id,e_model\n1,x\n99,y\n',
    {
      'content-type': 'text/csv',
    },
  );
  const report = linesOf(cards);
  expect(report[0]).toMatchObject({ result: 'updated', id: 1 });
  expect(codesOf(report[1])).toEqual([['', 'add_not_allowed']]);
  const id = await newUser(blog.db, { username: 'changer' });
  await grant(blog.db, id, 'blog.view_asset_db', 'blog.change_asset_db', 'blog.view_ethernet');
  const changer = await loginOf(blog, id);
  const file = 'serverno,status\nSN1,Mine\nsn1,Ours\nSN8,Mine\n';
  const mine = await imported(file, '?mode=rows', {}, changer);
  expect(mine.map(({ result }) => result)).toEqual(['updated', 'updated', 'failed', undefined]);
  expect(codesOf(mine[2])).toEqual([['', 'permission_denied']]);
  const viewer = await newUser(blog.db, { username: 'viewer' });
  await grant(blog.db, viewer, 'blog.view_asset_db');
  const refused = await send('serverno\nSN1\n', '', {}, await loginOf(blog, viewer));
  expect(refused.body).toMatchObject({ status: 403, code: 'permission_denied' });
});

test.each(['rows', 'atomic'])(
  'lines with one key are applied in their order, in the mode %s',
  async (mode) => {
    const file =
      'serverno,status,memory\nSN1,One,\nSN7,a,1\nsn7,b,2\nsn1,Two,\nSN7,b,2\nSN1,Two,\n';
    const report = await imported(file, `?mode=${mode}`);
    expect(report.map(({ result }) => result)).toEqual([
      'updated',
      'created',
      'updated',
      'updated',
      'unchanged',
      'unchanged',
      undefined,
    ]);
    expect(await stored('serverno, status, memory')).toMatchObject([
      { serverno: 'SN1', status: 'Two', memory: 16 },
      {},
      {},
      {},
      { serverno: 'SN7', status: 'b', memory: 2 },
    ]);
  },
);

test('a line that the database refuses undoes only itself', async () => {
  await blog.db.query("UPDATE blog_asset_db SET tag = 'T4' WHERE serverno = 'sn4'");
  const report = await imported(
    'serverno,status,tag,ethernets\nSN1,A,T1,[]\nSN2,A,T4,[]\nSN3,A,T3,"[1,99]"\nSN5,A,t1,[]\nSN6,A,T6,[]\nsn4,A,T4,[]\n',
  );
  expect(report.map(({ result }) => result)).toEqual([
    'updated',
    'failed',
    'failed',
    'failed',
    'created',
    'updated',
    undefined,
  ]);
  expect([1, 2, 3].map((at) => codesOf(report[at]))).toEqual([
    [['tag', 'not_unique']],
    [['ethernets', 'related_missing']],
    [['tag', 'not_unique']],
  ]);
  expect(await stored('serverno, status')).toEqual([
    { serverno: 'SN1', status: 'A' },
    { serverno: 'SN2', status: 'Offline' },
    { serverno: 'SN3', status: 'Online' },
    { serverno: 'sn4', status: 'A' },
    { serverno: 'SN6', status: 'A' },
  ]);
  const kinds = await blog.db.query('SELECT kind FROM lockstep_event ORDER BY id');
  expect(kinds).toEqual([{ kind: 'updated' }, { kind: 'created' }, { kind: 'updated' }]);
});

test('all or nothing writes nothing where a line cannot be written, and a dry run never does', async () => {
  const file = 'serverno,status\nSN1,Lost\nSN2,Lost\n';
  const refused = await send(`${file}SN3,${'x'.repeat(30)}\n`, '?mode=atomic');
  expect(refused.body).toMatchObject({
    status: 422,
    code: 'import_refused',
    failed: 1,
    rows: [{ line: 4, errors: [{ field: 'status', code: 'invalid_value' }] }],
  });
  for (const mode of ['rows', 'atomic'])
    expect(summaryOf(await imported(file, `?mode=${mode}&dry_run=true`))).toMatchObject({
      updated: 2,
      dry_run: true,
    });
  expect(await blog.db.query("SELECT * FROM blog_asset_db WHERE status = 'Lost'")).toEqual([]);
  expect(await blog.db.query('SELECT * FROM lockstep_event')).toEqual([]);
  expect(summaryOf(await imported(file, '?mode=atomic'))).toMatchObject({ updated: 2 });
});

test('a row that somebody holds or edits fails alone; all or nothing is refused', async () => {
  const lease = await root.put(`${SERVERS}/SN2/lease`, { seconds: 60 });
  expect(lease.status).toBe(200);
  const holder = await hold(blog.db);
  await holder.query("SELECT * FROM blog_asset_db WHERE serverno = 'SN3' FOR UPDATE");
  try {
    const file = 'serverno,status\nSN1,Lost\nSN2,Lost\nSN3,Lost\nsn4,Lost\n';
    const report = await imported(file, '?mode=rows', { prefer: 'wait=0' });
    expect(report.map(({ result }) => result)).toEqual([
      'updated',
      'failed',
      'failed',
      'updated',
      undefined,
    ]);
    expect([codesOf(report[1]), codesOf(report[2])]).toEqual([
      [['', 'lease_held']],
      [['', 'row_locked']],
    ]);
    const atomic = await send('serverno,status\nSN1,Found\nSN3,Found\n', '', { prefer: 'wait=0' });
    expect(atomic.body).toMatchObject({ status: 423, code: 'row_locked' });
    expect(await stored('status')).toMatchObject([{ status: 'Lost' }, {}, {}, {}]);
  } finally {
    await holder.rollback();
    await root.send('DELETE', `${SERVERS}/SN2/lease`);
    await blog.db.query('DELETE FROM lockstep_lease');
  }
});

test.each(['rows', 'atomic'])(
  'under an Idempotency-Key a file is imported once, in the mode %s',
  async (mode) => {
    const headers = { 'idempotency-key': `import-${mode}` };
    const rows = Array.from({ length: 300 }, (_, n) => `I-${n},New`);
    const file = ['serverno,status', ...rows].join('\n');
    const first = await send(file, `?mode=${mode}`, headers);
    await blog.db.query("UPDATE blog_asset_db SET status = 'Moved on' WHERE serverno LIKE 'I-%'");
    const again = await send(file, `?mode=${mode}`, headers);
    expect(again.body).toBe(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const [{ rows: untouched } = {}] = await blog.db.query<Row>(
      "SELECT COUNT(*) AS `rows` FROM blog_asset_db WHERE status = 'Moved on'",
    );
    expect(untouched).toBe(300);
    const other = await send(`${file}\n`, `?mode=${mode}`, headers);
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  },
);

test('a line names its row by any unique field that is shown', async () => {
  const report = await imported(
    'id,serverno,status\n1,SN1,Lost\n2,SN1,Lost\n',
    '?mode=rows&key=id',
  );
  expect(report.map(({ result }) => result)).toEqual(['updated', 'failed', undefined]);
  expect(codesOf(report[1])).toEqual([['serverno', 'field_not_editable']]);
  expect(codesOf((await imported('status\nLost\n'))[0])).toEqual([['serverno', 'key_missing']]);
  for (const key of ['status', 'passwd', 'nosuch'])
    expect((await send('serverno\nSN1\n', `?key=${key}`)).body).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [{ field: 'key', message: 'Name a unique field: id, serverno, tag.' }],
    });
});

test('a key that an old collation calls equal, and that is no spelling of it, names no row', async () => {
  await blog.db.query(
    'ALTER TABLE blog_asset_db MODIFY tag varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL',
  );
  await blog.db.query("UPDATE blog_asset_db SET tag = '😀' WHERE serverno = 'SN1'");
  const report = await imported(
    'tag,serverno,status\n😁,SN77,Lost\n😀,SN1,Found\n',
    '?mode=rows&key=tag',
  );
  expect(report.map(({ result }) => result)).toEqual(['failed', 'updated', undefined]);
  expect(codesOf(report[0])).toEqual([['tag', 'not_unique']]);
  expect(await stored('tag, status')).toMatchObject([{ tag: '😀', status: 'Found' }, {}, {}, {}]);
});

test('a hidden column is refused just as one that is not there', async () => {
  const answers = await Promise.all(
    ['passwd', 'nosuch'].map(async (name) => {
      const csv = await send(`serverno,${name}\nSN1,x\n`);
      const json = await send(`{"serverno":"SN1","${name}":"x"}\n`, '?mode=rows', {
        'content-type': 'application/x-ndjson',
      });
      return JSON.stringify([
        { ...(csv.body as unknown as Row), request_id: '' },
        json.body,
      ]).replaceAll(name, 'NAME');
    }),
  );
  expect(answers[0]).toBe(answers[1]);
  expect(answers[0]).toContain('malformed_import');
  expect(answers[0]).toContain('unknown_field');
});

describe('what an export writes, an import takes back as unchanged', () => {
  let cmdb: TestApp;
  let boss: Browser;

  const LABELS = [
    'cmdb.server',
    'cmdb.region',
    'cmdb.idc',
    'cmdb.rack',
    'cmdb.certificate',
    'legacy.part',
    'auth.user',
  ];

  beforeAll(async () => {
    const db = await createSiteDatabase('models_import_cmdb', 'cmdb');
    await runMigrations(db.dataSource);
    const file = await writeModelsFile('cmdb', {
      'cmdb.server': {
        editable: [
          'hostname',
          'notes',
          'cost',
          'price',
          'extra',
          'ip',
          'uptime',
          'uuid',
          'fingerprint',
          'bought_on',
          'backup_at',
          'bytes_sent',
          'is_virtual',
          'depends_on',
          'watchers',
          'kind',
          'status',
        ],
      },
      'cmdb.region': { lookup_field: 'code', editable: ['name', 'parent'], add: true },
      'cmdb.idc': { editable: ['name', 'region'] },
      'cmdb.rack': { editable: ['name'] },
      'cmdb.certificate': {},
      'legacy.part': {
        editable: [
          'size',
          'marks',
          'made',
          'tiny',
          'flag',
          'middle',
          'big',
          'single',
          'fixed',
          'old_stamp',
          'old_time',
          'milli',
          'span',
          'letters',
          'hash',
          'thing',
          'picture',
          'story',
          'doc',
          'name',
        ],
        permissions: { view: 'IsAuthenticated', change: 'IsAuthenticated' },
      },
      'auth.user': {},
    });
    cmdb = await openTestApp(db, { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' });
    boss = await loginOf(cmdb, await newUser(db, { username: 'boss', isSuperuser: true }));
    // What only SQL and old code write.
    await db.query(
      `UPDATE server SET kind = 'odd', status = '9', notes = "=1+1\\n;'-2", api_token = '', extra = '"text"', price = 1e300 WHERE hostname = 'db-1'`,
    );
    await db.query(
      `UPDATE server SET uuid = REPEAT('f', 32), bytes_sent = -9223372036854775808, uptime = -1, fingerprint = '' WHERE hostname = 'vm-1'`,
    );
    await db.query(
      `INSERT INTO legacy_part (code, size, single, span, doc, name, letters, big) VALUES ('', NULL, 1e-30, '-100:00:00.5', '[1.0, 12345678901234567890]', '', ' x', 0), ('=P', 's', NULL, NULL, 'null', NULL, NULL, NULL)`,
    );
  }, 120_000);

  afterAll(() => cmdb.close());

  test.each(LABELS)('%s', async (label) => {
    const path = `/api/models/${label}`;
    const rows = (await boss.get<{ count: number }>(`${path}?count=true`)).body.count;
    const unchanged = { rows, unchanged: rows, created: 0, updated: 0, failed: 0 };
    for (const [form, type] of [
      ['csv', 'text/csv'],
      ['ndjson', 'application/x-ndjson'],
    ]) {
      const file = await boss.get<string>(`${path}/export?format=${form}`);
      for (const mode of ['rows', 'atomic']) {
        const report = linesOf(
          await boss.post<string>(`${path}/import?mode=${mode}`, file.body, {
            'content-type': type ?? '',
          }),
        );
        expect(report.filter(({ result }) => result !== 'unchanged')).toEqual([
          { summary: { ...unchanged, dry_run: false } },
        ]);
      }
    }
  });

  test('and brings every value back that was changed meanwhile', async () => {
    for (const label of ['cmdb.server', 'legacy.part']) {
      const path = `/api/models/${label}`;
      const list = () => boss.get<{ results: Row[] }>(path);
      for (const form of ['csv', 'ndjson']) {
        const file = (await boss.get<string>(`${path}/export?format=${form}`)).body;
        const first = await list();
        await cmdb.db.query(
          "UPDATE server SET hostname = 'x', notes = 'x', cost = 1, price = 2, extra = '{}', ip = NULL, uptime = 5, uuid = LEFT(SHA2(id, 256), 32), fingerprint = 'x', bought_on = NULL, backup_at = NULL, bytes_sent = 0, is_virtual = 1 WHERE hostname = 'web-1'",
        );
        await cmdb.db.query('DELETE FROM server_depends_on');
        await cmdb.db.query(
          "UPDATE legacy_part SET size = 'l', marks = '', made = 1999, tiny = 0, flag = 0, middle = 1, big = 1, single = 1, fixed = 1, old_stamp = NULL, old_time = NULL, milli = NULL, span = NULL, letters = 'y', hash = NULL, thing = 'x', picture = '', story = NULL, doc = '{}', name = 'x' WHERE code LIKE 'p%'",
        );
        const type = form === 'csv' ? 'text/csv' : 'application/x-ndjson';
        const report = linesOf(
          await boss.post<string>(`${path}/import`, file, { 'content-type': type }),
        );
        expect(summaryOf(report)).toMatchObject({ failed: 0 });
        const after = await list();
        const known = (rows: readonly Row[]) => rows.map((row) => ({ ...row, updated: '' }));
        expect(known(after.body.results)).toEqual(known(first.body.results));
      }
    }
  });
});
