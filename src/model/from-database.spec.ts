import { expect, it } from 'vitest';
import { fromDatabase } from './from-database.js';
import type { TableFacts } from './schema.js';
import { column, join, primary, schema, table } from '../../test/support/table-facts.js';

const onlyDraft = (of: TableFacts, ...labels: string[]) => {
  const [draft] = fromDatabase(schema([of], ...labels));
  if (!draft) throw new Error('no table');
  return draft;
};

it.each([
  ['tinyint(1)', {}, 'boolean'],
  ['tinyint(1) unsigned', {}, 'integer'],
  ['tinyint(4)', {}, 'integer'],
  ['tinyint', {}, 'integer'],
  ['year(4)', {}, 'integer'],
  ['decimal(6,0)', {}, 'decimal'],
  ['double', {}, 'float'],
  ['char(32)', { length: 32 }, 'uuid'],
  ['char(36)', { length: 36 }, 'text'],
  ['char(39)', { length: 39 }, 'address'],
  ['uuid', {}, 'uuid'],
  ['inet6', {}, 'address'],
  ["enum('a','b')", {}, 'text'],
  ['longtext', { dataType: 'json' }, 'json'],
  ['timestamp', {}, 'datetime'],
  ['longblob', {}, 'binary'],
] as const)('reads %s with %j as %s', (type, more, expected) => {
  const [field] = onlyDraft(table('t', { columns: [column('c', type, more)] })).fields;
  expect(field).toMatchObject({ type: expected, hidden: false });
});

it.each(['bit(1)', 'point', 'vector(3)'])(
  'hides a column of %s, which Django has no field for',
  (type) => {
    const [field] = onlyDraft(table('t', { columns: [column('c', type)] })).fields;
    expect(field).toMatchObject({ hidden: true, unreadable: `Django has no field for ${type}` });
  },
);

it.each([
  ['tinyint(4)', '-128', '127'],
  ['mediumint(8) unsigned', '0', '16777215'],
  ['int(11)', '-2147483648', '2147483647'],
  ['bigint(20)', '-9223372036854775808', '9223372036854775807'],
  ['bigint(20) unsigned', '0', '18446744073709551615'],
])('bounds %s by %s and %s', (type, min, max) => {
  const [field] = onlyDraft(table('t', { columns: [column('c', type)] })).fields;
  expect(field?.bounds).toEqual({ min, max });
});

it('takes the values of an enum as choices', () => {
  const [field] = onlyDraft(
    table('t', { columns: [column('c', "enum('a','it''s','b,c')")] }),
  ).fields;
  expect(field?.choices?.map(([value]) => value)).toEqual(['a', "it's", 'b,c']);
});

it('names a foreign key as Django does, by the column that it really refers to', () => {
  const { fields } = onlyDraft(
    table('t', {
      columns: [
        column('owner_id', 'int(11)'),
        column('region_code', 'varchar(16)'),
        column('other_id', 'int'),
      ],
      foreignKeys: [
        { column: 'owner_id', table: 'auth_user', toColumn: 'id' },
        { column: 'region_code', table: 't_region', toColumn: 'code' },
      ],
    }),
  );
  expect(
    fields.map(({ name, attname, references }) => [name, attname, references?.column]),
  ).toEqual([
    ['owner', 'owner_id', 'id'],
    ['region_code', 'region_code', 'code'],
    ['other_id', 'other_id', undefined],
  ]);
});

it('keeps the name of a foreign key whose short name is another column', () => {
  const { fields } = onlyDraft(
    table('t', {
      columns: [column('owner', 'varchar(10)'), column('owner_id', 'int(11)')],
      foreignKeys: [{ column: 'owner_id', table: 'auth_user', toColumn: 'id' }],
    }),
  );
  expect(fields.map(({ name }) => name)).toEqual(['owner', 'owner_id']);
});

