import { expect, it } from 'vitest';
import { column, join, primary, schema, table } from '../../test/support/table-facts.js';
import { assemble } from './assemble.js';
import { fieldNamed } from './model.js';
import type { ModelEntry } from './models-file.js';

const SITE = {
  ...schema(
    [
      table('blog_asset_db', {
        columns: [
          column('id', 'int(11)'),
          column('serverno', 'varchar(50)'),
          column('memory', 'int(11)'),
          column('passwd', 'varchar(64)'),
          column('Api_Key2', 'varchar(64)'),
          column('owner_id', 'int(11)'),
          column('cabinet', 'int(11)'),
          column('place', 'point'),
        ],
        indexes: [primary('id'), { ...primary('serverno'), name: 'serverno' }],
        foreignKeys: [{ column: 'owner_id', table: 'auth_user', toColumn: 'id' }],
      }),
      table('blog_ethernet', {
        columns: [column('id', 'int(11)'), column('e_model', 'varchar(9)')],
      }),
      join(
        'blog_asset_db_ethernets',
        ['asset_db_id', 'blog_asset_db'],
        ['ethernet_id', 'blog_ethernet'],
      ),
      table('auth_user'),
      table('t_idc'),
      table('django_session'),
      table('lockstep_lease'),
    ],
    ...['blog.asset_db', 'blog.ethernet', 'auth.user', 'cmdb.idc', 'sessions.session'],
  ),
  permissions: new Set(['blog.change_asset_db', 'blog.view_ethernet', 'blog.change_ethernet']),
};

const served = (entries: Record<string, ModelEntry>) => {
  const { models, faults } = assemble(SITE, { entries, dump: undefined, faults: [] });
  expect(faults).toEqual([]);
  return models;
};

const faultsOf = (entries: Record<string, ModelEntry>): string[] =>
  assemble(SITE, { entries, dump: undefined, faults: [] }).faults.map(
    ({ label, message }) => `${label ?? ''}: ${message}`,
  );

const assetDb = (entry: ModelEntry = {}) => served({ 'blog.asset_db': entry }).get('blog.asset_db');

it('serves what is named and nothing else', () => {
  const models = served({ 'blog.asset_db': {}, 'cmdb.idc': { table: 't_idc' } });
  expect([...models.values()].map((model) => [model.label, model.table])).toEqual([
    ['blog.asset_db', 'blog_asset_db'],
    ['cmdb.idc', 't_idc'],
  ]);
});

it('hides what looks secret, or cannot be read, unless it is named', () => {
  const hidden = (entry: ModelEntry) =>
    assetDb(entry)
      ?.fields.filter((field) => field.hidden)
      .map(({ name }) => name);
  expect(hidden({})).toEqual(['passwd', 'Api_Key2', 'place']);
  expect(hidden({ fields: ['id', 'passwd', 'owner_id', 'memory', 'cabinet', 'serverno'] })).toEqual(
    ['Api_Key2', 'place'],
  );
});

it('has no way through a hidden field, neither there nor back', () => {
  const entries = { 'auth.user': {}, 'blog.ethernet': {} };
  const names = (entry: ModelEntry) =>
    [...served({ ...entries, 'blog.asset_db': entry }).values()].map(({ label, relations }) => [
      label,
      ...relations.map(({ name, kind }) => `${kind} ${name}`),
    ]);
  expect(names({})).toEqual([
    ['auth.user', 'reverse asset_db'],
    ['blog.ethernet', 'reverse asset_db'],
    ['blog.asset_db', 'forward owner', 'many_to_many ethernets'],
  ]);
  expect(names({ fields: ['id', 'serverno'] })).toEqual([
    ['auth.user'],
    ['blog.ethernet'],
    ['blog.asset_db'],
  ]);
});

it('has no way back to a model that is not served', () => {
  expect(served({ 'auth.user': {} }).get('auth.user')?.relations).toEqual([]);
});

it('finds a row by the primary key, or by the unique field that is named', () => {
  expect(assetDb()?.lookupField?.name).toBe('id');
  expect(assetDb({ lookup_field: 'serverno' })?.lookupField?.name).toBe('serverno');
  const model = assetDb({ lookup_field: 'serverno', fields: ['serverno'] });
  expect([model?.primaryKey?.name, model && fieldNamed(model, 'pk')]).toEqual(['id', undefined]);
});

it("asks for Django's view permission, or for change where there is none", () => {
  const models = served({ 'blog.asset_db': {}, 'blog.ethernet': {}, 'auth.user': {} });
  expect([...models.values()].map(({ permissions }) => permissions.view)).toEqual([
    'blog.change_asset_db',
    'blog.view_ethernet',
    'auth.view_user',
  ]);
  const entry = { permissions: { view: 'IsAuthenticated', delete: 'IsAdminUser' } };
  expect(assetDb(entry)?.permissions).toEqual({
    view: 'IsAuthenticated',
    add: 'blog.add_asset_db',
    change: 'blog.change_asset_db',
    delete: 'IsAdminUser',
  });
});

