import type { UserModel } from '../database/index.js';
import { stringifyJson } from '../exact-json.js';
import { type Field as ModelField, type FieldType, type Model } from '../model/index.js';
import type { RowValues as Values, Scope, SqlValue, Wanted } from '../records/index.js';

export const ASSET_STATUSES = ['in_stock', 'deployed', 'maintenance', 'retired', 'lost'] as const;

export type AssetStatus = (typeof ASSET_STATUSES)[number];

/** What a column has beyond its name. */
type Column = Pick<ModelField, 'type' | 'columnType'> &
  Partial<
    Pick<
      ModelField,
      | 'name'
      | 'column'
      | 'nullable'
      | 'unique'
      | 'maxLength'
      | 'references'
      | 'digits'
      | 'bounds'
      | 'editable'
      | 'hasTableDefault'
      | 'default'
      | 'choices'
      | 'precision'
    >
  >;

const text = (maxLength: number): Column => ({
  type: 'text',
  columnType: `varchar(${maxLength})`,
  maxLength,
});

const of = (type: FieldType, columnType: string): Column => ({ type, columnType });

const nullable = (column: Column): Column => ({ ...column, nullable: true });

/** What the routes of assets let a caller write; a new one need not have it. */
const written = (column: Column): Column => ({ editable: true, hasTableDefault: true, ...column });

/** A name of the place, kind or maker; empty when unknown. */
const label = written({ ...text(120), default: '' });

const STATUS_LABELS = ASSET_STATUSES.map(
  (status) => [status, status.replaceAll('_', ' ')] as const,
);

/** The columns of `assets_asset`, in their order. */
const COLUMNS = {
  id: { ...of('integer', 'bigint'), unique: true, hasTableDefault: true },
  asset_tag: written({ ...text(64), unique: true }),
  name: written({ ...text(255), hasTableDefault: false }),
  serial: written({ ...nullable(text(128)), unique: true }),
  status: written({ ...text(20), default: 'in_stock', choices: STATUS_LABELS }),
  category: label,
  manufacturer: label,
  model: label,
  site: label,
  rack: label,
  rack_unit: written({
    ...nullable(of('integer', 'smallint')),
    bounds: { min: '-32768', max: '32767' },
  }),
  ip_address: written(nullable({ ...text(45), type: 'address' })),
  mac_address: written(nullable(text(17))),
  assigned_to_id: {
    ...nullable(of('integer', 'int')),
    name: 'assigned_to',
    references: { table: 'auth_user', column: 'id' },
  },
  checked_out_at: nullable(of('datetime', 'datetime(6)')),
  due_at: written(nullable(of('datetime', 'datetime(6)'))),
  purchased_on: written(nullable(of('date', 'date'))),
  warranty_until: written(nullable(of('date', 'date'))),
  cost: written(
    nullable({ ...of('decimal', 'decimal(12,2)'), digits: { total: 12, decimals: 2 } }),
  ),
  // These two have no default in the table.
  notes: written({ ...of('text', 'longtext'), default: '' }),
  custom: written({ ...of('json', 'json'), default: {} }),
  version: of('integer', 'bigint'),
  created_at: of('datetime', 'datetime(6)'),
  updated_at: of('datetime', 'datetime(6)'),
} satisfies Readonly<Record<string, Column>>;

export type Field = keyof typeof COLUMNS;

const toField = (name: string, column: Column): ModelField => ({
  name,
  attname: name,
  column: name,
  nullable: false,
  unique: false,
  hidden: false,
  isGenerated: false,
  editable: false,
  hasTableDefault: column.nullable ?? false,
  verboseName: name.replaceAll('_', ' '),
  ...column,
});

const toFields = (columns: Readonly<Record<string, Column>>): ModelField[] =>
  Object.entries(columns).map(([name, column]) => toField(name, column));

/** Every field by the name of its column. */
export const FIELDS = Object.fromEntries(
  toFields(COLUMNS).map((field) => [field.column, field]),
) as Readonly<Record<Field, ModelField>>;

export const FIELD_NAMES = Object.keys(FIELDS).filter(isField);

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

/** The names of fields of `assetModel`. */
export const namesOf = (fields: readonly ModelField[]): Field[] =>
  fields.flatMap(({ column }) => (isField(column) ? [column] : []));

const PERMISSIONS = {
  view: 'assets.view_asset',
  add: 'assets.add_asset',
  change: 'assets.change_asset',
  delete: 'assets.delete_asset',
};

