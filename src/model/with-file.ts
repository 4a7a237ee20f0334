import type { FieldDraft, ManyToMany, TableDraft } from './draft.js';
import { fieldIn, onlyOf, type Report, shownIn } from './field-names.js';
import {
  type Field,
  type Model,
  type ModelPermissions,
  PERMISSION_CLASSES,
  type Relation,
} from './model.js';
import type { Fault, ModelEntry } from './models-file.js';
import { relationsBetween } from './relations.js';
import { orWhat } from './suggest.js';
import { withWrites } from './with-writes.js';

/** What the entries of the file are looked up in. */
export interface Known {
  readonly drafts: readonly TableDraft[];
  /** Labels of all content types. */
  readonly contentTypes: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Whose rows a proxy shows, by label. */
  readonly proxies: ReadonlyMap<string, string>;
}

/** The models that the file names, and everything in it that does not fit the database. */
export function withFile(
  known: Known,
  entries: Readonly<Record<string, ModelEntry>>,
): { models: Map<string, Model>; faults: Fault[] } {
  const faults: Fault[] = [];
  const chosen = new Map<string, Chosen>();
  for (const [label, entry] of Object.entries(entries)) {
    const report: Report = (message, only) =>
      void faults.push({ label, message, ...(only && { only }) });
    const draft = draftFor(label, entry, known, report);
    const twin = draft && chosen.get(draft.table);
    if (twin) report(`its table ${draft.table} is served as ${twin.draft.label} already`);
    else if (draft) chosen.set(draft.table, choose({ ...draft, label }, entry, known, report));
  }
  const drafts = known.drafts.map((draft) => chosen.get(draft.table)?.draft ?? draft);
  const relations = relationsBetween(drafts);
  const served = new Set([...chosen.values()].map(({ draft }) => draft.label));
  const models = [...chosen.values()].map(({ draft, settings }) => {
    const ways = relations.get(draft.table) ?? [];
    return toModel(
      draft,
      settings,
      ways.filter(({ kind, to }) => kind !== 'reverse' || served.has(to)),
    );
  });
  return { models: new Map(models.map((model) => [model.label, model])), faults };
}

interface Chosen {
  readonly draft: TableDraft & { readonly label: string };
  readonly settings: Settings;
}

type Settings = Pick<
  Model,
  'searchFields' | 'ordering' | 'permissions' | 'versioning' | 'add' | 'delete'
> & {
  readonly lookupField: string | undefined;
};

/** Their rows are logins: whoever reads one has it. */
const LOGINS = new Set(['django_session', 'authtoken_token']);

function draftFor(
  label: string,
  entry: ModelEntry,
  known: Known,
  report: Report,
): TableDraft | undefined {
  if (!/^[^.]+\.[^.]+$/.test(label)) {
    report('a label is the app and the model, as blog.asset_db');
    return undefined;
  }
  const draft = findDraft(label, entry, known, report);
  const reason = draft && neverServed(draft);
  if (reason === undefined) return draft;
  report(reason);
  return undefined;
}

function neverServed({ table }: TableDraft): string | undefined {
  if (LOGINS.has(table)) return 'its rows are logins, which are not served';
  return table.startsWith('lockstep_') ? 'a table of Lockstep itself is not served' : undefined;
}

/** What stands in the way of serving a table, or of writing its rows; undefined where nothing does. */
export const hindranceOf = (draft: TableDraft): string | undefined =>
  neverServed(draft) ??
  draft.readOnlyReason ??
  (draft.label === undefined
    ? 'Nothing says which model it is: give a dump, or --table.'
    : undefined);

function findDraft(
  label: string,
  { table }: ModelEntry,
  { drafts, contentTypes, proxies }: Known,
  report: Report,
): TableDraft | undefined {
  if (table !== undefined) {
    const draft = drafts.find((one) => one.table === table);
    const names = drafts.map((one) => one.table);
    if (!draft) report(`table: there is no ${table}${orWhat(table, names)}`);
    else if (draft.label === undefined || draft.label === label) return draft;
    else report(`table: ${table} is the table of ${draft.label}`);
    return undefined;
  }
  const draft =
    drafts.find((one) => one.label === label) ??
    drafts.find((one) => one.label === undefined && one.table === label.replace('.', '_'));
  if (draft) return draft;
  const labels = drafts.flatMap((one) => one.label ?? []);
  const original = proxies.get(label);
  if (original !== undefined) report(`a proxy; its rows are those of ${original}`);
  else if (contentTypes.includes(label))
    report(
      `there is no table ${label.replace('.', '_')}; name its table with "table", or give a dump`,
    );
  else report(`no such model${orWhat(label, labels)}`);
  return undefined;
}

/** Names that speak of a secret. */
const SECRET = /^pass|secret|token|private_key|api_key/i;

