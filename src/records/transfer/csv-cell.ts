/**
 * One cell of our CSV (RFC 4180).
 *
 *     NULL                                    empty
 *     empty text where an empty cell is none  '
 *     text that a spreadsheet would run       '=1+1
 *     the same with apostrophes before it     ''=1+1
 *     text with such a one inside             "x;'=1+1"
 *     numbers, times, decimals                -3, as they are
 *     documents, lists of keys                {"power":"A+B"}, {"note":"x\u003b=1+1"}, [3,4]
 *
 * A text gets one apostrophe more when it is a formula, a formula behind apostrophes, or nothing but apostrophes; reading
 * takes one away in just these cases. So every text comes back as it was, `-` of a negative number included: numbers
 * are not texts. Where lists are separated by semicolons, a spreadsheet takes a quote behind a comma for a character like others:
 * for it a cell begins behind every semicolon, tab and line break, so each such place is treated in the same way. What
 * starts a formula: OWASP, "CSV Injection".
 */
import { JsonNumber, parseJson, parseJsonBody, stringifyJson } from '../../exact-json.js';
import { type Column, isDocument, isText } from './columns.js';

const SIGN = String.raw`=+\-@＝＋－＠`;
const FORMULA = `[${SIGN}\\t\\r\\n]`;
const NEEDS_APOSTROPHE = new RegExp(`^'*${FORMULA}|^'+$`);
const HAS_APOSTROPHE = new RegExp(`^'+(?:${FORMULA}|$)`);
const FORMULA_INSIDE = `['"]*[${SIGN}]`;
const NEEDS_APOSTROPHE_INSIDE = new RegExp(`(?<=[;\\t\\r\\n])(?=${FORMULA_INSIDE})`, 'g');
const HAS_APOSTROPHE_INSIDE = new RegExp(`(?<=[;\\t\\r\\n])'(?=${FORMULA_INSIDE})`, 'g');
/** In JSON the other separators are escaped already. */
const SEMICOLON_OF_FORMULA = new RegExp(`;(?=${FORMULA_INSIDE})`, 'g');
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** @param value as answers show it */
export function formatCell(column: Column, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isDocument(column))
    return quoted(stringifyJson(value).replace(SEMICOLON_OF_FORMULA, '\\u003b'));
  const text = typeof value === 'string' ? value : stringifyJson(value);
  return quoted(isText(column) ? defused(text, column) : text);
}

function defused(text: string, { empty }: Column): string {
  const isEmptyNotNull = text === '' && empty !== '';
  const inside = text.replace(NEEDS_APOSTROPHE_INSIDE, "'");
  return isEmptyNotNull || NEEDS_APOSTROPHE.test(text) ? `'${inside}` : inside;
}

function restored(cell: string): string {
  const inside = cell.replace(HAS_APOSTROPHE_INSIDE, '');
  return HAS_APOSTROPHE.test(cell) ? inside.slice(1) : inside;
}

const quoted = (text: string): string =>
  NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * What a cell says: texts, numbers and documents where they can be read as such, and the text itself where not, so that the
 * check of the value says what is wrong with it. `undefined` leaves the column as it is.
 */
export function parseCell(column: Column, cell: string): unknown {
  if (cell === '') return column.empty;
  if (isText(column)) return restored(cell);
  return isDocument(column) ? parsedDocument(cell, parseJsonBody) : parsedValue(column, cell);
}

/** The same with every number of a document as it is spelled. */
export const exactCell = (column: Column, cell: string): unknown =>
  isDocument(column) && cell !== '' ? parsedDocument(cell, parseJson) : parseCell(column, cell);

function parsedDocument(cell: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(cell);
  } catch {
    return cell;
  }
}

/** Python's spelling, and that of spreadsheets. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Decimals stay texts, to keep their digits, and so do dates and times. */
function parsedValue({ type }: Column, cell: string): unknown {
  if (type === 'boolean') return FLAGS.get(cell.trim().toLowerCase()) ?? cell;
  if (type === 'integer') return /^[+-]?\d{1,30}$/.test(cell) ? wholeNumber(cell) : cell;
  return type === 'float' && /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : cell;
}

function wholeNumber(cell: string): number | JsonNumber {
  const number = Number(cell);
  return Number.isSafeInteger(number) ? number : new JsonNumber(String(BigInt(cell)));
}
