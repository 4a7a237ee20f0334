import type { PlainRow } from '../../database/index.js';
import type { AssetQuery } from './asset-query.js';
import { formatCursor } from './cursor.js';
import type { Field } from './fields.js';
import { servingIndex } from './indexes.js';
import { behind } from './keyset.js';
import { type OrderTerm, reversed } from './ordering.js';
import { allOf, type SqlFragment } from './sql.js';

/** The parts of the SELECT of one page; one row more than asked for tells whether there is another page. */
export interface CompiledQuery {
  readonly columns: string;
  readonly from: string;
  readonly where: SqlFragment;
  readonly filters: SqlFragment;
  readonly orderBy: string;
  readonly limit: number;
}

export interface Page {
  readonly rows: PlainRow[];
  readonly next: string | null;
  readonly previous: string | null;
}

export function compileAssetQuery(query: AssetQuery): CompiledQuery {
  const { cursor, filters, limit } = query;
  const terms = direction(query);
  const keyset = cursor ? [behind(terms, cursor.values)] : [];
  return {
    columns: columnsOf(query)
      .map((field) => `asset.${field}`)
      .join(', '),
    from: `assets_asset asset${forceIndex(query)}`,
    where: allOf([...filters, ...keyset]),
    filters: allOf(filters),
    orderBy: terms
      .map(({ field, descending }) => `asset.${field}${descending ? ' DESC' : ''}`)
      .join(', '),
    limit: limit + 1,
  };
}

/** Cuts the extra row off and makes the cursors; a page before was read backwards and is turned round. */
export function pageOf(rows: readonly PlainRow[], query: AssetQuery): Page {
  const { cursor, limit, ordering } = query;
  const backwards = cursor?.direction === 'previous';
  const kept = rows.slice(0, limit);
  if (backwards) kept.reverse();
  const more = rows.length > limit;
  const cursorAt = (row: PlainRow | undefined, to: 'next' | 'previous'): string | null =>
    row ? formatCursor({ direction: to, values: keysOf(row, query) }, ordering) : null;
  return {
    rows: kept,
    next: backwards || more ? cursorAt(kept.at(-1), 'next') : null,
    previous: (backwards ? more : cursor !== null) ? cursorAt(kept[0], 'previous') : null,
  };
}

function direction({ cursor, ordering }: AssetQuery): readonly OrderTerm[] {
  return cursor?.direction === 'previous' ? reversed(ordering) : ordering;
}

/** Left alone, the server takes the rows of a filter from their first one on, however deep the page is. */
function forceIndex({ filters, ordering }: AssetQuery): string {
  const index = servingIndex(filters, ordering);
  return index === undefined ? '' : ` FORCE INDEX (${index})`;
}

/** What the view shows, and behind it what else the list is ordered by. */
function columnsOf({ fields, ordering }: AssetQuery): readonly Field[] {
  const others = ordering.map(({ field }) => field).filter((field) => !fields.includes(field));
  return [...fields, ...others];
}

/** From times as texts: a Date would drop microseconds. */
function keysOf(row: PlainRow, query: AssetQuery): (string | null)[] {
  const columns = columnsOf(query);
  return query.ordering.map(({ field }) => toKey(row[columns.indexOf(field)] ?? null));
}

/** Nothing that a list can be ordered by is an object. */
function toKey(value: PlainRow[number]): string | null {
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : null;
}
