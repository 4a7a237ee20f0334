import type { AssetQuery } from './asset-query.js';
import { formatCursor } from './cursor.js';
import { FIELDS } from './fields.js';
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

export interface Page<Row> {
  readonly rows: Row[];
  readonly next: string | null;
  readonly previous: string | null;
}

type Keyed = Readonly<Record<string, unknown>>;

export function compileAssetQuery(query: AssetQuery): CompiledQuery {
  const { cursor, filters, limit } = query;
  const terms = direction(query);
  const keyset = cursor ? [behind(terms, cursor.values)] : [];
  return {
    columns: columnsOf(query),
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
export function pageOf<Row extends Keyed>(rows: readonly Row[], query: AssetQuery): Page<Row> {
  const { cursor, limit, ordering } = query;
  const backwards = cursor?.direction === 'previous';
  const kept = rows.slice(0, limit);
  if (backwards) kept.reverse();
  const more = rows.length > limit;
  const cursorAt = (row: Row | undefined, to: 'next' | 'previous'): string | null =>
    row ? formatCursor({ direction: to, values: keysOf(row, ordering) }, ordering) : null;
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

/** What the view shows, and under `key_` the exact text of what the list is ordered by: a Date drops microseconds. */
function columnsOf({ fields, ordering }: AssetQuery): string {
  const shown = fields.map((field) => `asset.${field}`);
  const keys = ordering.map(({ field }) =>
    FIELDS[field] === 'text'
      ? `asset.${field} AS key_${field}`
      : `CAST(asset.${field} AS CHAR) AS key_${field}`,
  );
  return [...shown, ...keys].join(', ');
}

function keysOf(row: Keyed, ordering: readonly OrderTerm[]): (string | null)[] {
  return ordering.map(({ field }) => {
    const key = row[`key_${field}`];
    return typeof key === 'string' ? key : null;
  });
}
