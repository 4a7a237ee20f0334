import { isNullable } from './fields.js';
import type { OrderTerm } from './ordering.js';
import { allOf, bind, concat, type SqlFragment, type SqlValue } from './sql.js';

/**
 * Everything behind these values in this order: `a > ? OR (a = ? AND (b > ? OR …))`, after `a >= ?`. The latter follows
 * from the rest, but it alone tells the server where in an index on `a` to begin.
 */
export function behind(terms: readonly OrderTerm[], values: readonly SqlValue[]): SqlFragment {
  const [term] = terms;
  const start = term === undefined ? [] : startAt(term, values[0] ?? null);
  return allOf([...start, past(terms, values)]);
}

/** Equality is the collation's own, so no row is met twice or passed over. */
function past(
  [term, ...others]: readonly OrderTerm[],
  [value = null, ...rest]: readonly SqlValue[],
): SqlFragment {
  if (!term) return concat('FALSE');
  const first = beyond(term, value);
  if (others.length === 0) return first;
  const equal = concat(`asset.${term.field} <=> `, bind(value));
  return concat('(', first, ' OR (', equal, ' AND ', past(others, rest), '))');
}

/** NULL is the smallest value, as in MySQL's ORDER BY. */
function beyond({ field, descending }: OrderTerm, value: SqlValue): SqlFragment {
  const column = `asset.${field}`;
  if (value === null) return concat(descending ? 'FALSE' : `${column} IS NOT NULL`);
  if (!descending) return concat(`${column} > `, bind(value));
  const smaller = concat(`${column} < `, bind(value));
  return isNullable(field) ? concat('(', smaller, ` OR ${column} IS NULL)`) : smaller;
}

function startAt({ field, descending }: OrderTerm, value: SqlValue): SqlFragment[] {
  const column = `asset.${field}`;
  if (value === null) return descending ? [concat(`${column} IS NULL`)] : [];
  if (!descending) return [concat(`${column} >= `, bind(value))];
  const notGreater = concat(`${column} <= `, bind(value));
  return [isNullable(field) ? concat('(', notGreater, ` OR ${column} IS NULL)`) : notGreater];
}