/** The indexes that can give a list in its order, as the migration makes them. */
const index = (name: string, ...columns: Field[]) => ({ name, columns, unique: false });

/** The label that the inventory has for whoever holds an asset, whatever the model of users is called. */
const HOLDER = 'auth.user';

/** Their times are kept in UTC, whatever the site does. */
const UTC = { useTz: true, timeZone: 'UTC' };

/** The one description of an asset, which lists and filters ask. */
export const assetModel: Model = {
  label: 'assets.asset',
  verboseName: 'asset',
  table: 'assets_asset',
  primaryKey: FIELDS.id,
  lookupField: FIELDS.id,
  fields: Object.values(FIELDS),
  relations: [
    {
      name: 'assigned_to',
      kind: 'forward',
      to: HOLDER,
      single: true,
      editable: false,
      column: 'assigned_to_id',
      toColumn: 'id',
    },
  ],
  indexes: [
    index('assets_asset_status_updated_idx', 'status', 'updated_at', 'id'),
    index('assets_asset_updated_idx', 'updated_at', 'id'),
    index('assets_asset_name_idx', 'name', 'id'),
    index('assets_asset_category_idx', 'category', 'id'),
    index('assets_asset_place_idx', 'site', 'rack', 'id'),
  ],
  ordering: [],
  searchFields: FIELD_NAMES.filter((name) => ['text', 'address'].includes(FIELDS[name].type)),
  permissions: PERMISSIONS,
  versioning: { kind: 'column', column: 'version' },
  add: true,
  delete: true,
  url: '/api/assets',
  time: UTC,
  readOnlyReason: 'Assets are written at /api/assets, whose routes keep their rules.',
};

/** The key of the site's users, which a foreign key has as well. */
const userKey = ({ facts: { key } }: UserModel): Pick<Column, 'type' | 'columnType'> =>
  of(key.kind, key.columnType);

/** What everybody may see of users: so not who is staff, and nothing that helps to log in. */
function holderModel(users: UserModel): Model {
  const { facts } = users;
  const { id, username, first_name, last_name, is_active } = facts.columns;
  const key = toField('id', { ...userKey(users), column: id });
  const others: [string, Column, string | undefined][] = [
    ['username', text(facts.usernameLength), username],
    ['first_name', text(150), first_name],
    ['last_name', text(150), last_name],
    ['is_active', of('boolean', 'tinyint(1)'), is_active],
  ];
  return {
    label: HOLDER,
    verboseName: 'user',
    table: facts.table,
    primaryKey: key,
    lookupField: key,
    fields: [
      key,
      ...others.flatMap(([name, column, own]) =>
        own === undefined ? [] : [toField(name, { ...column, column: own })],
      ),
    ],
    relations: [],
    indexes: [],
    ordering: [],
    searchFields: [],
    permissions: { view: 'IsAuthenticated', add: '', change: '', delete: '' },
    versioning: { kind: 'row', ignored: [] },
    add: false,
    delete: false,
  };
}

/** The assets beside these users. */
function assetModelWith(users: UserModel): Model {
  const { table, columns } = users.facts;
  const key = { ...userKey(users), references: { table, column: columns.id } };
  return {
    ...assetModel,
    fields: assetModel.fields.map((field) =>
      field.column === 'assigned_to_id' ? { ...field, ...key } : field,
    ),
    relations: assetModel.relations.map((relation) => ({ ...relation, toColumn: columns.id })),
  };
}

const scopes = new WeakMap<UserModel, Scope>();

/** The assets in a statement, where their table is `asset`; for the same users the same description. */
export function assetsBeside(users: UserModel): Scope {
  const known = scopes.get(users);
  if (known) return known;
  const holder = holderModel(users);
  const scope: Scope = {
    model: assetModelWith(users),
    alias: 'asset',
    modelOf: (label) => (label === HOLDER ? holder : undefined),
    time: UTC,
  };
  scopes.set(users, scope);
  return scope;
}

/** Values by the names of columns, as the database takes them; of a document, the document itself. */
export type Columns = Readonly<Partial<Record<Field, unknown>>>;

/** The same for the engine; a field that a body left out may be there as undefined. */
export function valuesOf({ model }: Scope, columns: Columns): Values {
  const cells = model.fields.flatMap((field): [ModelField, Wanted][] => {
    const value: unknown = Reflect.get(columns, field.column);
    if (value === undefined) return [];
    const stored = field.type === 'json' ? stringifyJson(value) : (value as SqlValue);
    return [[field, { value: stored }]];
  });
  return { cells: new Map(cells), related: new Map() };
}
