import {
  BOOLEAN_LOOKUPS,
  type Lookups,
  RELATION_LOOKUPS,
  SCALAR_LOOKUPS,
} from './column-lookups.js';
import { partOf, partsOf } from './date-parts.js';
import { DOCUMENT_LOOKUPS, KEY_LOOKUPS } from './json-lookups.js';
import { InvalidLookupError } from './lookup.errors.js';
import type { JsonOperand, Operand } from './operand.js';
import type { SqlFragment } from './sql.js';
import { YEAR_LOOKUPS } from './year-lookups.js';

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
  const lookups = lookupsOf(operand, parameter);
  const lookup = rest.length === 0 ? lookups.of(word) : undefined;
  if (lookup !== undefined) return lookup;
  const part = partOf(operand, word);
  if (part === undefined) throw unknown(word, parameter, [...lookups.words(), ...partsOf(operand)]);
  return comparisonOf(part, rest, parameter);
}

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
  const lookups = lookupsOf({ ...operand, keys }, parameter);
  const word = hasLookup ? last : 'exact';
  const lookup = lookups.of(word);
  if (lookup === undefined) throw unknown(word, parameter, lookups.words());
  return lookup;
}

/** The lookups that an operand has. */
interface BoundLookups {
  readonly of: (word: string) => Comparison | undefined;
  readonly words: () => string[];
}

function lookupsOf(operand: Operand, parameter: string): BoundLookups {
  if (operand.kind === 'json')
    return bound(operand.keys.length > 0 ? KEY_LOOKUPS : DOCUMENT_LOOKUPS, operand, parameter);
  if (operand.kind === 'year' || operand.kind === 'iso_year')
    return bound(YEAR_LOOKUPS, operand, parameter);
  if (operand.kind === 'relation') return bound(RELATION_LOOKUPS, operand, parameter);
  return bound(operand.kind === 'boolean' ? BOOLEAN_LOOKUPS : SCALAR_LOOKUPS, operand, parameter);
}

function bound<O extends Operand>(
  lookups: Lookups<O>,
  operand: O,
  parameter: string,
): BoundLookups {
  return {
    of: (word) => {
      const lookup = Object.hasOwn(lookups, word) ? lookups[word] : undefined;
      if (lookup === undefined) return undefined;
      return { parameter, operand, word, with: (value) => lookup(operand, value, parameter) };
    },
    words: () => Object.keys(lookups),
  };
}

function unknown(word: string, parameter: string, allowed: readonly string[]): InvalidLookupError {
  return new InvalidLookupError(`${word} is no lookup here.`, { parameter, allowed });
}
