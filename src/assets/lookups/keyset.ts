import { FIELDS } from './fields.js';
import type { OrderTerm } from './ordering.js';
import type { SqlFragment } from './sql.js';

/**
 * Everything behind these values in this order: `a > ? OR (a = ? AND (b > ? OR …))`. NULL is the smallest
 * value, as in MySQL's ORDER BY. Equality is the collation's own, so no row is met twice or passed over.
 */
export function behind(
  terms: readonly OrderTerm[],
  values: readonly (string | null)[],
): SqlFragment {
  const [term, ...others] = terms;
  const [value = null, ...rest] = values;
  if (!term) return { sql: 'FALSE', params: [] };
  const key = toKey(term, value);
  const past = isPast(term, key);
  if (others.length === 0) return past;
  const deeper = behind(others, rest);
  return {
    sql: `(${past.sql} OR (asset.${term.field} <=> ? AND ${deeper.sql}))`,
    params: [...past.params, key, ...deeper.params],
  };
}

function isPast({ field, descending }: OrderTerm, value: string | number | null): SqlFragment {
  const column = `asset.${field}`;
  if (value === null) return { sql: descending ? 'FALSE' : `${column} IS NOT NULL`, params: [] };
  if (!descending) return { sql: `${column} > ?`, params: [value] };
  return { sql: `(${column} < ? OR ${column} IS NULL)`, params: [value] };
}

const NUMBERS = ['integer', 'relation', 'decimal'];

/** A number for a column of numbers: compared with a text, the server would compare as floats. */
function toKey({ field }: OrderTerm, value: string | null): string | number | null {
  return value !== null && NUMBERS.includes(FIELDS[field]) ? Number(value) : value;
}