const isSecret = ({ name, column }: Field): boolean => SECRET.test(name) || SECRET.test(column);

function choose(
  draft: TableDraft & { readonly label: string },
  entry: ModelEntry,
  known: Known,
  report: Report,
): Chosen {
  const related = withRelations(draft, entry, known, report);
  const shown = withFields(related, entry, report);
  const lookupField = lookupFieldOf(shown, entry, report);
  const { drafts } = known;
  const { rights, ...writable } = withWrites(shown, entry, { drafts, lookupField }, report);
  return {
    draft: { ...shown, ...writable },
    settings: {
      lookupField,
      ...rights,
      ordering: orderingOf(shown, entry, report),
      searchFields: searchFieldsOf(shown, entry, report),
      permissions: permissionsOf(draft.label, entry, known, report),
      versioning: {
        kind: 'row',
        ignored: (entry.etag_ignore ?? []).flatMap(
          (name) => fieldIn(shown.fields, name, 'etag_ignore', report)?.column ?? [],
        ),
      },
    },
  };
}

type Labelled = TableDraft & { readonly label: string };

function withRelations(
  draft: Labelled,
  { relations = {} }: ModelEntry,
  known: Known,
  report: Report,
): Labelled {
  let { fields, manyToMany } = draft;
  for (const [name, relation] of Object.entries(relations)) {
    const complain = (message: string) => {
      report(`relations: ${name}: ${message}`);
    };
    const target = targetOf(relation.to, known, complain);
    if (!target) continue;
    if ((relation.column === undefined) === (relation.through === undefined)) {
      complain('give either column or through');
    } else if (relation.column !== undefined) {
      const field = fields.find(({ column }) => column === relation.column);
      const toColumn = relation.to_column ?? onlyOf(target.primaryKey);
      if (!field) complain(noColumn(draft, relation.column));
      else if (!target.fields.some(({ column }) => column === toColumn))
        complain(noColumn(target, toColumn ?? 'primary key'));
      else if (fields.some((other) => other !== field && other.name === name))
        complain('the name of another field');
      else {
        const references = { table: target.table, column: toColumn ?? '' };
        fields = fields.map((one) => (one === field ? { ...one, name, references } : one));
      }
    } else {
      const found = throughOf(draft, target, relation.through ?? '', known, complain);
      if (found)
        manyToMany = [...manyToMany.filter((one) => one.name !== name), { name, ...found }];
    }
  }
  return { ...draft, fields, manyToMany };
}

function targetOf(label: string, { drafts }: Known, complain: Report): TableDraft | undefined {
  const target = drafts.find((draft) => draft.label === label);
  const labels = drafts.flatMap((draft) => draft.label ?? []);
  if (!target) complain(`to: no such model${orWhat(label, labels)}`);
  return target;
}

const noColumn = ({ table, fields }: TableDraft, column: string): string =>
  `${table} has no column ${column}${orWhat(
    column,
    fields.map((field) => field.column),
  )}`;

/** The two foreign keys of the table between, which must be one to each side. */
function throughOf(
  draft: TableDraft,
  target: TableDraft,
  table: string,
  { drafts }: Known,
  complain: Report,
): Omit<ManyToMany, 'name'> | undefined {
  const through = drafts.find((one) => one.table === table);
  const names = drafts.map((one) => one.table);
  if (!through) {
    complain(`through: there is no table ${table}${orWhat(table, names)}`);
    return undefined;
  }
  const keys = (to: string) => through.fields.filter(({ references }) => references?.table === to);
  const [from, ...otherFrom] = keys(draft.table);
  const [to, ...otherTo] = keys(target.table);
  if (!from?.references || !to?.references || otherFrom.length > 0 || otherTo.length > 0) {
    complain(
      `through: ${table} needs one foreign key to ${draft.table} and one to ${target.table}`,
    );
    return undefined;
  }
  return {
    toTable: target.table,
    column: from.references.column,
    toColumn: to.references.column,
    through: { table, fromColumn: from.column, toColumn: to.column },
  };
}

function withFields(draft: Labelled, { fields: named }: ModelEntry, report: Report): Labelled {
  if (named === undefined)
    return {
      ...draft,
      fields: draft.fields.map((field) => ({ ...field, hidden: field.hidden || isSecret(field) })),
    };
  const joins = new Set(draft.manyToMany.map(({ name }) => name));
  const shown = named
    .filter((name) => !joins.has(name))
    .map((name) => fieldIn(draft.fields, name, 'fields', report, [...joins]));
  for (const field of shown)
    if (field?.unreadable !== undefined) report(`fields: ${field.name}: ${field.unreadable}`);
  return {
    ...draft,
    fields: draft.fields.map((field) => ({
      ...field,
      hidden: field.unreadable !== undefined || !shown.includes(field),
    })),
    manyToMany: draft.manyToMany.filter(({ name }) => named.includes(name)),
  };
}

