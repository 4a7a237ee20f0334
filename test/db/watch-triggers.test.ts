import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ownTables } from '../../src/database/index.js';
import { type Watch, watchesOf, watchSentence } from '../../src/events/watch-state.js';
import { watchTriggers } from '../../src/events/watch-triggers.js';
import {
  readWatchTriggers,
  unwatchStatements,
  watchStatements,
} from '../../src/events/watch.repository.js';
import { parseJson } from '../../src/exact-json.js';
import { assemble } from '../../src/model/assemble.js';
import { type Model, shownFields } from '../../src/model/index.js';
import { SchemaRepository } from '../../src/model/schema.repository.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';

type Event = [kind: string, key: string, changes: unknown];

let db: TestDatabase;
/** Whoever does not know of us, as Django or a SQL shell. */
let site: TestDatabase;

const LABEL = 'shop.item';

beforeAll(async () => {
  db = await createTestDatabase('watch_triggers');
  site = await openTestDatabase(db.url, { DB_POOL_SIZE: '1' });
  await db.query("INSERT INTO django_content_type (app_label, model) VALUES ('shop', 'item')");
});

afterAll(async () => {
  await site.close();
  await db.close();
});

beforeEach(async () => {
  await db.query('DROP TABLE IF EXISTS shop_item');
  await db.query('DELETE FROM lockstep_event');
});

const ask = <T>(sql: string, params?: unknown[]) => db.query<T>(sql, params);

async function modelOf(entry: object = {}): Promise<Model> {
  const schema = await new SchemaRepository(ask).read();
  const { models, faults } = assemble(schema, {
    entries: { [LABEL]: entry },
    dump: undefined,
    faults: [],
  });
  expect(faults).toEqual([]);
  const model = models.get(LABEL);
  if (!model) throw new Error('there is no model');
  return model;
}

async function watch(...values: string[]): Promise<Model> {
  const model = await modelOf();
  const fields = shownFields(model).filter(({ name }) => values.includes(name));
  const seen = await readWatchTriggers(ask);
  for (const sql of watchStatements(watchTriggers(model, fields, ownTables()), seen))
    await db.query(sql);
  return model;
}

async function watches(...models: Model[]): Promise<Watch[]> {
  return watchesOf(
    new Map(models.map((model) => [model.label, model])),
    await readWatchTriggers(ask),
    ownTables(),
  );
}

async function events(): Promise<Event[]> {
  const rows = await db.query<Record<string, string>>(
    'SELECT kind, row_key, changes FROM lockstep_event ORDER BY id',
  );
  return rows.map(({ kind = '', row_key = '', changes = '' }) => [
    kind,
    row_key,
    parseJson(changes),
  ]);
}

const TABLE = `CREATE TABLE shop_item (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NULL,
  price decimal(8,2) NULL, data varbinary(100) NULL, made datetime(6) NULL, seen timestamp(6) NULL, extra json NULL,
  ratio double NULL, secret_code varchar(9) NULL) DEFAULT CHARSET=latin1`;

test('every statement of others is an event that names the key and nothing else, and ours are none', async () => {
  await db.query(TABLE);
  const shape = await db.query('SHOW CREATE TABLE shop_item');
  const model = await watch();
  expect(await db.query('SHOW CREATE TABLE shop_item')).toEqual(shape);
  expect(await watches(model)).toEqual([
    { label: LABEL, table: 'shop_item', values: [], faults: [] },
  ]);
  await site.query("INSERT INTO shop_item (name) VALUES ('a'), ('b')");
  const [{ id } = { id: 0 }] = await site.query<{ id: number }>('SELECT LAST_INSERT_ID() AS id');
  await site.query("UPDATE shop_item SET name = 'c'");
  await db.database.inTransaction((tx) => tx.query("UPDATE shop_item SET name = 'ours'"));
  await site.query('UPDATE shop_item SET id = 7 WHERE id = 1');
  await site.query('DELETE FROM shop_item WHERE id = 7');
  await site.query("REPLACE INTO shop_item (id, name) VALUES (2, 'r')");
  expect(id).toBe(1);
  expect(await events()).toEqual(
    [
      ['created', '1'],
      ['created', '2'],
      ['updated', '1'],
      ['updated', '2'],
      ['deleted', '1'],
      ['created', '7'],
      ['deleted', '7'],
      ['deleted', '2'],
      ['created', '2'],
    ].map((event) => [...event, {}]),
  );
  for (const sql of unwatchStatements(LABEL, await readWatchTriggers(ask))) await db.query(sql);
  expect(await db.query('SHOW TRIGGERS LIKE "shop_item"')).toEqual([]);
});

