import { expect, it } from 'vitest';
import { column, join, primary, schema, table } from '../../test/support/table-facts.js';
import { assemble } from './assemble.js';
import { type Dump, dumpSchema } from './dump.js';
import type { ModelEntry } from './models-file.js';

const id = column('id', 'int(11)', { hasDefault: true });

const SITE = schema(
  [
    table('cmdb_server', {
      columns: [
        id,
        column('name', 'varchar(20)', { length: 20 }),
        column('passwd', 'varchar(64)', { length: 64 }),
        column('status', 'varchar(4)', { length: 4 }),
        column('memory', 'smallint(6)'),
        column('note', 'longtext', { isNullable: true }),
        column('shout', 'varchar(20)', { isGenerated: true }),
        column('updated', 'datetime(6)', { precision: 6 }),
        column('kind', "enum('a','b')", { hasDefault: true }),
        column('cost', 'decimal(6,2)', { digits: 6, decimals: 2, isNullable: true }),
        column('bits', 'bit(3)', { isNullable: true }),
      ],
      indexes: [primary('id'), { ...primary('name'), name: 'name' }],
    }),
    table('cmdb_card', { columns: [id] }),
    join('cmdb_server_cards', ['server_id', 'cmdb_server'], ['card_id', 'cmdb_card']),
    table('cmdb_tagging', {
      columns: [
        id,
        column('server_id', 'int(11)'),
        column('card_id', 'int(11)'),
        column('weight', 'int(11)'),
        column('since', 'date', { isNullable: true }),
      ],
      foreignKeys: [
        { column: 'server_id', table: 'cmdb_server', toColumn: 'id' },
        { column: 'card_id', table: 'cmdb_card', toColumn: 'id' },
      ],
    }),
    table('cmdb_log', { engine: 'MyISAM' }),
    table('cmdb_code', {
      columns: [column('code', 'char(9)'), column('name', 'varchar(9)')],
      indexes: [primary('code'), { ...primary('name'), name: 'name' }],
    }),
  ],
  ...['cmdb.server', 'cmdb.card', 'cmdb.log', 'cmdb.code'],
);

// As `join` makes it, but that its key counts by itself, as Django's does.
const TABLES = SITE.tables.map((one) =>
  one.name === 'cmdb_server_cards' ? { ...one, columns: [id, ...one.columns.slice(1)] } : one,
);

const assembled = (entries: Record<string, ModelEntry>, dump?: Dump) =>
  assemble({ ...SITE, tables: TABLES }, { entries, dump, faults: [] });

function served(entry: ModelEntry, dump?: Dump) {
  const { models, faults } = assembled({ 'cmdb.server': entry }, dump);
  expect(faults).toEqual([]);
  const model = models.get('cmdb.server');
  if (!model) throw new Error('not served');
  return model;
}

const fieldOf = (entry: ModelEntry, name: string, dump?: Dump) =>
  served(entry, dump).fields.find((field) => field.name === name);

it('lets nothing be written unless the file says so', () => {
  const { fields, relations, add, delete: isDeletable } = served({});
  expect([add, isDeletable]).toEqual([false, false]);
  expect([...fields, ...relations].filter(({ editable }) => editable)).toEqual([]);
});

it('lets the named fields and lists be written, and rows be added and deleted', () => {
  const model = served({
    editable: ['name', 'status', 'memory', 'cards'],
    add: true,
    delete: true,
    defaults: { passwd: '', status: 'new' },
    auto_now: ['updated'],
  });
  const editable = model.fields.filter((field) => field.editable).map(({ name }) => name);
  expect(editable).toEqual(['name', 'status', 'memory']);
  expect(model).toMatchObject({ add: true, delete: true });
  expect(model.relations).toMatchObject([{ name: 'cards', editable: true }]);
});

it('knows what a new row gets by itself', () => {
  const { fields } = served({});
  expect(fields.filter((field) => field.hasTableDefault).map(({ name }) => name)).toEqual([
    ...['id', 'note', 'shout', 'kind', 'cost', 'bits'],
  ]);
});