it('counts only an index on the whole of one column as unique', () => {
  const { fields, indexes } = onlyDraft(
    table('t', {
      columns: ['a', 'b', 'c', 'd'].map((name) => column(name, 'varchar(50)')),
      indexes: [
        { ...primary('a'), name: 'whole' },
        { ...primary('b', 'c'), name: 'both' },
        { name: 'part', unique: true, kind: 'BTREE', columns: [{ name: 'c', isPart: true }] },
        {
          name: 'expression',
          unique: true,
          kind: 'BTREE',
          columns: [{ name: null, isPart: false }],
        },
        { name: 'words', unique: false, kind: 'FULLTEXT', columns: [{ name: 'd', isPart: false }] },
      ],
    }),
  );
  expect(fields.filter(({ unique }) => unique).map(({ name }) => name)).toEqual(['a']);
  expect(indexes.map(({ name }) => name)).toEqual(['whole', 'both']);
});

it("finds a table's label among the content types, and leaves a name that two could mean", () => {
  const drafts = fromDatabase(
    schema(
      [table('blog_asset_db'), table('a_b_c'), table('django_session'), table('thing')],
      ...['blog.asset_db', 'a_b.c', 'a.b_c', 'sessions.session', 'x.y'],
    ),
  );
  expect(drafts.map(({ label }) => label)).toEqual([
    ...['blog.asset_db', undefined, 'sessions.session', undefined],
  ]);
});

it.each([
  [{ isView: true, engine: null, indexes: [] }, 'It is a view.'],
  [
    { engine: 'MyISAM' },
    'Its table is kept by MyISAM, which knows neither row locks nor transactions.',
  ],
  [{ indexes: [] }, 'Its table has no primary key.'],
  [{ indexes: [primary('a', 'b')] }, 'Its primary key has 2 columns (a, b).'],
  [
    { columns: [column('code', 'varchar(256)', { length: 256 })], indexes: [primary('code')] },
    'Its primary key code may be longer than the 255 characters that leases and history keep.',
  ],
  [
    {
      indexes: [primary('server_ptr_id')],
      foreignKeys: [{ column: 'server_ptr_id', table: 'server', toColumn: 'id' }],
    },
    'Half of each row is in server (multi-table inheritance).',
  ],
  [{}, undefined],
])('says why nothing can be written: %j', (more, reason) => {
  expect(onlyDraft(table('t', more)).readOnlyReason).toBe(reason);
});

it('knows the table of a many-to-many relation by its shape', () => {
  const cards = join('asset_cards', ['card_id', 'card'], ['asset_id', 'asset']);
  const self = join('asset_near', ['to_asset_id', 'asset'], ['from_asset_id', 'asset']);
  const drafts = fromDatabase(schema([table('asset'), table('card'), cards, self]));
  expect(drafts.find((draft) => draft.table === 'asset')?.manyToMany).toEqual([
    {
      ...{ name: 'cards', toTable: 'card', column: 'id', toColumn: 'id' },
      through: { table: 'asset_cards', fromColumn: 'asset_id', toColumn: 'card_id' },
    },
    {
      ...{ name: 'near', toTable: 'asset', column: 'id', toColumn: 'id', reverseName: null },
      through: { table: 'asset_near', fromColumn: 'from_asset_id', toColumn: 'to_asset_id' },
    },
  ]);
});

it.each([
  [
    'a model of its own',
    join('asset_cards', ['asset_id', 'asset'], ['card_id', 'card']),
    'asset.cards',
  ],
  [
    'a third key',
    join('asset_cards', ['asset_id', 'asset'], ['card_id', 'card'], ['user_id', 'user']),
    '',
  ],
  ['no owner in its name', join('links', ['asset_id', 'asset'], ['card_id', 'card']), ''],
])('takes a table with %s for no relation', (_what, between, label) => {
  const drafts = fromDatabase(schema([table('asset'), table('card'), between], label));
  expect(drafts.flatMap(({ manyToMany }) => manyToMany)).toEqual([]);
});
