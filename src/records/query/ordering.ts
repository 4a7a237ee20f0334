import { z } from 'zod';
import { type Field, fieldNamed, type Model, shownFields } from '../../model/index.js';
import { InvalidCursorError, InvalidLookupError } from './lookup.errors.js';
import { columnField, isOrderable, type Scope } from './scope.js';
import { allOf, anyOf, bind, columnOf, concat, type SqlFragment } from './sql.js';
import { readDate, readDecimal, readFloat, readInteger } from './values.js';

export interface OrderTerm {
  readonly field: Field;
  readonly descending: boolean;
}

/** An order in which every row has a place. */
export interface Ordering {
  readonly terms: readonly OrderTerm[];
  /** Whether no two rows share a place; without such a key, pages are counted off from the first row. */
  readonly isUnique: boolean;
}

/** The names that `ordering` takes. */
export const orderableNames = (model: Model): string[] =>
  shownFields(model).flatMap((field) => (isOrderable(field) ? [field.attname] : []));

/**
 * `-updated_at,name`, or the order of the model; with a unique key appended so that no two rows have the same place.
 * @throws InvalidLookupError
 */
export function parseOrdering(text: string, model: Model): Ordering {
  const names = text.split(',').filter(Boolean);
  const wanted = names.length > 0 ? names.map((name) => termOf(name, model)) : ownOrder(model);
  if (new Set(wanted.map(({ field }) => field)).size < wanted.length)
    throw invalid('ordering names a field twice.', model);
  const key = uniqueKey(model);
  const last = key ?? shownFields(model).filter(isOrderable);
  const descending = wanted.at(-1)?.descending ?? false;
  const others = last.filter((field) => !wanted.some((term) => term.field === field));
  return {
    terms: [...wanted, ...others.map((field) => ({ field, descending }))],
    isUnique: key !== undefined,
  };
}

function termOf(text: string, model: Model): OrderTerm {
  const descending = text.startsWith('-');
  const field = fieldNamed(model, descending ? text.slice(1) : text);
  if (field === undefined || !isOrderable(field))
    throw invalid('ordering names a field that cannot be ordered by.', model);
  return { field, descending };
}

/** `Meta.ordering`, as far as it names columns of the table that are shown. */
const ownOrder = (model: Model): OrderTerm[] =>
  model.ordering.flatMap((text) => {
    const descending = text.startsWith('-');
    const field = fieldNamed(model, descending ? text.slice(1) : text);
    return field && isOrderable(field) ? [{ field, descending }] : [];
  });

/** Fields that tell any two rows apart; a cursor shows their values, so not hidden ones. */
function uniqueKey(model: Model): Field[] | undefined {
  const columns = [
    ...[model.primaryKey, model.lookupField].map((field) => (field ? [field.column] : [])),
    ...model.indexes.flatMap((index) => (index.unique ? [index.columns] : [])),
  ];
  const keys = columns.map((names) => names.flatMap((name) => columnField(model, name) ?? []));
  return keys.find(
    (key, at) =>
      key.length > 0 &&
      key.length === columns[at]?.length &&
      key.every((field) => !field.hidden && !field.nullable && isOrderable(field)),
  );
}

function invalid(message: string, model: Model): InvalidLookupError {
  return new InvalidLookupError(message, { parameter: 'ordering', allowed: orderableNames(model) });
}

/** The same list from its other end, for the page before. */
export const reversed = (terms: readonly OrderTerm[]): OrderTerm[] =>
  terms.map(({ field, descending }) => ({ field, descending: !descending }));

export const orderBy = (terms: readonly OrderTerm[], alias: string): string =>
  terms
    .map(({ field, descending }) => `${columnOf(alias, field.column)}${descending ? ' DESC' : ''}`)
    .join(', ');

/** A place in an ordered list: the values of its ordering, or how many rows are before it. */
export interface Cursor {
  readonly direction: 'next' | 'previous';
  readonly values: readonly (string | null)[];
}

/** Of a list ordered by every text there is, each at its longest and escaped in JSON: what we give we must take. */
const LONGEST = 12_000;

/** Version, direction, ordering, values: short names, because it travels in every URL. */
const cursorSchema = z.tuple([
  z.literal(1),
  z.enum(['next', 'previous']),
  z.string(),
  z.array(z.string().nullable()).max(60),
]);

const formatOrdering = (terms: readonly OrderTerm[]): string =>
  terms.map(({ field, descending }) => (descending ? '-' : '') + field.attname).join(',');

