import { misfit } from './default-values.js';
import type { FieldDraft, ManyToMany, TableDraft } from './draft.js';
import { fieldIn, onlyOf, type Report, shownIn } from './field-names.js';
import { hasDefault, type Model } from './model.js';
import type { ModelEntry } from './models-file.js';

interface Writes {
  readonly fields: readonly FieldDraft[];
  readonly manyToMany: readonly ManyToMany[];
  readonly rights: Pick<Model, 'add' | 'delete'>;
}

/**
 * What the file lets be written of a table: `editable`, `add`, `delete`, `defaults`, `auto_now`, `auto_now_add`. Reports
 * every key that could not be kept, so that nobody learns it from a write that fails.
 * @param drafts every table, for those between two models
 * @param lookupField the name of the field that the file or the primary key gives for `{key}`
 */
export function withWrites(
  draft: TableDraft,
  entry: ModelEntry,
  { drafts, lookupField }: { drafts: readonly TableDraft[]; lookupField: string | undefined },
  report: Report,
): Writes {
  const rights = { add: entry.add ?? false, delete: entry.delete ?? false };
  const refused = refusedKeys(draft, entry);
  for (const key of refused) report(`${key}: ${draft.readOnlyReason ?? ''}`);
  if (refused.length > 0) return { ...draft, rights: { add: false, delete: false } };
  const stamped = withStamps(draft, entry, report);
  const filled = withDefaults({ ...draft, fields: stamped }, entry, report);
  const { fields, manyToMany } = withEditable({ ...draft, fields: filled }, entry, drafts, report);
  if (rights.add) reportMissing({ ...draft, fields }, lookupField, report);
  return { fields, manyToMany, rights };
}

/** Those that want a table to be written that cannot be. */
function refusedKeys({ readOnlyReason }: TableDraft, entry: ModelEntry): string[] {
  if (readOnlyReason === undefined) return [];
  return [
    ...(entry.editable ? ['editable'] : []),
    ...(entry.add === true ? ['add'] : []),
    ...(entry.delete === true ? ['delete'] : []),
  ];
}

const TIMES = new Set<FieldDraft['type']>(['date', 'datetime', 'time']);

function withStamps({ fields }: TableDraft, entry: ModelEntry, report: Report): FieldDraft[] {
  const stamps = new Map<FieldDraft, 'create' | 'update'>();
  for (const [key, stamp] of [
    ['auto_now_add', 'create'],
    ['auto_now', 'update'],
  ] as const)
    for (const name of entry[key] ?? []) {
      const field = fieldIn(fields, name, key, report);
      if (!field) continue;
      if (field.isGenerated) report(`${key}: ${name} is computed by the database`);
      else if (TIMES.has(field.type)) stamps.set(field, stamp);
      else report(`${key}: ${name} is ${field.columnType}, neither a date nor a time`);
    }
  return fields.map((field) => {
    const stamp = stamps.get(field);
    return stamp ? { ...field, stamp } : field;
  });
}

function withDefaults(draft: TableDraft, entry: ModelEntry, report: Report): FieldDraft[] {
  const given = new Map<FieldDraft, unknown>();
  for (const [name, value] of Object.entries(entry.defaults ?? {})) {
    const field = fieldIn(draft.fields, name, 'defaults', report);
    if (!field) continue;
    const reason = whyNoDefault(field);
    const expected = misfit(field, value);
    if (reason !== undefined) report(`defaults: ${name} ${reason}`);
    else if (expected !== undefined) report(`defaults: ${name}: expected ${expected}`);
    else given.set(field, value);
  }
  return draft.fields.map((field) =>
    given.has(field) ? { ...field, default: given.get(field) } : field,
  );
}

function whyNoDefault({ unreadable, isGenerated, stamp, unique }: FieldDraft): string | undefined {
  if (unreadable !== undefined) return `cannot be written: ${unreadable}`;
  if (isGenerated) return 'is computed by the database';
  if (stamp !== undefined) return `is set to the time of the write (${nameOf(stamp)})`;
  return unique ? 'is unique: a second row could not have the same' : undefined;
}

