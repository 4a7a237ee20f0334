import { writableFields } from '../dto/asset-fields.js';
import { type Field, FIELD_NAMES, fieldOf, FIELDS, isField, isNullable } from '../lookups/index.js';

/** What a cell of a column means. */
export type ColumnKind = 'text' | 'number' | 'json';

/**
 * Only a text can be mistaken for a formula; dates and numbers are printed by us. An address is checked by us, but a text to
 * whoever writes with Django or SQL.
 */
export function columnKind(field: Field): ColumnKind {
  const kind = FIELDS[field];
  if (kind === 'json') return 'json';
  return kind === 'text' || kind === 'address' ? 'text' : 'number';
}

/** Whether an import writes this column; the others of an export are passed over. */
export const isWritable = (field: Field): boolean => Object.hasOwn(writableFields, field);

export { type Field, FIELD_NAMES, fieldOf, isField, isNullable };
