import type { Field, Model } from '../../model/index.js';
import { comparisonOf } from './comparison.js';
import { InvalidLookupError } from './lookup.errors.js';
import { keyOf } from './ordering.js';
import { operandOf, type Scope } from './scope.js';
import { columnOf, commaSeparated, concat, type SqlFragment } from './sql.js';

/** The field whose value stands in the path of a row; a hidden one would let anybody try out its values. */
export const keyField = ({ lookupField }: Model): Field | undefined =>
  lookupField?.hidden ? undefined : lookupField;

/** The row that this stands for in a path; undefined for a text that cannot be a key, which is that of no row. */
export function keyIs(text: string, scope: Scope): SqlFragment | undefined {
  const field = keyField(scope.model);
  if (field === undefined) return undefined;
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
