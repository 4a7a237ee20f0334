import { isAccessDenied, quoted } from '../database/index.js';
import type {
  ColumnFacts,
  ContentType,
  DatabaseSchema,
  ForeignKeyFacts,
  IndexFacts,
  TableFacts,
} from './schema.js';

/** One statement on whichever connection the caller has: the application's, or that of the command line. */
export type Query = <T>(sql: string, params?: unknown[]) => Promise<T[]>;

/**
 * All SQL of the models: information_schema of the database that is connected to, and Django's tables of content types and
 * permissions. Names of columns are given anew because MySQL 8 shows those of information_schema in capitals.
 */
export class SchemaRepository {
  constructor(private readonly query: Query) {}

  /** Every table and view that this database user can see. */
  async read(): Promise<DatabaseSchema> {
    const tables = await this.tables();
    const has = (name: string) => tables.some((table) => table.name === name);
    const [about] = await this.query<{ database_name: string; account: string }>(
      'SELECT DATABASE() AS database_name, CURRENT_USER() AS account',
    );
    return {
      database: about?.database_name ?? '',
      account: about?.account ?? '',
      tables,
      contentTypes: has('django_content_type') ? await this.contentTypes(tables) : [],
      permissions: new Set(
        has('django_content_type') && has('auth_permission') ? await this.permissions() : [],
      ),
    };
  }

  /**
   * A text that changes with the columns, keys and indexes of these tables. One statement for each, because the servers
   * open only the table that is named with `=`; others are looked at all.
   */
  async fingerprint(tables: readonly string[]): Promise<string> {
    const prints: string[] = [];
    for (const table of tables) {
      const [row] = await this.query<{ print: string | null }>(FINGERPRINT, Array(4).fill(table));
      prints.push(`${table}:${row?.print ?? ''}`);
    }
    return prints.join('\n');
  }

  private async tables(): Promise<TableFacts[]> {
    const tables = await this.query<RawTable>(
      `SELECT table_name AS name, table_type AS kind, engine AS engine, table_rows AS row_count
         FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name`,
    );
    const all = await this.columns();
    const columns = grouped(all, ({ table_name }) => table_name);
    const isView = (table: string) =>
      tables.some(({ name, kind }) => name === table && kind !== 'BASE TABLE');
    const json = new Set(await this.jsonColumns(all, isView));
    const indexes = grouped(await this.indexes(), ({ table_name }) => table_name);
    const keys = grouped(await this.foreignKeys(), ({ table_name }) => table_name);
    return tables.map(({ name, kind, engine, row_count }) => ({
      name,
      isView: kind !== 'BASE TABLE',
      engine,
      rows: numberOr(row_count),
      columns: (columns.get(name) ?? []).map((column) => toColumn(column, json)),
      indexes: toIndexes(indexes.get(name) ?? []),
      foreignKeys: toForeignKeys(keys.get(name) ?? []),
    }));
  }

