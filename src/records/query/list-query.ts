import type { PlainRow } from '../../database/index.js';
import { type Field, fieldNamed, shownFields } from '../../model/index.js';
import { comparisonOf } from './comparison.js';
import { compileParameters, type Filters } from './filter.js';
import { InvalidLookupError, unexpected } from './lookup.errors.js';
import {
  behind,
  type Cursor,
  formatCursor,
  orderBy,
  type Ordering,
  type OrderTerm,
  parseCursor,
  parseOrdering,
  reversed,
} from './ordering.js';
import { operandOf, type Scope, type Way, wayNamed, waysOf } from './scope.js';
import { allOf, anyOf, columnOf, quoted, type SqlFragment } from './sql.js';
import { toFlag } from './values.js';

export type QueryParameters = Readonly<Record<string, string | string[] | undefined>>;

/** A list as the caller wants it. */
export interface ListQuery {
  readonly scope: Scope;
  readonly filters: Filters;
  readonly ordering: Ordering;
  readonly cursor: Cursor | null;
  readonly limit: number;
  readonly fields: readonly Field[];
  /** Many-to-many relations, whose keys are shown. */
  readonly relations: readonly Way[];
  readonly count: boolean;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;
const MOST_WORDS = 10;

/** Parameters that are no filters. */
const CONTROLS = ['ordering', 'cursor', 'limit', 'fields', 'count', 'search'];

/**
 * Reads the query of a list. Pure; only names of the model come through.
 * @throws InvalidLookupError, InvalidCursorError
 */
export function parseListQuery(parameters: QueryParameters, scope: Scope): ListQuery {
  const ordering = parseOrdering(single(parameters, 'ordering') ?? '', scope.model);
  const cursor = single(parameters, 'cursor');
  return {
    scope,
    filters: parseFilters(parameters, scope, CONTROLS),
    ordering,
    cursor: cursor === undefined ? null : parseCursor(cursor, ordering),
    limit: parseLimit(single(parameters, 'limit')),
    ...parseFields(single(parameters, 'fields'), scope),
    count: toFlag(single(parameters, 'count') ?? 'false', 'count'),
  };
}

/**
 * What rows have to fit: the lookups and the words of `search`.
 * @param controls names of parameters that are no lookups
 * @throws InvalidLookupError
 */
export function parseFilters(
  parameters: QueryParameters,
  scope: Scope,
  controls: readonly string[],
): Filters {
  const pairs = Object.entries(parameters)
    .filter(([name]) => !controls.includes(name))
    .flatMap(([name, value]) => lookupsIn(name, [value ?? []].flat()));
  const lookups = compileParameters(pairs, scope);
  const words = search(single(parameters, 'search') ?? '', scope);
  return words.length === 0 ? lookups : { ...allOf([lookups, ...words]), fixed: null };
}

/** Clients that were generated from the OpenAPI document send `lookups[status]=…`, and some a list as `lookups[id__in][]=…`. */
function lookupsIn(name: string, values: string[]): (readonly [string, string])[] {
  const [, inner = name, list] = /^lookups\[([^[\]]+)\](\[\d*\])?$/.exec(name) ?? [];
  return list === undefined
    ? values.map((text) => [inner, text] as const)
    : [[inner, JSON.stringify(values)]];
}

/**
 * Every word somewhere in the searched fields, as `icontains` finds it; so the words of the admin's search do. Without
 * words every row fits.
 */
function search(text: string, scope: Scope): SqlFragment[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length > MOST_WORDS) throw unexpected('search', `at most ${MOST_WORDS} words`);
  const fields = scope.model.searchFields.flatMap((name) => fieldNamed(scope.model, name) ?? []);
  if (words.length > 0 && fields.length === 0)
    throw new InvalidLookupError('There are no fields to search in.', { parameter: 'search' });
  return words.map((word) => containing(word, fields, scope));
}

/** A text anywhere in one of these fields, as `icontains` finds it. */
export const containing = (text: string, fields: readonly Field[], scope: Scope): SqlFragment =>
  anyOf(
    fields.map((field) =>
      comparisonOf(operandOf(field, scope.alias, scope), ['icontains'], 'search').with(text),
    ),
  );

function parseLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d{1,3}$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw unexpected('limit', `a number from 1 to ${MAX_LIMIT}`);
}

/**
 * `id,name,tags`: the fields and many-to-many relations to show; without a text all of them.
 * @throws InvalidLookupError
 */
export function parseFields(
  text: string | undefined,
  scope: Scope,
): Pick<ListQuery, 'fields' | 'relations'> {
  const relations = waysOf(scope.model, scope).filter(isShown);
  const all = { fields: shownFields(scope.model), relations };
  if (text === undefined) return all;
  const names = text.split(',').filter(Boolean);
  const found = names.map(
    (name) => fieldNamed(scope.model, name) ?? wayNamed(scope.model, name, scope),
  );
  if (names.length === 0 || !found.every((one) => one !== undefined && isShown(one)))
    throw new InvalidLookupError('fields names a field that is not known.', {
      parameter: 'fields',
      allowed: [
        ...all.fields.map(({ attname }) => attname),
        ...relations.map(({ relation }) => relation.name),
      ],
    });
  return {
    fields: [...new Set(found.flatMap((one) => (one && 'type' in one ? [one] : [])))],
    relations: [...new Set(found)].flatMap((one) => (one && 'relation' in one ? [one] : [])),
  };
}

/** A list of keys is shown where the relation is the model's own, as a ManyToManyField is. */
const isShown = (one: Field | Way): boolean =>
  'type' in one || one.relation.kind === 'many_to_many';

/**
 * `owner,tags`: relations whose rows are shown as well, each to one row or a ManyToManyField.
 * @throws InvalidLookupError
 */
export function parseExpand(text: string | undefined, scope: Scope): Way[] {
  const names = text === undefined ? [] : text.split(',').filter(Boolean);
  const allowed = scope.model.primaryKey ? waysOf(scope.model, scope).filter(isExpandable) : [];
  const ways = names.map((name) => allowed.find(({ relation }) => relation.name === name));
  if (!ways.every((way) => way !== undefined))
    throw new InvalidLookupError('expand names a relation that cannot be shown.', {
      parameter: 'expand',
      allowed: allowed.map(({ relation }) => relation.name),
    });
  return [...new Set(ways)];
}

const isExpandable = ({ relation: { kind, single } }: Way): boolean =>
  single || kind === 'many_to_many';

/** @throws InvalidLookupError for a parameter that was given twice */
export function single(parameters: QueryParameters, name: string): string | undefined {
  const value = parameters[name];
  if (!Array.isArray(value)) return value;
  throw new InvalidLookupError(`${name} may be given once.`, { parameter: name });
}

/** The parts of the SELECT of one page; one row more than asked for tells whether there is another page. */
export interface CompiledList {
  /** What is read: first the fields that are shown. */
  readonly columns: readonly string[];
  readonly from: string;
  readonly where: SqlFragment;
  readonly filters: SqlFragment;
  readonly orderBy: string;
  readonly limit: number;
  readonly offset: number;
}

export interface Page {
  readonly rows: PlainRow[];
  readonly next: string | null;
  readonly previous: string | null;
}

/**
 * @param others SQL of what else is read, behind the fields that are shown
 * @throws InvalidCursorError
 */
export function compileList(query: ListQuery, others: readonly string[] = []): CompiledList {
  const { cursor, filters, limit, scope, ordering } = query;
  const terms = direction(query);
  const isBehind = cursor !== null && ordering.isUnique;
  return {
    columns: selectionOf(query, others).columns,
    from: `${quoted(scope.model.table)} ${scope.alias}${forceIndex(query)}`,
    where: isBehind ? allOf([filters, behind(terms, cursor.values, scope)]) : filters,
    filters,
    orderBy: orderBy(terms, scope.alias),
    limit: limit + 1,
    offset: offsetOf(query),
  };
}

