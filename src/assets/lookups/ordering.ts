import { type Field, FIELD_NAMES, fieldOf } from './fields.js';
import { InvalidLookupError } from './lookup.errors.js';

/** A document and a long text have no order. */
type OrderableField = Exclude<Field, 'custom' | 'notes'>;

export interface OrderTerm {
  readonly field: OrderableField;
  readonly descending: boolean;
}

const isOrderable = (field: Field): field is OrderableField =>
  field !== 'custom' && field !== 'notes';

export const ORDERABLE_NAMES = FIELD_NAMES.filter(isOrderable);

/**
 * `-updated_at,name`, with `id` appended so that no two rows have the same place.
 * @throws InvalidLookupError
 */
export function parseOrdering(text: string): OrderTerm[] {
  const terms = text.split(',').filter(Boolean).map(parseTerm);
  const fields = terms.map(({ field }) => field);
  if (new Set(fields).size < fields.length) throw invalid('ordering names a field twice.');
  const last = terms.at(-1);
  return fields.includes('id')
    ? terms
    : [...terms, { field: 'id', descending: last?.descending ?? false }];
}

function parseTerm(text: string): OrderTerm {
  const descending = text.startsWith('-');
  const field = fieldOf(descending ? text.slice(1) : text);
  if (field === undefined || !isOrderable(field))
    throw invalid('ordering names a field that cannot be ordered by.');
  return { field, descending };
}

function invalid(message: string): InvalidLookupError {
  return new InvalidLookupError(message, { parameter: 'ordering', allowed: ORDERABLE_NAMES });
}

/** The ordering as the cursor remembers it. */
export function formatOrdering(terms: readonly OrderTerm[]): string {
  return terms.map(({ field, descending }) => (descending ? '-' : '') + field).join(',');
}

/** The same list from its other end, for the page before. */
export function reversed(terms: readonly OrderTerm[]): OrderTerm[] {
  return terms.map(({ field, descending }) => ({ field, descending: !descending }));
}