/** Types whose values are the same text in every address. */
const KEY_TYPES = new Set<Field['type']>(['integer', 'text', 'uuid', 'address', 'decimal', 'date']);

function lookupFieldOf(
  draft: TableDraft,
  { lookup_field: name }: ModelEntry,
  report: Report,
): string | undefined {
  const key = onlyOf(draft.primaryKey);
  if (name === undefined) {
    const field = draft.fields.find(({ column }) => column === key);
    if (field?.hidden)
      report(`fields: ${field.name} is the primary key; show it, or set "lookup_field"`);
    return field && KEY_TYPES.has(field.type) ? field.name : undefined;
  }
  const field = shownIn(draft, name, 'lookup_field', report);
  const able = draft.fields.filter((one) => one.unique && !one.hidden && KEY_TYPES.has(one.type));
  if (!field || able.includes(field)) return field?.name;
  const names = able.map((one) => one.name);
  report(
    `lookup_field: ${name} is not unique; ${names.length > 0 ? `unique: ${names.join(', ')}` : 'no field is'}`,
  );
  return undefined;
}

function orderingOf(draft: TableDraft, { ordering }: ModelEntry, report: Report): string[] {
  if (ordering === undefined) return plainOrdering(draft);
  return ordering.flatMap((item) => {
    const { sign, name } = parts(item);
    const field = shownIn(draft, pkOr(name, draft), 'ordering', report);
    return field ? [sign + field.name] : [];
  });
}

/** Of `Meta.ordering` what stands in the table itself: of a foreign key Django takes the other model's ordering. */
function plainOrdering(draft: TableDraft): string[] {
  const plain: string[] = [];
  for (const item of draft.ordering) {
    const { sign, name } = parts(item);
    const wanted = pkOr(name, draft);
    const field = draft.fields.find((one) => one.name === wanted || one.attname === wanted);
    if (!field || field.hidden || (field.references && field.attname !== wanted)) return plain;
    plain.push(sign + field.name);
  }
  return plain;
}

const parts = (item: string) =>
  item.startsWith('-') ? { sign: '-', name: item.slice(1) } : { sign: '', name: item };

function pkOr(name: string, { primaryKey, fields }: TableDraft): string {
  const key = onlyOf(primaryKey);
  return name === 'pk' ? (fields.find(({ column }) => column === key)?.name ?? name) : name;
}

function searchFieldsOf(draft: TableDraft, entry: ModelEntry, report: Report): string[] {
  return (entry.search_fields ?? []).flatMap((name) => {
    const field = shownIn(draft, name, 'search_fields', report);
    if (!field) return [];
    if (field.type === 'text' || field.type === 'address') return [field.name];
    report(`search_fields: ${name} is ${field.columnType}, not a text`);
    return [];
  });
}

/**
 * REST framework's DjangoModelPermissions, and for reading the `view` permission. Django has none before 2.1: there its
 * admin asks for `change` of whoever wants to see a row, and so do we.
 */
function permissionsOf(
  label: string,
  entry: ModelEntry,
  { permissions }: Known,
  report: Report,
): ModelPermissions {
  const [app, model] = label.split('.');
  const named = (action: string) => `${app}.${action}_${model}`;
  const byDefault = permissions.has(named('view')) || !permissions.has(named('change'));
  const classes: readonly string[] = PERMISSION_CLASSES;
  const given = Object.entries(entry.permissions ?? {}).flatMap(([action, wanted]) =>
    wanted === undefined ? [] : [[action, wanted] as const],
  );
  for (const [action, wanted] of given)
    if (!classes.includes(wanted) && !permissions.has(wanted))
      report(
        `permissions: ${action}: there is no permission ${wanted}${orWhat(wanted, [...classes, ...permissions])}`,
      );
  return {
    view: named(byDefault ? 'view' : 'change'),
    add: named('add'),
    change: named('change'),
    delete: named('delete'),
    ...Object.fromEntries(given),
  };
}

function toModel(
  draft: Labelled,
  { lookupField, ...settings }: Settings,
  relations: readonly Relation[],
): Model {
  const fields = draft.fields.map(toField);
  const key = onlyOf(draft.primaryKey);
  const primaryKey = fields.find(({ column }) => column === key);
  const lookup = fields.find(({ name }) => name === lookupField);
  return {
    label: draft.label,
    verboseName: draft.verboseName,
    table: draft.table,
    ...(primaryKey && { primaryKey }),
    ...(lookup && { lookupField: lookup }),
    fields,
    relations,
    indexes: draft.indexes,
    ...settings,
    ...(draft.readOnlyReason !== undefined && { readOnlyReason: draft.readOnlyReason }),
  };
}

function toField({ reverseName: _way, unreadable: _why, ...field }: FieldDraft): Field {
  return field;
}
