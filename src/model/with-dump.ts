import type { FieldDraft, ManyToMany, TableDraft } from './draft.js';
import { codeDefault, misfit } from './default-values.js';
import type { Dump, DumpField, DumpModel } from './dump.js';
import { inheritanceReason } from './from-database.js';
import type { FieldType } from './model.js';

/** Where the code of the site and its table disagree. */
export interface Drift {
  readonly label: string;
  /** `owner: …`, or about the table as a whole. */
  readonly message: string;
}

/** The tables with what only the code of the site knows, and where the two disagree: there the stricter one holds. */
export function withDump(
  drafts: readonly TableDraft[],
  dump: Dump,
): { drafts: TableDraft[]; drift: Drift[] } {
  const drift: Drift[] = [];
  const concrete = dump.models.filter(({ proxy_for }) => proxy_for === null);
  const byTable = new Map(concrete.map((model) => [model.table, model]));
  const tables = new Map(concrete.map(({ label, table }) => [label, table]));
  const labelled = drafts.map((draft) => {
    const model = byTable.get(draft.table);
    // The code says whose table it is: a content type of that name is one that was left behind.
    const isOthers = draft.label !== undefined && tables.has(draft.label);
    if (!model) return isOthers ? { ...draft, label: undefined } : draft;
    drift.push(...compare(draft, model));
    return describe(draft, model, tables);
  });
  for (const { label, table } of concrete)
    if (!drafts.some((draft) => draft.table === table))
      drift.push({ label, message: `the database has no table ${table}` });
  return { drafts: labelled, drift };
}

/** Proxies have no table of their own: whose rows they show, by label. */
export const proxiesOf = ({ models }: Dump): Map<string, string> =>
  new Map(models.flatMap(({ label, proxy_for }) => (proxy_for ? [[label, proxy_for]] : [])));

function describe(
  draft: TableDraft,
  model: DumpModel,
  tables: ReadonlyMap<string, string>,
): TableDraft {
  const [parent] = model.parents;
  const reason =
    draft.readOnlyReason ?? (parent && inheritanceReason(tables.get(parent) ?? parent));
  return {
    ...draft,
    label: model.label,
    verboseName: model.verbose_name,
    ordering: model.ordering,
    fields: draft.fields.map((field) => {
      const known = model.fields.find(({ column }) => column === field.column);
      return known ? describeField(field, known) : field;
    }),
    manyToMany: model.many_to_many.map(toManyToMany),
    readOnlyReason: reason,
  };
}

/** With the type and the values that the code knows. */
function withType(field: FieldDraft, known: DumpField): FieldDraft {
  const { maxLength } = field;
  return {
    ...field,
    type: typeBy(field, known) ?? field.type,
    ...(known.choices && { choices: known.choices }),
    ...(maxLength !== undefined && {
      maxLength: Math.min(maxLength, known.max_length ?? maxLength),
    }),
  };
}

function describeField(field: FieldDraft, known: DumpField): FieldDraft {
  const to = known.to ?? field.references;
  const typed = withType(field, known);
  const value = codeDefault(typed, known);
  return {
    ...typed,
    name: known.name,
    attname: known.attname,
    verboseName: known.verbose_name,
    ...(value !== undefined && misfit(typed, value) === undefined && { default: value }),
    ...(known.auto_now_add && { stamp: 'create' }),
    ...(known.auto_now && { stamp: 'update' }),
    ...(to && { references: { table: to.table, column: to.column } }),
    ...(known.to && { reverseName: known.related_query_name }),
  };
}

const toManyToMany = (relation: DumpModel['many_to_many'][number]): ManyToMany => ({
  name: relation.name,
  column: relation.column,
  toTable: relation.to.table,
  toColumn: relation.to.column,
  through: {
    table: relation.through.table,
    fromColumn: relation.through.from_column,
    toColumn: relation.through.to_column,
  },
  reverseName: relation.related_query_name,
});

const TYPES: Readonly<Record<string, FieldType>> = {
  AutoField: 'integer',
  BigAutoField: 'integer',
  SmallAutoField: 'integer',
  IntegerField: 'integer',
  BigIntegerField: 'integer',
  SmallIntegerField: 'integer',
  PositiveIntegerField: 'integer',
  PositiveBigIntegerField: 'integer',
  PositiveSmallIntegerField: 'integer',
  BooleanField: 'boolean',
  NullBooleanField: 'boolean',
  CharField: 'text',
  SlugField: 'text',
  TextField: 'text',
  FileField: 'text',
  FilePathField: 'text',
  CommaSeparatedIntegerField: 'text',
  GenericIPAddressField: 'address',
  IPAddressField: 'address',
  UUIDField: 'uuid',
  DateField: 'date',
  DateTimeField: 'datetime',
  TimeField: 'time',
  DecimalField: 'decimal',
  FloatField: 'float',
  DurationField: 'duration',
  JSONField: 'json',
  BinaryField: 'binary',
};

/** What one type of column can hold for several fields; only the code knows for which. */
function typeBy({ type, columnType }: FieldDraft, known: DumpField): FieldType | undefined {
  const expected = TYPES[known.type];
  if (expected === undefined || expected === type) return expected;
  const isText = columnType.startsWith('char(');
  const fits =
    (expected === 'duration' && columnType.startsWith('bigint')) ||
    (expected === 'integer' && type === 'boolean') ||
    (isText && (expected === 'text' || expected === 'address')) ||
    (expected === 'uuid' && columnType === 'char(32)');
  return fits ? expected : undefined;
}

function compare({ table, fields }: TableDraft, model: DumpModel): Drift[] {
  const about = (message: string): Drift => ({ label: model.label, message });
  const missing = model.fields.filter(
    ({ column }) => !fields.some((field) => field.column === column),
  );
  const unknown = fields.filter(
    ({ column }) => !model.fields.some((field) => field.column === column),
  );
  return [
    ...missing.map(({ name, column }) => about(`${name}: ${table} has no column ${column}`)),
    ...unknown.map(({ column }) =>
      about(`${column}: a column of ${table} that the code of the site does not know`),
    ),
    ...fields.flatMap((field) => {
      const known = model.fields.find(({ column }) => column === field.column);
      return known ? differences(field, known).map((text) => about(`${known.name}: ${text}`)) : [];
    }),
  ];
}

function differences(field: FieldDraft, known: DumpField): string[] {
  const { columnType, maxLength, nullable, references } = field;
  const found: string[] = [];
  if (TYPES[known.type] !== undefined && typeBy(field, known) === undefined)
    found.push(`a ${known.type} in the code, ${columnType} in the table`);
  else if (known.max_length !== null && field.type === 'text' && isOther(maxLength, known))
    found.push(`max_length=${known.max_length} in the code, ${columnType} in the table`);
  if (nullable !== known.null)
    found.push(
      `null=${known.null ? 'True' : 'False'} in the code, ${nullable ? 'NULL' : 'NOT NULL'} in the table`,
    );
  if (references && known.to && references.table !== known.to.table)
    found.push(`refers to ${known.to.table} in the code, to ${references.table} in the table`);
  const typed = withType(field, known);
  const value = codeDefault(typed, known);
  if (value !== undefined && misfit(typed, value) !== undefined)
    found.push(`its default in the code does not fit ${columnType}`);
  return found;
}

/** A TextField keeps its `max_length` for forms only: Django gives it no column of that length. */
const isOther = (maxLength: number | undefined, known: DumpField): boolean =>
  known.type !== 'TextField' && maxLength !== undefined && maxLength !== known.max_length;
