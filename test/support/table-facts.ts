import type { ColumnFacts, DatabaseSchema, TableFacts } from '../../src/model/schema.js';

/** A column that may not be NULL. */
export const column = (
  name: string,
  columnType: string,
  more: Partial<ColumnFacts> = {},
): ColumnFacts => ({
  name,
  dataType: /^\w+/.exec(columnType)?.[0] ?? '',
  columnType,
  isNullable: false,
  length: null,
  digits: null,
  decimals: null,
  precision: null,
  collation: null,
  isGenerated: false,
  hasDefault: false,
  ...more,
});

export const primary = (...columns: string[]) => ({
  name: 'PRIMARY',
  unique: true,
  kind: 'BTREE',
  columns: columns.map((name) => ({ name, isPart: false })),
});

/** A table of InnoDB with an `id`. */
export const table = (name: string, more: Partial<TableFacts> = {}): TableFacts => ({
  name,
  isView: false,
  engine: 'InnoDB',
  rows: 0,
  columns: [column('id', 'int(11)')],
  indexes: [primary('id')],
  foreignKeys: [],
  ...more,
});

/** A database of these tables, with a content type for each label. */
export const schema = (tables: TableFacts[], ...labels: string[]): DatabaseSchema => ({
  database: 'site',
  account: 'lockstep@%',
  tables,
  contentTypes: labels.map((label) => {
    const [appLabel = '', model = ''] = label.split('.');
    return { appLabel, model, name: null };
  }),
  permissions: new Set(),
});

/** As Django makes it for a ManyToManyField. */
export const join = (name: string, ...keys: [column: string, table: string][]): TableFacts =>
  table(name, {
    columns: [column('id', 'int(11)'), ...keys.map(([key]) => column(key, 'int(11)'))],
    foreignKeys: keys.map(([key, to]) => ({ column: key, table: to, toColumn: 'id' })),
  });
