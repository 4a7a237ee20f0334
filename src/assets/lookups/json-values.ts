import { isWellFormed } from '../../django/index.js';
import { JsonNumber, parseJson, stringifyJson } from '../../exact-json.js';
import { unexpected } from './lookup.errors.js';

const LONGEST = 1000;
/** MariaDB reads JSON 32 levels deep. */
const DEEPEST = 20;

/**
 * `$."rack"[0]`: digits are the place in an array, as in Django's `compile_json_path`. A key stands there as it is:
 * MariaDB does not read the `\uXXXX` that Django writes for letters beyond ASCII.
 */
export const jsonPath = (keys: readonly string[]): string =>
  `$${keys.map((key) => (/^\d{1,9}$/.test(key) ? `[${Number(key)}]` : keyPath(key))).join('')}`;

/** A member of an object, digits or not, as Django reads `has_key` from 4.2 on. */
export const keyPath = (key: string): string => `.${JSON.stringify(key)}`;

/**
 * The JSON of a value.
 * @throws InvalidLookupError where it is too long or too deep for the database, or has a number that is too large
 */
export function jsonText(value: unknown, parameter: string): string {
  const text = isHoldable(value, DEEPEST) ? stringifyJson(value) : '';
  if (text === '' || text.length > LONGEST || !isWellFormed(text))
    throw unexpected(parameter, `JSON of at most ${LONGEST} characters`);
  return text;
}

/** What stands in a query: JSON where it is JSON, and a text everywhere else. */
export function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** A number beyond a double, as 1e400, would become null. */
function isHoldable(value: unknown, levels: number): boolean {
  if (typeof value === 'number' || value instanceof JsonNumber)
    return Number.isFinite(Number(value));
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isHoldable(inner, levels - 1));
}
