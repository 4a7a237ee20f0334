import { fieldTypeOf, limitsOf } from './column-types.js';
import type { FieldDraft, ManyToMany, TableDraft } from './draft.js';
import type { FieldType, Index } from './model.js';
import type {
  ColumnFacts,
  ContentType,
  DatabaseSchema,
  ForeignKeyFacts,
  IndexFacts,
  TableFacts,
} from './schema.js';

/** Every table and view as far as the database alone tells: no `db_column`, no names of ways back, no keys without constraint. */
export function fromDatabase(schema: DatabaseSchema): TableDraft[] {
  const types = contentTypesByTable(schema);
  const relations = schema.tables.flatMap((table) => manyToManyOf(table, schema, types));
  return schema.tables.map((table) => {
    const type = types.get(table.name);
    const primaryKey = primaryKeyOf(table);
    return {
      table: table.name,
      label: type && labelOf(type),
      verboseName: type?.name ?? type?.model ?? table.name,
      fields: table.columns.map((column) => toField(column, table)),
      primaryKey,
      indexes: usefulIndexes(table),
      manyToMany: relations.filter(({ owner }) => owner === table.name).map(({ to }) => to),
      ordering: [],
      rows: table.rows ?? undefined,
      engine: table.isView ? 'view' : (table.engine ?? 'unknown'),
      readOnlyReason: readOnlyReasonOf(table, primaryKey),
    };
  });
}

export const labelOf = ({ appLabel, model }: ContentType): string => `${appLabel}.${model}`;

/** Models of Django itself that call their table otherwise. */
const CONTRIB: Readonly<Record<string, string>> = {
  'admin.logentry': 'django_admin_log',
  'contenttypes.contenttype': 'django_content_type',
  'flatpages.flatpage': 'django_flatpage',
  'redirects.redirect': 'django_redirect',
  'sessions.session': 'django_session',
  'sites.site': 'django_site',
};

const tableByConvention = (type: ContentType): string =>
  CONTRIB[labelOf(type)] ?? `${type.appLabel}_${type.model}`;

/** Django calls the table of a model `app_model` unless the model says otherwise (`django/db/models/options.py`). */
function contentTypesByTable({ tables, contentTypes }: DatabaseSchema): Map<string, ContentType> {
  const types = new Map<string, ContentType>();
  for (const { name } of tables) {
    // `a_b.c` and `a.b_c` have the same table by convention: then only the dump or the file can say whose it is.
    const [type, ...others] = contentTypes.filter((one) => tableByConvention(one) === name);
    if (type && others.length === 0) types.set(name, type);
  }
  return types;
}

const primaryKeyOf = ({ indexes }: TableFacts): string[] =>
  (indexes.find(({ name }) => name === 'PRIMARY')?.columns ?? []).flatMap(({ name }) => name ?? []);

function toField(column: ColumnFacts, table: TableFacts): FieldDraft {
  const type = fieldTypeOf(column);
  const key = table.foreignKeys.find((one) => one.column === column.name);
  return {
    ...namesOf(column.name, key, table),
    column: column.name,
    type: type ?? 'binary',
    columnType: column.columnType,
    nullable: column.isNullable,
    unique: table.indexes.some((index) => isUniqueOn(index, column.name)),
    hidden: type === undefined,
    isGenerated: column.isGenerated,
    editable: false,
    hasTableDefault: column.isNullable || column.isGenerated || column.hasDefault,
    ...(type
      ? limitsOf(column, type)
      : { unreadable: `Django has no field for ${column.columnType}` }),
    ...(key && { references: { table: key.table, column: key.toColumn } }),
  };
}

/** Django's names of a column: those of a foreign key end with `_id` unless its `db_column` says otherwise. */
function namesOf(column: string, key: ForeignKeyFacts | undefined, { columns }: TableFacts) {
  const short = /^(.+)_id$/.exec(column)?.[1];
  const isTaken = columns.some(({ name }) => name === short);
  const name = key && short !== undefined && !isTaken ? short : column;
  return { name, attname: column, verboseName: name.replaceAll('_', ' ').trim() };
}

const isUniqueOn = ({ unique, columns }: IndexFacts, column: string): boolean =>
  unique && columns.length === 1 && columns[0]?.name === column && !columns[0].isPart;