it.each<[ModelEntry, string]>([
  [{ editable: ['names'] }, 'editable: there is no field names; is it name?'],
  [{ editable: ['crads'] }, 'editable: there is no field crads; is it cards?'],
  [{ editable: ['passwd'] }, 'editable: passwd is not shown; name it in "fields" if it may be'],
  [
    { editable: ['cards'], fields: ['id', 'name'] },
    'editable: there is no field cards; there are id, name, passwd, status, memory, note, shout, updated, kind, cost, bits',
  ],
  [
    { editable: ['id'] },
    'editable: id is the primary key, by which other rows, locks and the history know the row',
  ],
  [{ editable: ['shout'] }, 'editable: shout is computed by the database'],
  [
    { editable: ['updated'], auto_now: ['updated'] },
    'editable: updated is set to the time of the write (auto_now)',
  ],
  [
    { editable: ['tags'], relations: { tags: { to: 'cmdb.card', through: 'cmdb_tagging' } } },
    'editable: tags cannot be set by a list of keys: a row of cmdb_tagging needs weight as well; serve that table as a model of its own',
  ],
  [{ auto_now: ['update'] }, 'auto_now: there is no field update; is it updated?'],
  [{ auto_now_add: ['name'] }, 'auto_now_add: name is varchar(20), neither a date nor a time'],
  [{ defaults: { memroy: 1 } }, 'defaults: there is no field memroy; is it memory?'],
  [{ defaults: { name: 'a' } }, 'defaults: name is unique: a second row could not have the same'],
  [{ defaults: { shout: 'A' } }, 'defaults: shout is computed by the database'],
  [{ defaults: { bits: 1 } }, 'defaults: bits cannot be written: Django has no field for bit(3)'],
  [{ defaults: { status: 0 } }, 'defaults: status: expected a text'],
  [
    { defaults: { status: 'Offline' } },
    'defaults: status: expected a text of 4 characters at most',
  ],
  [{ defaults: { memory: 70000 } }, 'defaults: memory: expected an integer from -32768 to 32767'],
  [{ defaults: { memory: null } }, 'defaults: memory: expected a value: the column is NOT NULL'],
  [{ defaults: { kind: 'c' } }, 'defaults: kind: expected one of "a", "b"'],
  [{ defaults: { cost: 1.5 } }, 'defaults: cost: expected a decimal as text, "1.50"'],
  [
    { defaults: { cost: '10000' } },
    'defaults: cost: expected a decimal of 4 digits before and 2 behind the point',
  ],
  [
    { add: true, editable: ['name', 'status', 'updated', 'memory'] },
    'add: a new row needs a value for passwd, which has no default: give it one in "defaults", or show it in "fields" and name it in "editable"',
  ],
])('refuses %j', (entry, message) => {
  const { faults } = assembled({ 'cmdb.server': entry });
  const only = message.startsWith('add: ') && { only: 'add' };
  expect(faults).toEqual([{ label: 'cmdb.server', message, ...only }]);
});

it('names every column that stands in the way of a new row, each with the ways out', () => {
  const { faults } = assembled({
    'cmdb.server': { add: true, fields: ['id', 'name', 'passwd'], editable: ['name'] },
    'cmdb.code': { add: true, lookup_field: 'name' },
  });
  expect(faults.map(({ message }) => message)).toEqual([
    'add: a new row needs a value for passwd, which has no default: name it in "editable", or give it one in "defaults"',
    ...['status', 'memory', 'updated'].map(
      (name) =>
        `add: a new row needs a value for ${name}, which has no default: give it one in "defaults", or show it in "fields" and name it in "editable"`,
    ),
    'add: a new row needs a value for code, which has no default: leave "lookup_field" out, so that the primary key stands in the routes',
  ]);
});

it('takes the value of the lookup field from the caller', () => {
  const model = { add: true, lookup_field: 'name', auto_now: ['updated'] };
  const defaults = { passwd: '', status: '', memory: 0 };
  expect(served({ ...model, defaults }).add).toBe(true);
});

