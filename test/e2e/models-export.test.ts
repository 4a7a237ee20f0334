import { get } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { parseJson, JsonNumber } from '../../src/exact-json.js';
import { RecordExport } from '../../src/records/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { loginOf } from '../support/logins.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { grant, newUser } from '../support/users.js';

type User = Parameters<RecordExport['run']>[0];

let blog: TestApp;
let cmdb: TestApp;
let root: Browser;

const BLOG = '/api/models/blog.asset_db/export';

beforeAll(async () => {
  blog = await siteApp('blog', {
    'blog.asset_db': { lookup_field: 'serverno', ordering: ['-status'] },
    'blog.ethernet': {},
  });
  cmdb = await siteApp('cmdb', {
    'cmdb.server': {},
    'legacy.reading': { permissions: { view: 'IsAuthenticated' } },
    'legacy.slot': { permissions: { view: 'IsAuthenticated' } },
    'legacy.part': { permissions: { view: 'IsAuthenticated' } },
  });
  root = await visitor(blog, { username: 'boss', isSuperuser: true });
}, 120_000);

afterAll(async () => {
  await blog.close();
  await cmdb.close();
});

async function siteApp(name: 'blog' | 'cmdb', models: Record<string, object>): Promise<TestApp> {
  const db = await createSiteDatabase(`models_export_${name}`, name);
  await runMigrations(db.dataSource);
  const file = await writeModelsFile(name, models);
  return openTestApp(db, { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' });
}

const visitor = async (site: TestApp, user: Parameters<typeof newUser>[1]): Promise<Browser> =>
  loginOf(site, await newUser(site.db, user));

const EVERYBODY: User = {
  id: 0,
  username: '',
  firstName: '',
  lastName: '',
  email: '',
  isStaff: true,
  isSuperuser: true,
  permissions: new Set(),
};

const exportOf = (site: TestApp, label: string, user = EVERYBODY, parameters = {}) =>
  site.app
    .get(RecordExport, { strict: false })
    .run(user, label, parameters, { format: 'ndjson', bom: false });

async function rest(pieces: AsyncIterable<string>): Promise<Record<string, unknown>[]> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return rowsOf(text);
}

const rowsOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => parseJson(line) as Record<string, unknown>);

test('a model is exported as CSV with its shown fields and its many-to-many keys, by its key', async () => {
  await blog.db.query(`UPDATE blog_asset_db SET cpu = '=1+1' WHERE serverno = 'SN3'`);
  const { headers, body } = await root.get<string>(BLOG);
  expect(headers.get('content-disposition')).toBe('attachment; filename="blog.asset_db.csv"');
  expect(body.split('\r\n')).toEqual([
    'id,serverno,ip_addr,user,cpu,memory,status,owner,remark2,ethernets',
    '1,SN1,10.0.0.1,root,r5300g4-24-22,16,Online,张三,上海机房,"[1,2]"',
    '2,SN2,10.0.0.2,root,Xeon 4210,64,Offline,Ann,Remark,[3]',
    "3,SN3,10.0.0.10,root,'=1+1,0,Online,',remark,[]",
    '4,sn4,,root,鲲鹏 920,128,Repair,李四,,"[1,3]"',
    '',
  ]);
});

test('an export takes the filters, the ordering and the fields of the list, and the form of the file', async () => {
  const query = 'ethernets__e_model=i350&ordering=-memory&fields=serverno,ethernets';
  expect((await root.get<string>(`${BLOG}?${query}&format=ndjson`)).body).toBe(
    '{"serverno":"sn4","ethernets":[1,3]}\n{"serverno":"SN2","ethernets":[3]}\n{"serverno":"SN1","ethernets":[1,2]}\n',
  );
  const bom = await root.get<string>(`${BLOG}?fields=serverno&serverno=SN9&bom=true`);
  expect(bom.body.replace('\ufeff', '')).toBe('serverno\r\n');
  expect((await root.get(BLOG, { accept: 'image/png' })).body).toMatchObject({ status: 406 });
  for (const bad of ['format=xls', 'limit=5', 'cursor=x', 'count=1', 'etags=1', 'expand=ethernets'])
    expect((await root.get(`${BLOG}?${bad}`)).body).toMatchObject({
      status: 400,
      code: 'invalid_lookup',
    });
});

test('a hidden column is in no export, and named there it is one that is not', async () => {
  for (const query of ['', '?format=ndjson'])
    expect((await root.get<string>(BLOG + query)).body).not.toMatch(/passwd|hunter2/);
  const answers = await Promise.all(
    ['passwd', 'nosuch'].map((name) => root.get(`${BLOG}?fields=${name}`)),
  );
  const bodies = answers.map(({ body }) => ({ ...body, request_id: '' }));
  expect(bodies[0]).toEqual(bodies[1]);
});

test('whoever may not view the model finds none, and who loses the right gets no further piece', async () => {
  const nobody = await visitor(blog, { username: 'nobody' });
  expect((await nobody.get(BLOG)).body).toMatchObject({ status: 404, code: 'model_not_found' });
  expect((await blog.browser().get(BLOG)).status).toBe(401);
  const id = await newUser(blog.db, { username: 'viewer' });
  await grant(blog.db, id, 'blog.view_ethernet');
  const cards = Array.from({ length: 60 }, (_, n) => [`card ${n}`, '', '00']);
  await blog.db.query('INSERT INTO blog_ethernet (e_model, e_sn, e_porttype) VALUES ?', [cards]);
  const user = { ...EVERYBODY, id, isStaff: false, isSuperuser: false };
  const pieces = exportOf(blog, 'blog.ethernet', user);
  expect((await pieces.next()).done).toBe(false);
  await blog.db.query('DELETE FROM auth_user_user_permissions WHERE user_id = ?', [id]);
  await expect(pieces.next()).rejects.toMatchObject({ code: 'model_not_found' });
});

