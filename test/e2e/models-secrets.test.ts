import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { loadConfig } from '../../src/config/index.js';
import { SECRET_KEY } from '../support/app.js';
import { runCli } from '../support/cli.js';
import type { TestDatabase } from '../support/database.js';
import { Listeners } from '../support/event-listener.js';
import { hold } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { ApiProcess } from '../support/process.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';

const SERVERS = '/api/models/blog.asset_db';
/** In every password of the table, and in nothing else. */
const MARK = 'cl3arT3xt';

let db: TestDatabase;
let env: Record<string, string>;
let api: ApiProcess;
const listeners = new Listeners();
/** All that anybody was told: answers with their headers, events, the log and our own tables. */
const told: string[] = [];

beforeAll(async () => {
  db = await createSiteDatabase('models_secrets', 'blog');
  await db.query("UPDATE blog_asset_db SET passwd = CONCAT(?, '-', serverno)", [MARK]);
  await db.query('ALTER TABLE blog_asset_db ADD UNIQUE (passwd, user)');
  await runMigrations(db.dataSource);
  const file = await writeModelsFile('blog', {
    'blog.asset_db': {
      lookup_field: 'serverno',
      editable: ['ip_addr', 'memory', 'status', 'owner', 'remark2', 'ethernets'],
      add: true,
      delete: true,
      defaults: { passwd: `${MARK}-default` },
      search_fields: ['serverno', 'ip_addr', 'remark2'],
    },
    'blog.ethernet': {},
  });
  env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2' };
  const watched = await runCli(db.url, ['watch', 'blog.asset_db', '--yes'], { env });
  expect([watched.status, watched.stderr]).toEqual([0, '']);
  told.push(watched.stdout);
  api = await ApiProcess.start(db.url, { ...env, LOG_LEVEL: 'trace' });
  for (const stream of [api.child.stdout, api.child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => told.push(text));
}, 120_000);

afterAll(async () => {
  await listeners.close();
  await api.stop();
  await db.close();
});

test(
  'a secret of the table is told to nobody, whatever they ask for',
  { timeout: 60_000 },
  async () => {
    const config = loadConfig({ SECRET_KEY, DATABASE_URL: db.url, NODE_ENV: 'test', ...env });
    const id = await newUser(db, { username: 'boss', isSuperuser: true });
    const root = await loginOf({ origin: api.origin, db, config }, id);
    const ask = async (
      expected: number,
      method: string,
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ) => {
      const answer = await root.send(method, path, body, headers);
      expect([method, path, answer.status, answer.body]).toEqual([
        method,
        path,
        expected,
        answer.body,
      ]);
      told.push(JSON.stringify([[...answer.headers], answer.body]));
      return answer;
    };
    const listener = await listeners.listen(api.origin, root, { query: '?model=blog.asset_db' });

    // What is read.
    await ask(200, 'GET', '/api/models');
    await ask(200, 'GET', `${SERVERS}?etags=true&count=true&expand=ethernets`);
    await ask(200, 'GET', `${SERVERS}?search=${MARK}`);
    const { headers } = await ask(200, 'GET', `${SERVERS}/SN1?expand=ethernets`);
    expect(headers.get('etag')).toBeNull();
    const tag = (await ask(200, 'GET', `${SERVERS}/SN1`)).headers.get('etag') ?? '';
    for (const format of ['csv', 'ndjson'])
      await ask(200, 'GET', `${SERVERS}/export?format=${format}`);
    for (const query of [
      'passwd__startswith=c',
      'ordering=passwd',
      'fields=passwd',
      'expand=passwd',
    ]) {
      await ask(400, 'GET', `${SERVERS}?${query}`);
      await ask(400, 'GET', `${SERVERS}/export?${query.replace('expand', 'fields')}`);
    }
    for (const query of ['by=passwd', 'min=passwd', 'by=status&passwd=x'])
      await ask(400, 'GET', `${SERVERS}/aggregate?${query}`);
    await ask(400, 'GET', '/api/models/blog.ethernet?asset_db__passwd__contains=c');

    // What is written.
    await ask(200, 'PATCH', `${SERVERS}/SN1`, { memory: 1 }, { 'idempotency-key': 'one' });
    await ask(200, 'PATCH', `${SERVERS}/SN1`, { memory: 1 }, { 'idempotency-key': 'one' });
    await ask(412, 'PATCH', `${SERVERS}/SN1`, { memory: 2 }, { 'if-match': tag });
    await ask(
      412,
      'PATCH',
      SERVERS,
      { filter: { memory: 1 }, set: { memory: 2 } },
      { 'if-match': tag },
    );
    await ask(400, 'PATCH', `${SERVERS}/SN1`, { passwd: 'x', memory: 2 });
    await ask(400, 'PATCH', SERVERS, { filter: { passwd__startswith: 'c' }, set: { memory: 2 } });
    await ask(200, 'PATCH', SERVERS, {
      filter: { status: 'Online' },
      set: { memory: 3 },
      note: 'all',
    });
    const claim = { filter: { status: 'Online' }, set: { status: 'Taken' }, count: 1 };
    await ask(200, 'POST', `${SERVERS}/claim`, claim, { 'idempotency-key': 'two' });
    await ask(409, 'POST', `${SERVERS}/claim`, { ...claim, count: 500 });
    const made = { serverno: 'new', ip_addr: '10.0.0.1' };
    await ask(201, 'POST', SERVERS, made, { 'idempotency-key': 'three' });
    // The default of the hidden field is taken, so the index over it refuses a second row; nobody learns which value that is.
    const refused = await ask(409, 'POST', SERVERS, { ...made, serverno: 'newer' });
    expect(refused.body).toMatchObject({ code: 'not_unique', fields: ['user'] });
    await ask(409, 'PUT', `${SERVERS}/newest`, { ip_addr: '10.0.0.1' });
    const update = { op: 'update', model: 'blog.asset_db', key: 'SN2', set: { memory: 5 } };
    const create = { op: 'create', model: 'blog.asset_db', values: { ...made, serverno: 'newer' } };
    await ask(200, 'POST', '/api/batch', { operations: [update] }, { 'idempotency-key': 'four' });
    await ask(409, 'POST', '/api/batch', { operations: [update, create] });
    await ask(200, 'POST', '/api/batch', { atomic: false, operations: [update, create] });
    const stale = { ...update, if_match: tag };
    await ask(412, 'POST', '/api/batch', { operations: [stale] });
    const holder = await hold(db);
    await holder.query('SELECT * FROM blog_asset_db FOR UPDATE');
    await ask(423, 'PATCH', `${SERVERS}/SN2`, { memory: 6 }, { prefer: 'wait=0' });
    await holder.rollback();
    await ask(200, 'PUT', `${SERVERS}/SN2/lease`, { seconds: 60 });
    await ask(200, 'GET', `${SERVERS}/SN2/lease`);
    await ask(423, 'PATCH', `${SERVERS}/SN2`, { memory: 6 });
    await ask(200, 'GET', '/api/locks');
    await ask(204, 'DELETE', `${SERVERS}/new`);

    // What others write, and what is told of all that.
    await db.query(
      "UPDATE blog_asset_db SET passwd = CONCAT(passwd, '!'), memory = 9 WHERE serverno = 'SN3'",
    );
    await db.query('DELETE FROM blog_asset_db_ethernets');
    await db.query("DELETE FROM blog_asset_db WHERE serverno = 'sn4'");
    for (const key of ['SN1', 'SN2', 'SN3', 'new'])
      await ask(200, 'GET', `${SERVERS}/${key}/history`);
    await listener.until(() =>
      listener.events.some(({ kind, data }) => kind === 'deleted' && data.source === 'database'),
    );
    told.push(JSON.stringify(listener.events));

    // A fault of ours: the table is gone, and then something of it is wrong.
    await db.query('ALTER TABLE blog_asset_db RENAME TO elsewhere');
    await ask(503, 'PATCH', `${SERVERS}/SN1`, { memory: 7 });
    await ask(503, 'POST', SERVERS, { ...made, serverno: 'newer' });
    await db.query('ALTER TABLE elsewhere RENAME TO blog_asset_db');

    const tables = await db.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND (table_name LIKE 'lockstep%' OR table_name LIKE 'assets%')`,
    );
    for (const { name } of tables)
      told.push(JSON.stringify(await db.query(`SELECT * FROM ${name}`)));
    const kept = await db.query<{ kind: string; source: string }>(
      'SELECT kind, source FROM lockstep_event',
    );
    expect(new Set(kept.map(({ kind, source }) => `${kind} ${source}`))).toEqual(
      new Set([
        'created api',
        'updated api',
        'deleted api',
        'updated database',
        'deleted database',
      ]),
    );
    const [answers] = await db.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM lockstep_idempotency',
    );
    expect(answers?.n).toBe(4);
    await api.stop();

    const all = told.join('\n');
    // It was listened to: the log, the answers, the history and the events.
    for (const sign of [
      '"path":"/api/models/blog.asset_db/SN1"',
      'i350',
      '"covers":"all"',
      '"source":"database"',
    ])
      expect([sign, all.includes(sign)]).toEqual([sign, true]);
    const spellings = [
      MARK,
      Buffer.from(MARK).toString('hex'),
      Buffer.from(MARK).toString('base64').slice(0, -2),
    ];
    for (const spelling of spellings) {
      const at = all.indexOf(spelling);
      expect(at < 0 ? '' : all.slice(Math.max(0, at - 300), at + 300)).toBe('');
    }
  },
);