/** Those that find and order rows by whole values. */
function usefulIndexes({ indexes }: TableFacts): Index[] {
  return indexes.flatMap(({ name, kind, unique, columns }) => {
    const names = columns.flatMap((column) => (column.isPart ? [] : (column.name ?? [])));
    return kind === 'BTREE' && names.length === columns.length
      ? [{ name, unique, columns: names }]
      : [];
  });
}

/** Characters of `row_key` in `lockstep_event` and `lockstep_lease`. */
const LONGEST_KEY = 255;

function readOnlyReasonOf(table: TableFacts, primaryKey: readonly string[]): string | undefined {
  if (table.isView) return 'It is a view.';
  const engine = table.engine ?? 'unknown';
  if (engine.toLowerCase() !== 'innodb')
    return `Its table is kept by ${engine}, which knows neither row locks nor transactions.`;
  if (primaryKey.length === 0) return 'Its table has no primary key.';
  if (primaryKey.length > 1)
    return `Its primary key has ${primaryKey.length} columns (${primaryKey.join(', ')}).`;
  const key = table.columns.find(({ name }) => name === primaryKey[0]);
  if (key && !isExact(fieldTypeOf(key)))
    return `Its primary key ${key.name} is ${key.columnType}, which finds no row by its text.`;
  if ((key?.length ?? 0) > LONGEST_KEY)
    return `Its primary key ${key?.name ?? ''} may be longer than the ${LONGEST_KEY} characters that leases and history keep.`;
  const parent = parentOf(table, primaryKey[0]);
  return parent && inheritanceReason(parent);
}

const isExact = (type: FieldType | undefined): boolean =>
  type !== undefined && type !== 'binary' && type !== 'float';

export const inheritanceReason = (parent: string): string =>
  `Half of each row is in ${parent} (multi-table inheritance).`;

/** Multi-table inheritance gives the child no key but the link to its parent, which Django calls `server_ptr`. */
const parentOf = ({ foreignKeys }: TableFacts, key: string | undefined): string | undefined =>
  foreignKeys.find(({ column }) => column === key && column.endsWith('_ptr_id'))?.table;

interface OwnedRelation {
  readonly owner: string;
  readonly to: ManyToMany;
}

/**
 * The table that Django makes for a ManyToManyField: `<table of the owner>_<name of the field>`, an `id` and two foreign
 * keys. One with a model of its own (`through=`) looks like any other model; the dump or the file says what it joins.
 */
function manyToManyOf(
  { name, columns, foreignKeys }: TableFacts,
  { tables }: DatabaseSchema,
  types: ReadonlyMap<string, ContentType>,
): OwnedRelation[] {
  const [first, second] = foreignKeys;
  const others = columns.filter(({ name }) => !foreignKeys.some(({ column }) => column === name));
  if (types.has(name) || !first || !second || foreignKeys.length > 2) return [];
  if (others.length > 1 || others.some((column) => column.name !== 'id')) return [];
  const owner = longestPrefix(name, [first.table, second.table]);
  if (owner === undefined || !tables.some((table) => table.name === owner)) return [];
  const [from, to] = ends(owner, first, second);
  return [
    {
      owner,
      to: {
        name: name.slice(owner.length + 1),
        toTable: to.table,
        column: from.toColumn,
        toColumn: to.toColumn,
        through: { table: name, fromColumn: from.column, toColumn: to.column },
        // Of a relation to itself nobody knows whether it is symmetrical, which has no way back.
        ...(from.table === to.table && { reverseName: null }),
      },
    },
  ];
}

const longestPrefix = (name: string, tables: readonly string[]): string | undefined =>
  tables
    .filter((table) => name.startsWith(`${table}_`) && name.length > table.length + 1)
    .toSorted((a, b) => b.length - a.length)[0];

/** The owner's key first; of a relation to itself Django calls it `from_…_id`. */
function ends(owner: string, first: ForeignKeyFacts, second: ForeignKeyFacts) {
  const isTurned =
    first.table === second.table ? second.column.startsWith('from_') : first.table !== owner;
  return isTurned ? ([second, first] as const) : ([first, second] as const);
}
