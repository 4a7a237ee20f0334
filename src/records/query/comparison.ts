import { DOCUMENT_LOOKUPS, KEY_LOOKUPS, readJson } from './json-lookups.js';
import { InvalidLookupError, unexpected } from './lookup.errors.js';
import {
  columnLookups,
  type JsonOperand,
  type Lookups,
  type Operand,
  partOf,
  partsOf,
} from './lookups.js';
import type { SqlFragment } from './sql.js';

/** What the words behind a column say: what is compared, and how. */
export interface Comparison {
  readonly parameter: string;
  readonly operand: Operand;
  readonly word: string;
  /** @throws InvalidLookupError for a value that does not fit */
  readonly with: (value: unknown) => SqlFragment;
}

const MOST_KEYS = 20;

/**
 * Follows the words from the operand through its parts or keys to a lookup; without one it is `exact`.
 * @throws InvalidLookupError naming what may stand there
 */
export function comparisonOf(
  operand: Operand,
  words: readonly string[],
  parameter: string,
): Comparison {
  if (operand.kind === 'json') return jsonComparison(operand, words, parameter);
  const [word = 'exact', ...rest] = words;
  const lookups = columnLookups(operand);
  if (rest.length === 0 && Object.hasOwn(lookups, word))
    return bound(lookups, operand, word, parameter);
  const part = partOf(operand, word);
  if (part === undefined) throw unknown(word, parameter, lookupsOf(operand));
  return comparisonOf(part, rest, parameter);
}

/** The words that may stand behind this operand: lookups, and parts of dates and times. */
export const lookupsOf = (operand: Operand): string[] => [
  ...Object.keys(operand.kind === 'json' ? DOCUMENT_LOOKUPS : columnLookups(operand)),
  ...Object.keys(partsOf(operand.kind)),
];

/** Whether this last word of a path into JSON is a lookup; any other word is a key. */
export const isJsonLookup = (word: string): boolean => Object.hasOwn(KEY_LOOKUPS, word);

function jsonComparison(
  operand: JsonOperand,
  words: readonly string[],
  parameter: string,
): Comparison {
  const last = words.at(-1);
  const hasLookup = last !== undefined && isJsonLookup(last);
  const keys = [...operand.keys, ...(hasLookup ? words.slice(0, -1) : words)];
  if (keys.length > MOST_KEYS || keys.includes(''))
    throw unknown('This path', parameter, [`at most ${MOST_KEYS} keys, none of them empty`]);
  const lookups = keys.length > 0 ? KEY_LOOKUPS : DOCUMENT_LOOKUPS;
  const word = hasLookup ? last : 'exact';
  if (!Object.hasOwn(lookups, word)) throw unknown(word, parameter, Object.keys(lookups));
  return bound(lookups, { ...operand, keys }, word, parameter);
}

function bound<O extends Operand>(
  lookups: Lookups<O>,
  operand: O,
  word: string,
  parameter: string,
): Comparison {
  const lookup = lookups[word];
  if (lookup === undefined) throw new Error(`${word} is no lookup`);
  return { parameter, operand, word, with: (value) => lookup(operand, value, parameter) };
}

function unknown(word: string, parameter: string, allowed: readonly string[]): InvalidLookupError {
  return new InvalidLookupError(`${word} is no lookup here.`, { parameter, allowed });
}

const LISTS = ['in', 'range', 'has_keys', 'has_any_keys'];
const OF_JSON = ['exact', 'contains', 'contained_by', 'in', 'range', 'gt', 'gte', 'lt', 'lte'];

/**
 * The value that the text of a parameter stands for.
 *
 *     status__in=lost,retired        a list between commas
 *     name__in=["a,b","c"]           the same as JSON, for values with a comma
 *     custom__rack__row=3            compared with JSON: the number; "3" in quotes and x without are texts
 */
export function readParameter({ operand, word, parameter }: Comparison, text: string): unknown {
  const isJson = operand.kind === 'json' && OF_JSON.includes(word);
  if (!LISTS.includes(word)) return isJson ? readJson(text) : text;
  if (text.startsWith('[')) return readList(text, parameter);
  const items = text.split(',');
  return isJson ? items.map(readJson) : items;
}

function readList(text: string, parameter: string): unknown[] {
  const list = readJson(text);
  if (Array.isArray(list)) return list;
  throw unexpected(parameter, 'values between commas, or a JSON array');
}