test('with values the events tell them, whatever their type, and an update of none of them is no event', async () => {
  await db.query(TABLE);
  await watch('name', 'price', 'data', 'made', 'seen', 'extra', 'ratio');
  await site.query("SET time_zone = '+08:00'");
  await site.query(
    `INSERT INTO shop_item (name, price, data, made, seen, extra, secret_code)
      VALUES ('né"\\\\', 1.5, REPEAT(X'00ff', 50), '2026-01-31 08:00:00.5', '2026-01-31 08:00:00.5', '{"k": [1]}', 'hush')`,
  );
  await site.query("SET time_zone = '+00:00'");
  await site.query("UPDATE shop_item SET name = 'Né\"\\\\', ratio = 0.1, secret_code = 'x'");
  await site.query("UPDATE shop_item SET secret_code = 'y', price = price");
  await site.query('UPDATE shop_item SET price = NULL');
  await site.query('DELETE FROM shop_item');
  const [created, updated, priced, deleted, ...others] = await events();
  const values = {
    name: 'né"\\',
    price: '1.50',
    data: Buffer.from('00ff'.repeat(50), 'hex').toString('base64'),
    made: '2026-01-31 08:00:00.500000',
    seen: '2026-01-31 00:00:00.500000',
    extra: '{"k": [1]}',
  };
  const each = (of: object, pair: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, pair(value)]));
  expect(created).toEqual(['created', '1', each(values, (value) => [null, value])]);
  expect(updated).toEqual([
    ...['updated', '1'],
    { name: ['né"\\', 'Né"\\'], ratio: [null, '0.1'] },
  ]);
  expect(priced).toEqual(['updated', '1', { price: ['1.50', null] }]);
  const last = { ...values, name: 'Né"\\', ratio: '0.1', price: null };
  const { price: _, ...there } = last;
  expect(deleted).toEqual(['deleted', '1', each(there, (value) => [value, null])]);
  expect(others).toEqual([]);
});

test('when lockstep_event is gone or a column of it, the writes of the site go on', async () => {
  await db.query(TABLE);
  await watch('name');
  await db.query('RENAME TABLE lockstep_event TO aside');
  await site.query("INSERT INTO shop_item (name) VALUES ('a')");
  await site.query("UPDATE shop_item SET name = 'b'");
  await site.query('UPDATE shop_item SET id = 9');
  await db.query('RENAME TABLE aside TO lockstep_event');
  await db.query('ALTER TABLE lockstep_event DROP COLUMN source');
  await site.query("UPDATE shop_item SET name = 'c'");
  await db.query('ALTER TABLE lockstep_event ADD COLUMN source varchar(20) NOT NULL');
  expect(await site.query('SELECT id, name FROM shop_item')).toEqual([{ id: 9, name: 'c' }]);
  await site.query('DELETE FROM shop_item');
  expect(await events()).toEqual([['deleted', '9', { name: ['c', null] }]]);
});

test('when a watched column is dropped, the writes of the site go on, and their events lack its values', async () => {
  await db.query(TABLE);
  const before = await watch('name', 'price');
  await db.query('ALTER TABLE shop_item DROP COLUMN name');
  await site.query('INSERT INTO shop_item (price) VALUES (1)');
  await site.query('UPDATE shop_item SET price = 2');
  await site.query('DELETE FROM shop_item');
  expect((await events()).map(([kind, key]) => [kind, key])).toEqual([
    ['created', '1'],
    ['updated', '1'],
    ['deleted', '1'],
  ]);
  expect(before.label).toBe(LABEL);
  expect(await faults(await modelOf())).toEqual([
    expect.stringContaining('tell values that it does not show (any more)'),
  ]);
});

const faults = async (model: Model): Promise<string[]> =>
  (await watches(model)).flatMap((one) => one.faults.map(watchSentence));

