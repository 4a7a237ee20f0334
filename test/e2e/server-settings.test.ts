import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RowLockedError, runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { runCli } from '../support/cli.js';
import { openTestDatabase } from '../support/database.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newAsset } from '../support/new-asset.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { grant, newUser, PASSWORD } from '../support/users.js';

// A server on which everything that a connection inherits is the opposite of what our SQL needs. Each test here is about one
// variable, and fails when `session-variables.ts` does not set it.
const FLAGS = [
  '--autocommit=0',
  '--skip-character-set-client-handshake',
  '--character-set-server=latin1',
  '--collation-server=latin1_swedish_ci',
  '--lc-messages=de_DE',
  '--default-time-zone=+05:00',
  '--transaction-isolation=SERIALIZABLE',
  '--innodb-lock-wait-timeout=50',
  '--innodb-rollback-on-timeout=ON',
];

/** Set when the server runs, because its own start would not survive them. */
const GLOBALS = [
  `sql_mode = 'NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,ANSI_QUOTES'`,
  `init_connect = 'SET sql_select_limit = 1, NAMES latin1'`,
  `completion_type = 'CHAIN'`,
  `default_regex_flags = 'EXTENDED'`,
  `default_storage_engine = 'MyISAM'`,
  `old_mode = ''`,
  ...['tx_read_only = 1', 'sql_auto_is_null = 1', 'sql_safe_updates = 1', 'sql_if_exists = 1'],
  ...['max_join_size = 1', 'sql_select_limit = 1', 'group_concat_max_len = 4'],
  ...['div_precision_increment = 0', 'max_sort_length = 64', 'max_statement_time = 0.3'],
  ...['foreign_key_checks = 0', 'unique_checks = 0', 'check_constraint_checks = 0'],
  ...['idle_transaction_timeout = 1', 'idle_write_transaction_timeout = 1'],
  ...['idle_readonly_transaction_timeout = 1', 'wait_timeout = 1'],
  ...['lock_wait_timeout = 86400', 'net_read_timeout = 1', 'net_write_timeout = 1'],
];

let server: PrivateServer;
/** Another program, as root, which no `init_connect` reaches. */
let outsider: mysql.Connection;
let site: TestApp;
let root: Browser;