/** The columns of the fields that are shown, others, and the values of the ordering that are not among them. */
function selectionOf({ fields, ordering, scope }: ListQuery, others: readonly string[]) {
  const shown = fields.map(({ column }) => columnOf(scope.alias, column));
  const keys = ordering.terms.map(({ field }) => keyColumn(field, scope));
  const columns = [...new Set([...shown, ...others, ...keys])];
  return { columns, keyPlaces: keys.map((key) => columns.indexOf(key)) };
}

/** A `float` of single precision shows fewer digits than it is compared with. */
const keyColumn = ({ type, column }: Field, { alias }: Scope): string =>
  type === 'float' ? `${columnOf(alias, column)} + 0e0` : columnOf(alias, column);

const offsetOf = ({ cursor, ordering }: ListQuery): number =>
  ordering.isUnique ? 0 : Number(cursor?.values[0] ?? 0);

/**
 * Cuts the extra row off and makes the cursors; a page before was read backwards and is turned round.
 * @param others those that the list was compiled with
 */
export function pageOf(
  rows: readonly PlainRow[],
  query: ListQuery,
  others: readonly string[] = [],
): Page {
  const { cursor, limit, ordering } = query;
  if (!ordering.isUnique) return countedPage(rows, query);
  const backwards = cursor?.direction === 'previous';
  const kept = rows.slice(0, limit);
  if (backwards) kept.reverse();
  const more = rows.length > limit;
  const { keyPlaces } = selectionOf(query, others);
  const cursorAt = (row: PlainRow | undefined, to: 'next' | 'previous'): string | null =>
    row
      ? formatCursor({ direction: to, values: keyPlaces.map((at) => toKey(row[at])) }, ordering)
      : null;
  return {
    rows: kept,
    next: backwards || more ? cursorAt(kept.at(-1), 'next') : null,
    previous: (backwards ? more : cursor !== null) ? cursorAt(kept[0], 'previous') : null,
  };
}

/** A table without a key has rows that nothing tells apart, so their places are numbers. */
function countedPage(rows: readonly PlainRow[], query: ListQuery): Page {
  const { limit, ordering } = query;
  const offset = offsetOf(query);
  const cursorAt = (place: number): string =>
    formatCursor({ direction: 'next', values: [String(place)] }, ordering);
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit ? cursorAt(offset + limit) : null,
    previous: offset > 0 ? cursorAt(Math.max(0, offset - limit)) : null,
  };
}

function direction({ cursor, ordering }: ListQuery): readonly OrderTerm[] {
  return cursor?.direction === 'previous' ? reversed(ordering.terms) : ordering.terms;
}

/** Nothing that a list can be ordered by is an object. Times are texts: a Date would drop microseconds. */
function toKey(value: PlainRow[number] | undefined): string | null {
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : null;
}

/** Left alone, the server takes the rows of a filter from their first one on, however deep the page is. */
function forceIndex(query: ListQuery): string {
  const index = servingIndex(query);
  return index === undefined ? '' : ` FORCE INDEX (${quoted(index)})`;
}

/**
 * The index that holds exactly the rows of these filters in this order: its first columns are held to one value each,
 * and the others are what the list is ordered by. With any other filter the server knows better which one to take.
 */
function servingIndex({ filters, ordering, scope }: ListQuery): string | undefined {
  const { terms, isUnique } = ordering;
  const { fixed } = filters;
  const isOneWay = new Set(terms.map(({ descending }) => descending)).size === 1;
  if (fixed === null || !isUnique || !isOneWay) return undefined;
  const { model, alias } = scope;
  const found = model.indexes.find(({ columns }) => {
    const all = withPrimaryKey(columns, model.primaryKey);
    const [first, others] = [all.slice(0, fixed.size), all.slice(fixed.size)];
    const isFixed =
      first.length === fixed.size && first.every((column) => fixed.has(columnOf(alias, column)));
    return isFixed && others.join('\0') === terms.map(({ field }) => field.column).join('\0');
  });
  return found?.name;
}

/** InnoDB keeps the primary key behind the columns of every index. */
const withPrimaryKey = (columns: readonly string[], key: Field | undefined): readonly string[] =>
  key === undefined || columns.includes(key.column) ? columns : [...columns, key.column];