export function formatCursor({ direction, values }: Cursor, { terms }: Ordering): string {
  const parts = [1, direction, formatOrdering(terms), values];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws InvalidCursorError for a text that is not a cursor of this ordering */
export function parseCursor(text: string, { terms, isUnique }: Ordering): Cursor {
  const parsed = cursorSchema.safeParse(decode(text));
  if (!parsed.success) throw new InvalidCursorError();
  const [, direction, ordering, values] = parsed.data;
  const isOurs = isUnique
    ? values.length === terms.length
    : values.length === 1 && /^\d{1,9}$/.test(values[0] ?? '');
  if (ordering !== formatOrdering(terms) || !isOurs) throw new InvalidCursorError();
  return { direction, values };
}

function decode(text: string): unknown {
  if (text.length > LONGEST) throw new InvalidCursorError();
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new InvalidCursorError();
  }
}

const TIME_OF_DAY = /^-?\d{1,3}:\d\d:\d\d(\.\d{1,6})?$/;
const TIME = /^(\d{4}-\d\d-\d\d)( ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?)?$/;

/**
 * The value of a cursor as it stands in the row; the cursor comes from outside, whatever it looks like.
 * @throws InvalidCursorError
 */
export function keyOf({ type }: Field, text: string): SqlFragment {
  const value = readKey(type, text);
  if (value === undefined) throw new InvalidCursorError();
  return typeof value === 'object' ? value : bind(value);
}

function readKey(
  type: Field['type'],
  text: string,
): string | number | bigint | SqlFragment | undefined {
  if (WHOLE.has(type)) return readInteger(text, 20);
  if (type === 'decimal') return readDecimal(text);
  if (type === 'float') return readFloat(text);
  if (type === 'time') return TIME_OF_DAY.test(text) ? text : undefined;
  return type === 'date' || type === 'datetime' ? readTime(text) : text;
}

const WHOLE: ReadonlySet<Field['type']> = new Set(['integer', 'boolean', 'duration']);

/** A zero date, which no server takes as a text in strict mode, goes as the number that it is to them. */
function readTime(text: string): string | number | undefined {
  const [, day] = TIME.exec(text) ?? [];
  if (day === undefined) return undefined;
  if (/^0000|-00/.test(day)) return Number(text.replace(/\..*|\D/g, ''));
  return readDate(day) === undefined ? undefined : text;
}

/**
 * Everything behind these values in this order: `a > ? OR (a = ? AND (b > ? OR …))`, after `a >= ?`. The latter follows
 * from the rest, but it alone tells the server where in an index on `a` to begin.
 * @throws InvalidCursorError
 */
export function behind(
  terms: readonly OrderTerm[],
  values: readonly (string | null)[],
  { alias }: Scope,
): SqlFragment {
  const keys = terms.map(({ field, descending }, at): Key => {
    const text = values[at] ?? null;
    const value = text === null ? null : keyOf(field, text);
    return { column: columnOf(alias, field.column), nullable: field.nullable, descending, value };
  });
  const [first] = keys;
  return allOf([...(first ? startAt(first) : []), past(keys)]);
}

interface Key {
  readonly column: string;
  readonly nullable: boolean;
  readonly descending: boolean;
  readonly value: SqlFragment | null;
}

/** Equality is the collation's own, so no row is met twice or passed over. */
function past([key, ...others]: readonly Key[]): SqlFragment {
  if (!key) return concat('FALSE');
  const first = beyond(key);
  if (others.length === 0) return first;
  const equal = concat(`${key.column} <=> `, key.value ?? bind(null));
  return concat('(', first, ' OR (', equal, ' AND ', past(others), '))');
}

/** NULL is the smallest value, as in MySQL's ORDER BY. */
function beyond({ column, nullable, descending, value }: Key): SqlFragment {
  if (value === null) return concat(descending ? 'FALSE' : `${column} IS NOT NULL`);
  if (!descending) return concat(`${column} > `, value);
  const smaller = concat(`${column} < `, value);
  return nullable ? anyOf([smaller, concat(`${column} IS NULL`)]) : smaller;
}

function startAt({ column, nullable, descending, value }: Key): SqlFragment[] {
  if (value === null) return descending ? [concat(`${column} IS NULL`)] : [];
  if (!descending) return [concat(`${column} >= `, value)];
  const notGreater = concat(`${column} <= `, value);
  return [nullable ? anyOf([notGreater, concat(`${column} IS NULL`)]) : notGreater];
}