const nameOf = (stamp: 'create' | 'update'): string =>
  stamp === 'create' ? 'auto_now_add' : 'auto_now';

function withEditable(
  draft: TableDraft,
  { editable = [] }: ModelEntry,
  drafts: readonly TableDraft[],
  report: Report,
): Pick<Writes, 'fields' | 'manyToMany'> {
  const joins = draft.manyToMany.map(({ name }) => name);
  const named = editable
    .filter((name) => !joins.includes(name))
    .map((name) => shownIn(draft, name, 'editable', report, joins))
    .filter((field) => field !== undefined);
  const complain = (name: string, reason: string | undefined): boolean => {
    if (reason !== undefined) report(`editable: ${name} ${reason}`);
    return reason === undefined;
  };
  const fields = named.filter((field) => complain(field.name, whyFixed(field, draft)));
  const relations = draft.manyToMany.filter(
    (relation) =>
      editable.includes(relation.name) &&
      complain(relation.name, whyUnset(relation, draft, drafts)),
  );
  return {
    fields: draft.fields.map((field) =>
      fields.includes(field) ? { ...field, editable: true } : field,
    ),
    manyToMany: draft.manyToMany.map((one) =>
      relations.includes(one) ? { ...one, editable: true } : one,
    ),
  };
}

function whyFixed(field: FieldDraft, { primaryKey }: TableDraft): string | undefined {
  if (primaryKey.includes(field.column))
    return 'is the primary key, by which other rows, locks and the history know the row';
  if (field.isGenerated) return 'is computed by the database';
  return field.stamp && `is set to the time of the write (${nameOf(field.stamp)})`;
}

/** A list of keys says nothing of further columns, so the table between must do without. */
function whyUnset(
  { through, toTable, reverseName }: ManyToMany,
  { table }: TableDraft,
  drafts: readonly TableDraft[],
): string | undefined {
  if (toTable === table && reverseName === null)
    return 'cannot be set: it leads back to its own model and may be symmetrical, which is two links for each pair; a dump that knows a way back of it says that it is not';
  const between = drafts.find(({ table }) => table === through.table);
  if (!between) return `cannot be set: there is no table ${through.table}`;
  if (between.engine.toLowerCase() !== 'innodb')
    return `cannot be set: ${through.table}: ${between.readOnlyReason ?? between.engine}`;
  const more = between.fields.filter(
    ({ column, hasTableDefault }) =>
      !hasTableDefault && column !== through.fromColumn && column !== through.toColumn,
  );
  const names = more.map(({ column }) => column).join(', ');
  return more.length > 0
    ? `cannot be set by a list of keys: a row of ${through.table} needs ${names} as well; serve that table as a model of its own`
    : undefined;
}

/** `add` needs a value for every column. */
function reportMissing(draft: TableDraft, lookupField: string | undefined, report: Report): void {
  const key = onlyOf(draft.primaryKey);
  const primaryKey = draft.fields.find(({ column }) => column === key);
  for (const field of draft.fields) {
    const { name, column, hidden, unreadable } = field;
    if (
      hasDefault({ ...(primaryKey && { primaryKey }) }, field) ||
      field.editable ||
      name === lookupField
    )
      continue;
    const tell = (message: string) => {
      report(message, 'add');
    };
    const what = `add: a new row needs a value for ${column}, which has no default`;
    if (unreadable !== undefined) tell(`${what} and cannot be written: ${unreadable}`);
    else if (field === primaryKey)
      tell(`${what}: leave "lookup_field" out, so that the primary key stands in the routes`);
    else if (hidden)
      tell(`${what}: give it one in "defaults", or show it in "fields" and name it in "editable"`);
    else tell(`${what}: name it in "editable", or give it one in "defaults"`);
  }
}
