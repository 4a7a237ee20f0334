/**
 * One cell of our CSV (RFC 4180).
 *
 *     NULL                                    empty
 *     empty text where an empty cell is none  '
 *     text that a spreadsheet would run       '=1+1
 *     the same with apostrophes before it     ''=1+1
 *     text with such a one inside             "x;'=1+1"
 *     numbers, times, decimals                -3, as they are
 *     custom                                  {"power":"A+B"}, {"note":"x\u003b=1+1"}
 *
 * A text gets one apostrophe more when it is a formula, a formula behind apostrophes, or nothing but apostrophes; reading
 * takes one away in just these cases. So every text comes back as it was, `-` of a negative number included: numbers
 * are not texts. Where lists are separated by semicolons, a spreadsheet takes a quote behind a comma for a character like others:
 * for it a cell begins behind every semicolon, tab and line break, so each such place is treated in the same way. What
 * starts a formula: OWASP, "CSV Injection".
 */
import { parseJson, parseJsonBody, stringifyJson } from '../../exact-json.js';
import { columnKind, type Field, isNullable } from './columns.js';

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

/** @param value as `AssetView` has it */
export function formatCell(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (columnKind(field) === 'json')
    return quoted(stringifyJson(value).replace(SEMICOLON_OF_FORMULA, '\\u003b'));
  const text = typeof value === 'string' ? value : stringifyJson(value);
  return quoted(columnKind(field) === 'text' ? defused(text, field) : text);
}

function defused(text: string, field: Field): string {
  const isEmptyNotNull = text === '' && emptyCell(field) !== '';
  const inside = text.replace(NEEDS_APOSTROPHE_INSIDE, "'");
  return isEmptyNotNull || NEEDS_APOSTROPHE.test(text) ? `'${inside}` : inside;
}

function restored(cell: string): string {
  const inside = cell.replace(HAS_APOSTROPHE_INSIDE, '');
  return HAS_APOSTROPHE.test(cell) ? inside.slice(1) : inside;
}

const quoted = (text: string): string =>
  NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A cell that says nothing about a column which can be neither NULL nor empty. */
const ABSENT_WHEN_EMPTY: ReadonlySet<Field> = new Set<Field>(['asset_tag', 'status', 'custom']);

/**
 * What a cell gives to the schema of assets: texts, numbers and documents where they can be read as such, and the text
 * itself where not, so that the schema says what is wrong with it. `undefined` leaves the column as it is.
 */
export function parseCell(field: Field, cell: string): unknown {
  if (cell === '') return emptyCell(field);
  const kind = columnKind(field);
  if (kind === 'text') return restored(cell);
  return kind === 'json' ? parsedDocument(cell, parseJsonBody) : parsedNumber(field, cell);
}

/** The same with every number of a document as it is spelled. */
export const exactCell = (field: Field, cell: string): unknown =>
  columnKind(field) === 'json' && cell !== ''
    ? parsedDocument(cell, parseJson)
    : parseCell(field, cell);

function parsedDocument(cell: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(cell);
  } catch {
    return cell;
  }
}

function emptyCell(field: Field): null | '' | undefined {
  if (isNullable(field)) return null;
  return ABSENT_WHEN_EMPTY.has(field) ? undefined : '';
}

/** Of the columns that are written, only `rack_unit` is a number to the schema; a cost stays text, to keep its digits. */
const parsedNumber = (field: Field, cell: string): unknown =>
  field === 'rack_unit' && /^[+-]?\d{1,9}$/.test(cell) ? Number(cell) : cell;
