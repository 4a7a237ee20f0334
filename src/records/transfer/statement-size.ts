import { stringifyJson } from '../../exact-json.js';

/** What mysql2 puts a backslash before (sqlstring, `escapeString`). */

const ESCAPED = /[\0\b\t\n\r\u001a"'\\]/g;

/** A time, a number, NULL, and in each case a comma and a name of a column. */
const OTHER_BYTES = 64;

/** Bytes that these values have in the text of an INSERT or UPDATE, or a few more. */
export function statementBytes(values: object): number {
  return Object.values(values).reduce<number>((sum, value) => sum + bytesOfCell(value), 0);
}

function bytesOfCell(value: unknown): number {
  if (typeof value === 'string') return OTHER_BYTES + quotedBytes(value);
  const isDocument = typeof value === 'object' && value !== null && !(value instanceof Date);
  return OTHER_BYTES + (isDocument ? quotedBytes(stringifyJson(value)) : 0);
}

const quotedBytes = (text: string): number =>
  Buffer.byteLength(text) + (text.match(ESCAPED)?.length ?? 0);
