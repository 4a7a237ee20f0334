import type { Field } from '../../model/index.js';
import { comparisonOf } from './comparison.js';
import { InvalidLookupError } from './lookup.errors.js';
import { keyOf } from './ordering.js';
import { operandOf, type Scope } from './scope.js';
import { columnOf, commaSeparated, concat, type SqlFragment } from './sql.js';

/** The row whose field has this value; undefined for a text that cannot be one. */
export function keyIs(field: Field, text: string, scope: Scope): SqlFragment | undefined {
  try {
    return comparisonOf(operandOf(field, scope.alias, scope), ['exact'], 'key').with(text);
  } catch (error) {
    if (error instanceof InvalidLookupError) return undefined;
    throw error;
  }
}

/** The rows that have one of these keys, as they were read from rows. */
export const keysIn = (field: Field, keys: readonly string[], { alias }: Scope): SqlFragment =>
  concat(
    `${columnOf(alias, field.column)} IN (`,
    commaSeparated(keys.map((key) => keyOf(field, key))),
    ')',
  );