test('every row that is there all the time comes once, whatever writers do meanwhile', async () => {
  const rows = Array.from({ length: 200 }, (_, n) => [
    `K-${n}`,
    '',
    '',
    '',
    '',
    '',
    `${n % 7}`,
    '',
  ]);
  await blog.db.query(
    'INSERT INTO blog_asset_db (serverno, ip_addr, user, passwd, cpu, memory, status, remark2) VALUES ?',
    [
      rows.map(([serverno, ip, user, passwd, cpu, , status, remark]) => [
        serverno,
        ip,
        user,
        passwd,
        cpu,
        0,
        status,
        remark,
      ]),
    ],
  );
  const pieces = exportOf(blog, 'blog.asset_db', EVERYBODY, { serverno__startswith: 'K-' });
  const seen = rowsOf((await pieces.next()).value as string);
  // The order of the model, `-status`, is turned round, one row goes, one is new.
  await blog.db.query("UPDATE blog_asset_db SET status = 9 - status WHERE serverno LIKE 'K-%'");
  await blog.db.query("DELETE FROM blog_asset_db WHERE serverno IN ('K-0', 'K-150')");
  await blog.db.query(
    "INSERT INTO blog_asset_db (serverno, ip_addr, user, passwd, cpu, memory, status, remark2) VALUES ('K-new', '', '', '', '', 0, '', '')",
  );
  const names = [...seen, ...(await rest(pieces))].map(({ serverno }) => serverno);
  expect(new Set(names).size).toBe(names.length);
  const stayed = rows.map(([serverno]) => serverno).filter((name) => name !== 'K-150');
  expect(names.filter((name) => name !== 'K-new')).toEqual(stayed);
});

test('values of every type come as answers show them, with every digit', async () => {
  const boss = await visitor(cmdb, { username: 'boss', isSuperuser: true });
  const { body } = await boss.get<string>(
    '/api/models/cmdb.server/export?format=ndjson&hostname=web-1',
  );
  const list = await boss.get<{ results: object[] }>('/api/models/cmdb.server?hostname=web-1');
  expect(JSON.parse(body)).toEqual(list.body.results[0]);
  expect(rowsOf(body)[0]).toMatchObject({
    bytes_sent: new JsonNumber('9223372036854775807'),
    extra: { big: new JsonNumber('7088992364139642880') },
    cost: '1999.90',
    uptime: 'P3DT04H00M00.000005S',
    fingerprint: 'AP8Q',
    depends_on: [2],
  });
  const parts = await boss.get<string>(
    '/api/models/legacy.part/export?fields=code,big,fixed,picture,doc',
  );
  expect(parts.body).toBe(
    'code,big,fixed,picture,doc\r\np 1/ä,18446744073709551615,12345678901234.123456,cGljdHVyZQ==,"{""a"":[1,null]}"\r\n',
  );
});

test('a table without a key is read at once or not at all, one with a key of two columns goes on by it', async () => {
  const boss = await visitor(cmdb, { username: 'keys', isSuperuser: true });
  const readings = '/api/models/legacy.reading/export';
  const slots = Array.from({ length: 300 }, (_, n) => [`C${n % 3}`, n + 10, 'x']);
  await cmdb.db.query('INSERT INTO legacy_slot (chassis, number, card) VALUES ?', [slots]);
  const cards = rowsOf(
    (await boss.get<string>('/api/models/legacy.slot/export?format=ndjson')).body,
  );
  expect(
    new Set(cards.map(({ chassis, number }) => `${chassis as string} ${number as number}`)).size,
  ).toBe(302);
  expect((await boss.get<string>(readings)).body).toBe('sensor,value\r\n1,20.5\r\n1,21\r\n');
  await cmdb.db.query(
    'INSERT INTO legacy_reading (sensor, value) SELECT 2, seq.number FROM legacy_slot seq, legacy_slot other LIMIT 9999',
  );
  expect((await boss.get(readings)).body).toMatchObject({
    status: 409,
    code: 'no_key',
    most: 10_000,
  });
  const few = await boss.get<string>(`${readings}?sensor=2&format=ndjson`);
  expect(rowsOf(few.body)).toHaveLength(9999);
});

test('a caller who hangs up ends the export', async () => {
  const service = blog.app.get(RecordExport, { strict: false });
  const run = service.run.bind(service);
  const ended = new Promise<void>((resolve) => {
    vi.spyOn(service, 'run').mockImplementation(async function* (...words) {
      try {
        for (;;) yield* run(...words);
      } finally {
        resolve();
      }
    });
  });
  const headers = { cookie: `sessionid=${root.jar.get('sessionid')}` };
  const call = get(`${blog.origin}${BLOG}`, { headers }, (answer) => {
    answer.once('data', () => call.destroy()).on('error', () => undefined);
  });
  call.on('error', () => undefined);
  await ended;
  vi.restoreAllMocks();
  expect((await root.get<string>(`${BLOG}?serverno=SN1&fields=serverno`)).body).toBe(
    'serverno\r\nSN1\r\n',
  );
});

test('an export whose table loses a column ends with its connection', async () => {
  const pieces = exportOf(blog, 'blog.ethernet');
  await pieces.next();
  await blog.db.query('ALTER TABLE blog_ethernet DROP COLUMN e_sn');
  await expect(pieces.next()).rejects.toMatchObject({ code: 'schema_changed' });
});
