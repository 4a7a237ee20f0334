import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../support/browser.js';
import { createEmptyDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';
import { modelsFile } from '../support/site-models.js';
import { PASSWORD } from '../support/users.js';

// A database that 0.1 made and wrote: assets, one handed out, one deleted, a group, a lease, a session with a search, tokens, the answer
// that is kept for an Idempotency-Key. Statements end with a line of `;;`.
const DUMP = new URL('../fixtures/upgrade/lockstep-0.1.sql', import.meta.url);
const SESSION = '2qqoqk07i35863o9bzmjbut0n2176ejc';
const TOKEN = '48907616df366ccab5b010f77280991ec943261b';
const LEASE = 'd9d73e5b589c87356e73f7ca235fe5ff';

type Row = Record<string, unknown>;

let db: TestDatabase;
let service: ApiProcess;
let before: Map<string, string[]>;
let admin: Browser;

beforeAll(async () => {
  db = await openTestDatabase(await createEmptyDatabase('upgrade'));
  const runner = db.dataSource.createQueryRunner();
  for (const statement of readFileSync(DUMP, 'utf8').split('\n;;\n'))
    if (statement.trim() !== '') await runner.query(statement);
  // An answer is kept for a day.
  await runner.query('UPDATE lockstep_idempotency SET created_at = UTC_TIMESTAMP(6)');
  await runner.release();
  before = await rows();
  const models = modelsFile({
    'assets.asset': {},
    'auth.group': { editable: ['name'], permissions: { view: 'IsAuthenticated' } },
  });
  service = await ApiProcess.start(db.url, { LOCKSTEP_MODELS: models });
  admin = new Browser(service.origin);
  admin.jar.set('sessionid', SESSION);
  await admin.get('/api/auth/csrf');
}, 120_000);

afterAll(async () => {
  await service.stop();
  await db.close();
});

/** Every row of every table, as text. */
async function rows(): Promise<Map<string, string[]>> {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`,
  );
  const all = new Map<string, string[]>();
  for (const { name } of tables) {
    const found = await db.query(`SELECT * FROM \`${name}\``);
    all.set(
      name,
      found.map((row) => JSON.stringify(row)),
    );
  }
  return all;
}

test('the new version starts on it and leaves every row as it was', async () => {
  const after = await rows();
  // The one column that is new; a lease of then has none of it.
  after.set(
    'lockstep_lease',
    (after.get('lockstep_lease') ?? []).map((line) => line.replace(',"taken_at":null}', '}')),
  );
  for (const [table, lines] of before) {
    // A start claims its turn at the jobs of the cluster.
    if (table === 'lockstep_job') continue;
    expect(after.get(table), table).toEqual(expect.arrayContaining(lines));
    if (!table.endsWith('_migrations')) expect(after.get(table)?.length, table).toBe(lines.length);
  }
});

test('who was logged in still is, with what their session had; passwords and tokens are good', async () => {
  expect((await admin.get<Row>('/api/auth/me')).body.username).toBe('admin');
  expect((await admin.get<Row>('/api/session')).body.data).toMatchObject({
    key: 'r5300',
    cart: [1, 2, 3],
  });
  const anna = new Browser(service.origin);
  expect((await anna.login('anna', PASSWORD)).status).toBe(200);
  const me = await anna.get<Row>('/api/auth/me', { authorization: `Token ${TOKEN}` });
  expect(me.body.username).toBe('admin');
});

test('assets have their tags and histories, also what was deleted', async () => {
  const { body, headers } = await admin.get<Row>('/api/assets/1');
  expect(body).toMatchObject({ name: 'r5300g4-24-22', rack: '24', notes: 'by SQL', version: 3 });
  expect(headers.get('etag')).toBe('"1.3"');
  const historyOf = async (id: number) =>
    (await admin.get<{ results: Row[] }>(`/api/assets/${id}/history`)).body.results;
  expect((await historyOf(1)).map(({ kind, source }) => [kind, source])).toEqual([
    ['updated', 'database'],
    ['updated', 'lockstep'],
    ['created', 'lockstep'],
  ]);
  expect((await historyOf(2))[0]).toMatchObject({ note: 'new colleague' });
  expect((await historyOf(3))[0]).toMatchObject({ kind: 'deleted', asset_tag: 'LOCK-000003' });
  const groups = await admin.get<{ results: Row[] }>('/api/models/auth.group/1/history');
  expect(groups.body.results).toMatchObject([{ kind: 'created', actor: { username: 'admin' } }]);
});

test('an edit lock goes on, and a request that was answered is not done again', async () => {
  const refused = await admin.patch<Row>('/api/assets/1', { rack: '25' });
  expect([refused.status, refused.body.code]).toEqual([423, 'lease_held']);
  const written = await admin.patch<Row>(
    '/api/assets/1',
    { rack: '25' },
    { 'lease-token': LEASE, 'if-match': '"1.3"' },
  );
  expect(written.body).toMatchObject({ rack: '25', version: 4 });
  const again = await admin.post<Row>(
    '/api/assets',
    { name: 'once' },
    { 'idempotency-key': 'kept' },
  );
  expect([again.status, again.headers.get('idempotency-replayed'), again.body.id]).toEqual([
    201,
    'true',
    4,
  ]);
  const next = await admin.post<Row>('/api/assets', { name: 'new' });
  expect(next.body.asset_tag).toBe('LOCK-000005');
});
