import { stringifyJson } from '../../exact-json.js';
import { RowTooLargeError } from './transfer.errors.js';

/** What mysql2 puts a backslash before (sqlstring, `escapeString`). */

const ESCAPED = /[\0\b\t\n\r\u001a"'\\]/g;

/** A time, a number, NULL, and in each case a comma and a name of a column. */
const OTHER_BYTES = 64;

/** Bytes that these values have in the text of an INSERT or UPDATE, or a few more. */
export function statementBytes(values: object): number {
  return Object.values(values).reduce<number>((sum, value) => sum + bytesOfCell(value), 0);
}

/** @param longest bytes of the values of one statement. @throws RowTooLargeError */
export function assertFits(values: object, longest: number): void {
  const bytes = statementBytes(values);
  if (bytes > longest) throw new RowTooLargeError(bytes, longest);
}

function bytesOfCell(value: unknown): number {
  if (typeof value === 'string') return OTHER_BYTES + quotedBytes(value);
  const isDocument = typeof value === 'object' && value !== null && !(value instanceof Date);
  return OTHER_BYTES + (isDocument ? quotedBytes(stringifyJson(value)) : 0);
}

const quotedBytes = (text: string): number =>
  Buffer.byteLength(text) + (text.match(ESCAPED)?.length ?? 0);
