import type { FieldDraft, ManyToMany, TableDraft } from './draft.js';
import type { Relation } from './model.js';

/**
 * The relations between tables that have a label, under the names of Django's lookups; none through a hidden field.
 * @returns by table
 */
export function relationsBetween(drafts: readonly TableDraft[]): Map<string, Relation[]> {
  const labels = new Map(drafts.map(({ table, label }) => [table, label]));
  const found = drafts.flatMap((draft) => [
    ...draft.fields.flatMap((field) => keyRelations(draft, field, labels)),
    ...draft.manyToMany.flatMap((relation) => joinRelations(draft, relation, drafts)),
  ]);
  return new Map(drafts.map((draft) => [draft.table, unambiguous(draft, found)]));
}

interface Found {
  readonly table: string;
  readonly relation: Relation;
  /** Whether its name is only a guess by Django's convention. */
  readonly isGuess: boolean;
}

function keyRelations(
  { table, label }: TableDraft,
  { name, column, unique, hidden, references, reverseName }: FieldDraft,
  labels: ReadonlyMap<string, string | undefined>,
): Found[] {
  const to = references && labels.get(references.table);
  if (hidden || !references || to === undefined) return [];
  const ends = { column, toColumn: references.column };
  const forward: Relation = { name, kind: 'forward', to, single: true, editable: false, ...ends };
  const back = wayBack(label, reverseName, {
    ...{ kind: 'reverse', single: unique, editable: false },
    ...{ column: ends.toColumn, toColumn: ends.column },
  });
  return [{ table, relation: forward, isGuess: false }, ...at(references.table, back)];
}

function joinRelations(
  draft: TableDraft,
  { name, toTable, column, toColumn, through, reverseName, editable = false }: ManyToMany,
  drafts: readonly TableDraft[],
): Found[] {
  const { table, label } = draft;
  const other = drafts.find((one) => one.table === toTable);
  const to = other?.label;
  if (to === undefined) return [];
  const forward: Relation = {
    ...{ name, kind: 'many_to_many', to, single: false, editable, column, toColumn },
    through: { ...through, hasIntegerKeys: isInteger(other, toColumn) },
  };
  const back = wayBack(label, reverseName, {
    ...{ kind: 'reverse', single: false, editable: false },
    ...{ column: toColumn, toColumn: column },
    through: {
      table: through.table,
      fromColumn: through.toColumn,
      toColumn: through.fromColumn,
      hasIntegerKeys: isInteger(draft, column),
    },
  });
  return [{ table, relation: forward, isGuess: false }, ...at(toTable, back)];
}

const isInteger = (draft: TableDraft | undefined, column: string): boolean =>
  draft?.fields.some((field) => field.column === column && field.type === 'integer') ?? false;

/** Django calls the way back by `related_query_name`, else by `related_name`, else by the name of the model it comes from. */
function wayBack(
  label: string | undefined,
  reverseName: string | null | undefined,
  ends: Omit<Relation, 'name' | 'to'>,
): Omit<Found, 'table'> | undefined {
  if (label === undefined || reverseName === null) return undefined;
  const name = reverseName ?? label.slice(label.indexOf('.') + 1);
  return { relation: { name, to: label, ...ends }, isGuess: reverseName === undefined };
}

const at = (table: string, back: Omit<Found, 'table'> | undefined): Found[] =>
  back ? [{ table, ...back }] : [];

/** A guess that meets a field or another way was wrong: Django takes no name twice, so the real one is unknown. */
function unambiguous({ table, fields }: TableDraft, found: readonly Found[]): Relation[] {
  const own = found.filter((one) => one.table === table);
  const isTaken = (one: Found) =>
    own.some((other) => other !== one && other.relation.name === one.relation.name) ||
    fields.some(({ name, attname }) => [name, attname].includes(one.relation.name));
  return own.filter((one) => !one.isGuess || !isTaken(one)).map(({ relation }) => relation);
}