it('takes a relation that the database does not show', () => {
  const relations = { idc: { to: 'blog.ethernet', column: 'cabinet' } };
  const model = assetDb({ relations });
  expect(model?.relations.find(({ name }) => name === 'idc')).toEqual({
    ...{ name: 'idc', kind: 'forward', to: 'blog.ethernet', single: true, editable: false },
    ...{ column: 'cabinet', toColumn: 'id' },
  });
  expect(model && fieldNamed(model, 'idc')?.attname).toBe('cabinet');
});

it('keeps what the file says of order, search and ETag', () => {
  const entry = {
    ordering: ['-pk', 'owner'],
    search_fields: ['serverno'],
    etag_ignore: ['memory'],
  };
  expect(assetDb(entry)).toMatchObject({
    ordering: ['-id', 'owner'],
    searchFields: ['serverno'],
    versioning: { kind: 'row', ignored: ['memory'] },
  });
});

it.each<[Record<string, ModelEntry>, string]>([
  [{ 'blog.assetdb': {} }, 'blog.assetdb: no such model; is it blog.asset_db?'],
  [{ 'Blog.Asset_DB': {} }, 'Blog.Asset_DB: no such model; is it blog.asset_db?'],
  [{ asset_db: {} }, 'asset_db: a label is the app and the model, as blog.asset_db'],
  [
    { 'cmdb.idc': {} },
    'cmdb.idc: there is no table cmdb_idc; name its table with "table", or give a dump',
  ],
  [{ 'cmdb.idc': { table: 't_idx' } }, 'cmdb.idc: table: there is no t_idx; is it t_idc?'],
  [{ 'my.users': { table: 'auth_user' } }, 'my.users: table: auth_user is the table of auth.user'],
  [{ 'sessions.session': {} }, 'sessions.session: its rows are logins, which are not served'],
  [{ 'lockstep.lease': {} }, 'lockstep.lease: a table of Lockstep itself is not served'],
  [
    { 'a.b': { table: 't_idc' }, 'cmdb.idc': { table: 't_idc' } },
    'cmdb.idc: its table t_idc is served as a.b already',
  ],
  [
    { 'blog.asset_db': { fields: ['id', 'serverNo', 'ethernet'] } },
    'blog.asset_db: fields: there is no field serverNo; is it serverno?',
  ],
  [
    { 'blog.asset_db': { fields: ['id', 'ethernet'] } },
    'blog.asset_db: fields: there is no field ethernet; is it ethernets?',
  ],
  [
    { 'blog.asset_db': { fields: ['id', 'place'] } },
    'blog.asset_db: fields: place: Django has no field for point',
  ],
  [
    { 'blog.asset_db': { fields: ['serverno'] } },
    'blog.asset_db: fields: id is the primary key; show it, or set "lookup_field"',
  ],
  [
    { 'blog.asset_db': { lookup_field: 'memory' } },
    'blog.asset_db: lookup_field: memory is not unique; unique: id, serverno',
  ],
  [
    { 'blog.asset_db': { lookup_field: 'passwd' } },
    'blog.asset_db: lookup_field: passwd is not shown; name it in "fields" if it may be',
  ],
  [
    { 'blog.asset_db': { ordering: ['-serverno', 'memry'] } },
    'blog.asset_db: ordering: there is no field memry; is it memory?',
  ],
  [
    { 'blog.asset_db': { search_fields: ['memory'] } },
    'blog.asset_db: search_fields: memory is int(11), not a text',
  ],
  [
    { 'blog.asset_db': { permissions: { view: 'blog.change_assetdb' } } },
    'blog.asset_db: permissions: view: there is no permission blog.change_assetdb; is it blog.change_asset_db?',
  ],
  [
    { 'blog.asset_db': { permissions: { delete: 'isAdminUser' } } },
    'blog.asset_db: permissions: delete: there is no permission isAdminUser; is it IsAdminUser?',
  ],
  [
    { 'blog.asset_db': { relations: { x: { to: 'blog.ethernets', column: 'memory' } } } },
    'blog.asset_db: relations: x: to: no such model; is it blog.ethernet?',
  ],
  [
    { 'blog.asset_db': { relations: { x: { to: 'blog.ethernet', column: 'memori' } } } },
    'blog.asset_db: relations: x: blog_asset_db has no column memori; is it memory?',
  ],
  [
    { 'blog.asset_db': { relations: { x: { to: 'blog.ethernet' } } } },
    'blog.asset_db: relations: x: give either column or through',
  ],
  [
    { 'blog.asset_db': { relations: { x: { to: 'blog.ethernet', through: 't_idc' } } } },
    'blog.asset_db: relations: x: through: t_idc needs one foreign key to blog_asset_db and one to blog_ethernet',
  ],
])('refuses %j and says what was meant', (entries, message) => {
  expect(faultsOf(entries)).toContain(message);
});

it('names every fault at once', () => {
  const faults = faultsOf({
    'blog.assetdb': {},
    'blog.asset_db': { ordering: ['x'], fields: ['y', 'id'] },
  });
  expect(faults).toHaveLength(3);
});