  private columns(): Promise<RawColumn[]> {
    return this.query<RawColumn>(
      `SELECT table_name AS table_name, column_name AS name, data_type AS data_type, column_type AS column_type,
              is_nullable AS nullable, character_maximum_length AS length, numeric_precision AS digits,
              numeric_scale AS decimals, datetime_precision AS fraction, collation_name AS collation,
              COALESCE(generation_expression, '') <> '' AS is_generated,
              column_default IS NOT NULL OR extra LIKE '%auto_increment%' AS has_default
         FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
    );
  }

  /** MariaDB has no type for JSON: a longtext, and a check that Django's JSONField and the type `json` both bring. */
  private async jsonColumns(columns: readonly RawColumn[], isView: (table: string) => boolean) {
    const [server] = await this.query<{ version: string }>('SELECT VERSION() AS version');
    if (!server?.version.includes('MariaDB')) return [];
    const checks = await this.query<{ table_name: string; clause: string }>(
      `SELECT table_name AS table_name, check_clause AS clause
         FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()`,
    );
    const found = checks.flatMap(({ table_name, clause }) => {
      const column = /^json_valid\(`(.+)`\)$/i.exec(clause)?.[1];
      return column === undefined ? [] : [columnKey(table_name, column)];
    });
    // An account that may only SELECT sees no checks there, but sees them in the statement that makes the table.
    const tables = columns
      .filter(({ data_type, table_name }) => data_type === 'longtext' && !isView(table_name))
      .map(({ table_name }) => table_name)
      .filter((table) => !checks.some(({ table_name }) => table_name === table));
    for (const table of new Set(tables))
      found.push(...(await this.checksIn(table)).map((column) => columnKey(table, column)));
    return found;
  }

  private async checksIn(table: string): Promise<string[]> {
    try {
      const [row] = await this.query<{ 'Create Table': string }>(
        `SHOW CREATE TABLE ${quoted(table)}`,
      );
      return checkedColumns(row?.['Create Table'] ?? '');
    } catch (error) {
      // Rights on columns alone do not show the table.
      if (isAccessDenied(error)) return [];
      throw error;
    }
  }

  private indexes(): Promise<RawIndex[]> {
    return this.query<RawIndex>(
      `SELECT table_name AS table_name, index_name AS name, non_unique AS non_unique, index_type AS kind,
              column_name AS column_name, sub_part AS part
         FROM information_schema.statistics WHERE table_schema = DATABASE()
        ORDER BY table_name, index_name, seq_in_index`,
    );
  }

  private foreignKeys(): Promise<RawForeignKey[]> {
    return this.query<RawForeignKey>(
      `SELECT table_name AS table_name, constraint_name AS name, column_name AS column_name,
              referenced_table_name AS to_table, referenced_column_name AS to_column
         FROM information_schema.key_column_usage
        WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE()
        ORDER BY table_name, constraint_name, ordinal_position`,
    );
  }

  private contentTypes(tables: readonly TableFacts[]): Promise<ContentType[]> {
    const table = tables.find(({ name }) => name === 'django_content_type');
    const hasName = table?.columns.some(({ name }) => name === 'name') ?? false;
    return this.query<ContentType>(
      `SELECT app_label AS appLabel, model, ${hasName ? 'name' : 'NULL'} AS name FROM django_content_type`,
    );
  }

  private async permissions(): Promise<string[]> {
    const rows = await this.query<{ name: string }>(
      `SELECT CONCAT(type.app_label, '.', permission.codename) AS name
         FROM auth_permission permission JOIN django_content_type type ON type.id = permission.content_type_id`,
    );
    return rows.map(({ name }) => name);
  }
}

/** Sums of hashes, so that neither the order nor the length of what is summed up matters; by SHA2, because MySQL 9 has no MD5. */
const summed = (...values: string[]): string =>
  `COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(CHAR(0), ${values
    .map((value) => `COALESCE(${value}, '')`)
    .join(', ')}), 256), 12), 16, 10) AS UNSIGNED)), 0)`;

const FINGERPRINT = `SELECT CONCAT_WS(' ',
  (SELECT ${summed('table_type', 'engine')}
     FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?),
  (SELECT ${summed('column_name', 'ordinal_position', 'column_type', 'is_nullable', 'collation_name', 'generation_expression', 'column_default', 'extra')}
     FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?),
  (SELECT ${summed('index_name', 'non_unique', 'seq_in_index', 'column_name', 'sub_part')}
     FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?),
  (SELECT ${summed('constraint_name', 'column_name', 'referenced_table_name', 'referenced_column_name')}
     FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND table_name = ?)) AS print`;

interface RawTable {
  name: string;
  kind: string;
  engine: string | null;
  row_count: number | string | null;
}

interface RawColumn {
  table_name: string;
  name: string;
  data_type: string;
  column_type: string;
  nullable: 'YES' | 'NO';
  length: number | string | null;
  digits: number | string | null;
  decimals: number | string | null;
  fraction: number | string | null;
  collation: string | null;
  is_generated: 0 | 1;
  /** MariaDB also says NULL, as a text, of a column that may be NULL and has no other default. */
  has_default: 0 | 1;
}

interface RawIndex {
  table_name: string;
  name: string;
  non_unique: number;
  kind: string;
  column_name: string | null;
  part: number | string | null;
}

interface RawForeignKey {
  table_name: string;
  name: string;
  column_name: string;
  to_table: string;
  to_column: string;
}

function toColumn(raw: RawColumn, json: ReadonlySet<string>): ColumnFacts {
  return {
    name: raw.name,
    dataType: json.has(columnKey(raw.table_name, raw.name)) ? 'json' : raw.data_type.toLowerCase(),
    columnType: raw.column_type,
    isNullable: raw.nullable === 'YES',
    length: numberOr(raw.length),
    digits: numberOr(raw.digits),
    decimals: numberOr(raw.decimals),
    precision: numberOr(raw.fraction),
    collation: raw.collation,
    isGenerated: raw.is_generated === 1,
    hasDefault: raw.has_default === 1,
  };
}

function toIndexes(raw: readonly RawIndex[]): IndexFacts[] {
  return [...grouped(raw, ({ name }) => name)].map(([name, parts]) => ({
    name,
    unique: parts.every(({ non_unique }) => non_unique === 0),
    kind: parts[0]?.kind ?? '',
    columns: parts.map(({ column_name, part }) => ({ name: column_name, isPart: part !== null })),
  }));
}

function toForeignKeys(raw: readonly RawForeignKey[]): ForeignKeyFacts[] {
  return [...grouped(raw, ({ name }) => name).values()].flatMap(([key, ...more]) =>
    key && more.length === 0
      ? [{ column: key.column_name, table: key.to_table, toColumn: key.to_column }]
      : [],
  );
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** In a statement that makes a table: those that a check keeps to JSON. */
const checkedColumns = (sql: string): string[] =>
  [...sql.matchAll(/ CHECK \(json_valid\(`((?:[^`]|``)+)`\)\)/gi)].map(([, name = '']) =>
    name.replaceAll('``', '`'),
  );

const columnKey = (table: string, column: string): string => `${table}\0${column}`;

const numberOr = (value: number | string | null): number | null =>
  value === null ? null : Number(value);