it('makes a primary key that is a UUID', () => {
  const entry = { table: 'cmdb_token', add: true };
  const tables = [table('cmdb_token', { columns: [column('id', 'char(32)', { length: 32 })] })];
  const { models, faults } = assemble(
    { ...SITE, tables },
    { entries: { 'cmdb.token': entry }, dump: undefined, faults: [] },
  );
  expect([faults, models.get('cmdb.token')?.add]).toEqual([[], true]);
});

it('says why a table cannot be written at all', () => {
  const { faults, models } = assembled({
    'cmdb.log': { editable: ['id'], add: true, delete: true },
  });
  const reason = 'Its table is kept by MyISAM, which knows neither row locks nor transactions.';
  expect(faults.map(({ message }) => message)).toEqual([
    ...['editable', 'add', 'delete'].map((key) => `${key}: ${reason}`),
  ]);
  expect(models.get('cmdb.log')).toMatchObject({ add: false, delete: false });
  expect(assembled({ 'cmdb.log': { add: false, delete: false } }).faults).toEqual([]);
});

const known = (column: string, more: object = {}) => ({
  ...{ name: column, attname: column, column, type: 'CharField', verbose_name: column },
  ...{ null: false, max_length: null, choices: null, to: null, related_query_name: null },
  ...more,
});

const dumpWith = (...fields: object[]): Dump =>
  dumpSchema.parse({
    ...{ lockstep_models: 1, django: '3.2', auth_user_model: 'auth.User' },
    models: [
      {
        ...{ label: 'cmdb.server', table: 'cmdb_server', verbose_name: 'server', ordering: [] },
        ...{ proxy_for: null, parents: [], many_to_many: [], fields },
      },
    ],
  });

it.each<[string, object, unknown]>([
  ['status', { default: 0 }, '0'],
  ['status', { blank: true }, ''],
  ['status', { blank: true, choices: [['a', 'A']] }, ''],
  ['kind', { blank: true }, undefined],
  ['status', { blank: true, default_callable: 'first' }, undefined],
  ['note', { null: true, blank: true, type: 'TextField' }, undefined],
  ['memory', { default: 4, type: 'SmallIntegerField' }, 4],
  ['memory', { default: '4', type: 'SmallIntegerField' }, 4],
  ['cost', { default: 22, type: 'DecimalField' }, '22.00'],
  ['cost', { default: '1.5', type: 'DecimalField' }, '1.50'],
  ['kind', { default: 'b' }, 'b'],
  // Neither fits its column.
  ['status', { default: 'Offline' }, undefined],
  ['memory', { default: 70000, type: 'SmallIntegerField' }, undefined],
])('takes for %s with %j the default that Django would store', (name, more, expected) => {
  expect(fieldOf({}, name, dumpWith(known(name, more)))?.default).toEqual(expected);
});

it('reports a default that the column cannot hold, without its value', () => {
  const { drift } = assembled({}, dumpWith(known('status', { default: 'Offline' })));
  const messages = drift.map(({ message }) => message);
  expect(messages).toContain('status: its default in the code does not fit varchar(4)');
});

it('prefers the default of the file', () => {
  const dump = dumpWith(known('status', { default: 'old' }));
  expect(fieldOf({ defaults: { status: 'new' } }, 'status', dump)?.default).toBe('new');
});

it.each([
  [{ auto_now: true }, {}, 'update'],
  [{ auto_now_add: true }, {}, 'create'],
  [{}, { auto_now_add: ['updated'] }, 'create'],
  [{ auto_now_add: true }, { auto_now: ['updated'] }, 'update'],
] as const)('stamps a field with %j in the code and %j in the file: %s', (code, file, stamp) => {
  const dump = dumpWith(known('updated', { type: 'DateTimeField', ...code }));
  const entry = Object.fromEntries(Object.entries(file).map(([key, names]) => [key, [...names]]));
  expect(fieldOf(entry, 'updated', dump)?.stamp).toBe(stamp);
});