beforeAll(async () => {
  server = await startPrivateServer(FLAGS, 'MariaDB');
  const { searchParams } = new URL(server.url('lockstep'));
  outsider = await mysql.createConnection({
    user: 'root',
    database: 'lockstep',
    socketPath: searchParams.get('socketPath') ?? '',
  });
  await outsider.query('SET autocommit = 1');
  await outsider.query(`CREATE USER site@localhost`);
  await outsider.query(`GRANT ALL ON lockstep.* TO site@localhost`);
  await outsider.query(`SET GLOBAL ${GLOBALS.join(', GLOBAL ')}`);
  const url = server.url('lockstep').replace('root@', 'site@');
  // One connection: what one statement leaves behind in its session meets the next.
  const env = { DB_POOL_SIZE: '1', LOCK_WAIT_SECONDS: '1' };
  const db = await openTestDatabase(url, env);
  await runMigrations(db.dataSource);
  site = await openTestApp(db, env);
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(async () => {
  await site.close();
  await outsider.end();
  await server.stop();
});

/** What the server has, as another program sees it. */
async function seen(sql: string, params: unknown[] = []): Promise<unknown[]> {
  const [rows] = await outsider.query(sql, params);
  return rows as unknown[];
}

/** One value by a connection of ours. */
const value = async (expression: string): Promise<unknown> =>
  (await site.db.database.query<{ value: unknown }>(`SELECT ${expression} AS value`))[0]?.value;

const refused = (sql: string): Promise<unknown> =>
  site.db.database.execute(sql).then(
    () => undefined,
    (error: unknown) => error,
  );

test('autocommit: a session and a superuser that were reported are there for others', async () => {
  const visitor = site.browser();
  expect((await visitor.login('root', PASSWORD)).status).toBe(200);
  const key = visitor.jar.get('sessionid');
  const sql = 'SELECT COUNT(*) AS n FROM django_session WHERE session_key = ?';
  expect(await seen(sql, [key])).toEqual([{ n: 1 }]);
  const words = ['createsuperuser', '--username', 'ada'];
  const created = await runCli(site.db.url, words, { input: `${PASSWORD}\n` });
  expect(created).toMatchObject({ status: 0 });
  const [ada] = await seen(`SELECT COUNT(*) AS n FROM auth_user WHERE username = 'ada'`);
  expect(ada).toEqual({ n: 1 });
});

test('character_set_client, _results, collation_connection: every character is stored and found', async () => {
  const name = 'Müller 漢 😀';
  const { id, path } = await newAsset(root, { name });
  const [row] = await seen('SELECT HEX(name) AS hex FROM assets_asset WHERE id = ?', [id]);
  expect(row).toEqual({ hex: Buffer.from(name).toString('hex').toUpperCase() });
  expect((await root.get(path)).body.name).toBe(name);
  const query = `name__icontains=${encodeURIComponent('漢 😀')}`;
  expect((await root.get<{ results: object[] }>(`/api/assets?${query}`)).body.results).toHaveLength(
    1,
  );
});

test('sql_auto_is_null: IS NULL does not find the row just made', async () => {
  await newAsset(root);
  const { body } = await root.get<{ results: object[] }>('/api/assets?id__isnull=true');
  expect(body.results).toEqual([]);
});

test('sql_select_limit: a SELECT has all its rows, whatever init_connect says', async () => {
  await newAsset(root);
  await newAsset(root);
  const ids = await site.db.database.query('SELECT id FROM assets_asset');
  expect(ids.length).toBeGreaterThan(1);
});

test('lc_messages: a duplicate names its field, and in an import it is the failure of one row', async () => {
  await newAsset(root, { asset_tag: 'D-1', serial: "it's" });
  const twin = await root.post('/api/assets', { name: 'twin', serial: "it's" });
  expect(twin).toMatchObject({ status: 409, body: { code: 'duplicate_value', field: 'serial' } });
  const file = "asset_tag,name,serial\nD-2,two,it's\nD-3,three,\n";
  expect(linesOf(await sendFile(root, file, '?mode=rows'))).toMatchObject([
    { line: 2, result: 'failed', errors: [{ field: 'serial' }] },
    { line: 3, result: 'created' },
    { summary: { failed: 1, created: 1 } },
  ]);
  // For whoever reads the log.
  expect(await value('@@lc_messages')).toBe('en_US');
});

test('foreign_key_checks: a row that another table refers to stays, and the answer names the table', async () => {
  const { id, path } = await newAsset(root);
  await outsider.query(
    `CREATE TABLE lending_loan (id int AUTO_INCREMENT PRIMARY KEY, asset_id bigint NOT NULL,
      CONSTRAINT loan_asset FOREIGN KEY (asset_id) REFERENCES assets_asset (id)) ENGINE=InnoDB`,
  );
  await outsider.query('INSERT INTO lending_loan (asset_id) VALUES (?)', [id]);
  const { status, body } = await root.delete(path);
  expect({ status, table: body.table }).toEqual({ status: 409, table: 'lending_loan' });
  expect((await root.get(path)).status).toBe(200);
});

test('group_concat_max_len: a user has all their permissions', async () => {
  const user = await newUser(site.db, { username: 'clerk' });
  await grant(site.db, user, 'assets.add_asset', 'assets.change_asset', 'assets.view_asset');
  const clerk = await loginOf(site, user);
  const { path } = await newAsset(clerk);
  expect((await clerk.patch(path, { name: 'changed' })).status).toBe(200);
});

test('sql_mode: a text that is too long is refused, and a backslash stays what it is', async () => {
  expect(
    await refused(`INSERT INTO lockstep_job (name, last_run) VALUES (REPEAT('x', 300), NOW())`),
  ).toMatchObject({ errno: 1406 });
  const name = String.raw`a\' OR 1=1 -- "b" || c`;
  const { path } = await newAsset(root, { name });
  expect((await root.get(path)).body.name).toBe(name);
});

test('check_constraint_checks: a document that is no JSON is refused', async () => {
  const { id } = await newAsset(root);
  expect(await refused(`UPDATE assets_asset SET custom = '{' WHERE id = ${id}`)).toMatchObject({
    errno: 4025,
  });
});

test('time_zone, div_precision_increment, max_sort_length: SQL gives the values that it gives elsewhere', async () => {
  expect(await value('TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), NOW())')).toBe(0);
  expect(await value('CAST(1 / 3 AS CHAR)')).toBe('0.3333');
  const texts = `SELECT CONCAT(REPEAT('x', 100), 'b') AS t UNION ALL SELECT CONCAT(REPEAT('x', 100), 'a')`;
  const sorted = await site.db.database.query<{ t: string }>(
    `SELECT t FROM (${texts}) texts ORDER BY t`,
  );
  expect(sorted.map(({ t }) => t.at(-1))).toEqual(['a', 'b']);
});

test('default_regex_flags: a blank in a regular expression is a blank', async () => {
  await newAsset(root, { name: 'two words' });
  const { body } = await root.get<{ results: object[] }>('/api/assets?name__regex=two%20words');
  expect(body.results).toHaveLength(1);
});

test('every table is transactional, though MyISAM is the default', async () => {
  expect(
    await seen(
      `SELECT table_name FROM information_schema.tables
        WHERE table_schema = 'lockstep' AND engine <> 'InnoDB'`,
    ),
  ).toEqual([]);
});

test('sql_safe_updates, sql_if_exists: a statement does what it says, or fails', async () => {
  expect(await refused('UPDATE lockstep_job SET last_run = last_run WHERE 1 + 1 = 2')).toBe(
    undefined,
  );
  expect(await refused('DROP TABLE no_such_table')).toMatchObject({ errno: 1051 });
});

test('max_join_size: a list looks at as many rows as it needs', async () => {
  const { status } = await root.get('/api/assets?assigned_to__username__contains=x');
  expect(status).toBe(200);
});

test('max_statement_time: a statement may take its time', async () => {
  expect(await value('SLEEP(0.5)')).toBe(0);
});

test('tx_isolation, completion_type, tx_read_only: a transaction reads what was committed, writes, and ends', async () => {
  const { id } = await newAsset(root, { name: 'before' });
  const names = await site.db.database.inTransaction(async (tx) => {
    const read = 'SELECT name FROM assets_asset WHERE id = ?';
    const before = (await tx.query(read, [id])) as unknown;
    await outsider.query(`UPDATE assets_asset SET name = 'after' WHERE id = ?`, [id]);
    return [before, (await tx.query(read, [id])) as unknown];
  });
  expect(names).toEqual([[{ name: 'before' }], [{ name: 'after' }]]);
  expect(await value('@@in_transaction')).toBe(0);
});

test('innodb_lock_wait_timeout, innodb_rollback_on_timeout: a locked row is 423 in the time that the caller gives', async () => {
  const { id, path } = await newAsset(root, { name: 'mine' });
  await outsider.query('START TRANSACTION READ WRITE');
  await outsider.query('SELECT id FROM assets_asset WHERE id = ? FOR UPDATE', [id]);
  const { status, body } = await root.patch(path, { name: 'theirs' }, { prefer: 'wait=1' });
  await outsider.query('COMMIT AND NO CHAIN');
  expect({ status, code: body.code }).toEqual({ status: 423, code: 'row_locked' });
  expect((await root.patch(path, { name: 'theirs' })).status).toBe(200);
});

test('innodb_lock_wait_timeout, lock_wait_timeout: the first statement of a connection waits no longer, either', async () => {
  const touch = `UPDATE lockstep_job SET last_run = last_run WHERE name = 'touched'`;
  await site.db.query(`INSERT INTO lockstep_job (name, last_run) VALUES ('touched', NOW())`);
  for (const [lock, unlock] of [
    ['START TRANSACTION READ WRITE', 'COMMIT AND NO CHAIN'],
    ['FLUSH TABLES WITH READ LOCK', 'UNLOCK TABLES'],
  ] as const) {
    const fresh = await openTestDatabase(site.db.url, { LOCK_WAIT_SECONDS: '1' });
    await outsider.query(lock);
    if (lock.startsWith('START')) await outsider.query(touch);
    try {
      await expect(fresh.database.execute(touch)).rejects.toThrow(RowLockedError);
    } finally {
      await outsider.query(unlock);
      await fresh.close();
    }
  }
});

test('lock_wait_timeout: under FLUSH TABLES WITH READ LOCK reads go on, and writes and logins are told so in time', async () => {
  const { path } = await newAsset(root);
  await outsider.query('FLUSH TABLES WITH READ LOCK');
  try {
    const start = performance.now();
    const locked = { status: 423, body: { code: 'row_locked', retry_after: 1 } };
    expect((await root.get(path)).status).toBe(200);
    expect(await root.patch(path, { name: 'x' }, { prefer: 'wait=1' })).toMatchObject(locked);
    expect(await root.patch(path, { name: 'x' })).toMatchObject(locked);
    expect(await site.browser().login('root', PASSWORD)).toMatchObject(locked);
    // The server's own is a day; the limit of a statement would be 20 s each.
    expect(performance.now() - start).toBeLessThan(20_000);
  } finally {
    await outsider.query('UNLOCK TABLES');
  }
  expect((await root.patch(path, { name: 'y' })).status).toBe(200);
});

test('the triggers carry our mode and character set, so that other programs write the same history', async () => {
  const { id } = await newAsset(root, { name: 'plain' });
  await outsider.query(`UPDATE assets_asset SET name = _utf8mb4 x'E6BCA2' WHERE id = ?`, [id]);
  const { body } = await root.get<{ results: { changes: object }[] }>(`/api/assets/${id}/history`);
  expect(JSON.stringify(body.results[0])).toContain('漢');
});
