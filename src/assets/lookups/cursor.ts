import { z } from 'zod';
import { FIELDS } from './fields.js';
import { InvalidCursorError } from './lookup.errors.js';
import { valueKindOf } from './operand.js';
import { formatOrdering, type OrderTerm } from './ordering.js';
import type { SqlValue } from './sql.js';
import { toSqlValue } from './values.js';

/** A place in an ordered list: the values of its ordering. */
export interface Cursor {
  readonly direction: 'next' | 'previous';
  readonly values: readonly SqlValue[];
}

/** Of a list ordered by every text there is, each at its longest and escaped in JSON: what we give we must take. */
const LONGEST = 12_000;

/** Version, direction, ordering, values: short names, because it travels in every URL. */
const cursorSchema = z.tuple([
  z.literal(1),
  z.enum(['next', 'previous']),
  z.string(),
  z.array(z.string().nullable()).max(30),
]);

export function formatCursor({ direction, values }: Cursor, terms: readonly OrderTerm[]): string {
  const parts = [1, direction, formatOrdering(terms), values];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws InvalidCursorError for a text that is not a cursor of this ordering */
export function parseCursor(text: string, terms: readonly OrderTerm[]): Cursor {
  const parsed = cursorSchema.safeParse(decode(text));
  if (!parsed.success) throw new InvalidCursorError();
  const [, direction, ordering, values] = parsed.data;
  if (ordering !== formatOrdering(terms) || values.length !== terms.length)
    throw new InvalidCursorError();
  return { direction, values: terms.map((term, index) => keyOf(term, values[index] ?? null)) };
}

/** What a writer without strict mode can leave: the only date of a row that no calendar has, but both servers compare. */
const ZERO_DATE = /^\d{4}-(?:00-[0-2]\d|0\d-00|1[0-2]-00)(?: \d\d:\d\d:\d\d(?:\.\d{1,6})?)?$/;

/** The cursor comes from outside, whatever it looks like. An address is taken as it stands in the row. */
function keyOf({ field }: OrderTerm, text: string | null): SqlValue {
  const kind = valueKindOf(FIELDS[field]);
  if ((kind === 'date' || kind === 'datetime') && ZERO_DATE.test(text ?? '')) return text;
  try {
    return text === null ? null : toSqlValue(kind === 'address' ? 'text' : kind, text, 'cursor');
  } catch {
    throw new InvalidCursorError();
  }
}

function decode(text: string): unknown {
  if (text.length > LONGEST) throw new InvalidCursorError();
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw new InvalidCursorError();
  }
}