test('a trigger that is missing, changed, or in the name of an account that is gone is found', async () => {
  await db.query(TABLE);
  const model = await watch('name');
  expect(await faults(model)).toEqual([]);
  const again = 'manage watch shop.item --values name makes them anew.';
  await db.query('DROP TRIGGER lockstep_shop_item_delete');
  expect(await faults(model)).toEqual([
    `Triggers that watch shop.item are missing: lockstep_shop_item_delete. ${again}`,
  ]);
  await watch('name');
  await db.query('DROP TRIGGER lockstep_shop_item_update');
  await db.query(
    `CREATE TRIGGER lockstep_shop_item_update AFTER UPDATE ON shop_item FOR EACH ROW
      BEGIN /* lockstep watch shop.item name */ SET @x = 1; END`,
  );
  expect(await faults(model)).toEqual([
    `Triggers that watch shop.item do not fit its table or this version: lockstep_shop_item_update. ${again}`,
  ]);
  await watch('name');
  await db.query('DROP TRIGGER lockstep_shop_item_insert');
  await db.query(
    `CREATE DEFINER = 'nobody_there'@'%' TRIGGER lockstep_shop_item_insert AFTER INSERT ON shop_item FOR EACH ROW
      ${
        watchTriggers(
          model,
          shownFields(model).filter(({ name }) => name === 'name'),
          ownTables(),
        )[0]?.statement ?? ''
      }`,
  );
  expect(await faults(model)).toEqual([
    expect.stringMatching(
      /^Every write of shop_item fails, because the account nobody_there@%.* is gone/,
    ),
  ]);
  await watch('name');
  expect(await faults({ ...model, table: 'elsewhere' })).toEqual([
    'shop_item is watched for shop.item, which is not served from there (any more). manage unwatch shop.item removes the triggers.',
  ]);
});

test('a key whose column was renamed is found, and the writes of the site go on', async () => {
  await db.query(TABLE);
  await watch();
  await db.query('ALTER TABLE shop_item CHANGE id number int AUTO_INCREMENT');
  await site.query("INSERT INTO shop_item (name) VALUES ('a')");
  await site.query('UPDATE shop_item SET number = 2');
  expect(await site.query('SELECT number FROM shop_item')).toEqual([{ number: 2 }]);
  expect(await events()).toEqual([]);
  expect(await faults(await modelOf())).toEqual([
    expect.stringContaining('do not fit its table or this version: lockstep_shop_item_insert, '),
  ]);
});

test('names of tables that are too long for a trigger stay apart, and strange ones are quoted', async () => {
  const long = `shop_${'x'.repeat(58)}`;
  const model = await modelOfTable(`${long}a`, 'order`s key');
  const other = watchTriggers({ ...model, table: `${long}b` }, [], ownTables());
  const own = watchTriggers(model, model.fields, ownTables());
  const names = [...own, ...other].map(({ name }) => name);
  expect(new Set(names).size).toBe(6);
  expect(names.every(({ length }) => length <= 64)).toBe(true);
  for (const sql of watchStatements(own, [])) await db.query(sql);
  await site.query(
    `INSERT INTO ${model.table} (\`order\`\`s key\`, \`it's\`) VALUES ('张三''s', '\\\\"')`,
  );
  expect(await events()).toEqual([['created', "张三's", expect.anything()]]);
  await db.query(`DROP TABLE ${model.table}`);
});

async function modelOfTable(table: string, key: string): Promise<Model> {
  const quoted = key.replaceAll('`', '``');
  await db.query(
    `CREATE TABLE ${table} (\`${quoted}\` varchar(20) PRIMARY KEY, \`it's\` varchar(20)) DEFAULT CHARSET=utf8mb4`,
  );
  return modelOf({ table });
}

test('a deadlock at the event is told to the site, whose transaction it undid, and not passed over', async () => {
  await db.query(TABLE);
  await watch();
  await site.query("INSERT INTO shop_item (name) VALUES ('a'), ('b')");
  const heavy = db.dataSource.createQueryRunner();
  await heavy.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await heavy.query('START TRANSACTION');
  // The server gives up whoever has written less.
  await heavy.query('SET @lockstep_actor_id = 0');
  const rows = Array.from({ length: 200 }, () => "('x')").join(', ');
  await heavy.query(`INSERT INTO shop_item (name) VALUES ${rows}`);
  await heavy.query('SELECT id FROM lockstep_event FOR UPDATE');
  const light = await hold(site);
  await light.query('SELECT id FROM shop_item WHERE id = 1 FOR UPDATE');
  const writing = light.query("UPDATE shop_item SET name = 'lost' WHERE id = 1").then(
    () => 'written',
    (error: unknown) => (error as { errno?: number }).errno,
  );
  await lockWait(db);
  await heavy.query("UPDATE shop_item SET name = 'x' WHERE id = 1");
  expect(await writing).toBe(1213);
  await light.rollback();
  await heavy.query('ROLLBACK');
  await heavy.query('SET @lockstep_actor_id = NULL');
  await heavy.release();
  expect(await site.query('SELECT name FROM shop_item')).toEqual([{ name: 'a' }, { name: 'b' }]);
});
