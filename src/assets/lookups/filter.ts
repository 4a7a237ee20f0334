import { type Comparison, comparisonOf, isJsonLookup } from './lookup.js';
import { InvalidLookupError, unexpected } from './lookup.errors.js';
import { allOf, concat, not, type SqlFragment } from './sql.js';
import { readParameter } from './parameter-text.js';
import { type Target, targetOf } from './target.js';

/** `{ "status__in": ["lost"], "name__not__icontains": "x" }`: the arguments of Django's `filter(**kwargs)`. */
export type AssetFilter = Readonly<Record<string, unknown>>;

const MOST_LOOKUPS = 50;
const LONGEST_NAME = 300;

/** One condition about `asset`. */
export interface Filter extends SqlFragment {
  /** The column that it holds to one value, so that an index on it and on what the list is ordered by can serve both. */
  readonly fixes?: string;
}

interface Condition {
  readonly target: Target;
  readonly comparison: Comparison;
  readonly isNegated: boolean;
}

/**
 * The lookups of a JSON body as one condition about `asset`, with every value as a parameter; without lookups every
 * asset fits. Other tables are asked in subqueries only.
 * @throws InvalidLookupError naming the parameter and what is allowed or expected
 */
export function compileFilter(filter: AssetFilter): SqlFragment {
  const lookups = Object.entries(filter);
  return allOf(bounded(lookups).map(([name, value]) => compile(conditionOf(name), value)));
}

/**
 * The same for parameters of a query, where everything is text: lists have commas in between or are JSON, as is what
 * is compared with JSON.
 * @throws InvalidLookupError
 */
export function compileParameters(parameters: readonly (readonly [string, string])[]): Filter[] {
  return bounded(parameters).map(([name, text]) => {
    const condition = conditionOf(name);
    const filter = compile(condition, readParameter(condition.comparison, text));
    return isFixing(condition) ? { ...filter, fixes: condition.target.operand.sql } : filter;
  });
}

function bounded<T>(lookups: readonly T[]): readonly T[] {
  if (lookups.length <= MOST_LOOKUPS) return lookups;
  throw new InvalidLookupError(`At most ${MOST_LOOKUPS} filters.`, { allowed: MOST_LOOKUPS });
}

function conditionOf(name: string): Condition {
  if (name.length > LONGEST_NAME)
    throw unexpected('A filter', `a name of at most ${LONGEST_NAME} characters`);
  const [target, words] = targetOf(name.split('__'), name);
  const at = placeOfNot(target, words);
  const comparison = comparisonOf(
    target.operand,
    words.filter((_, index) => index !== at),
    name,
  );
  return { target, comparison, isNegated: at >= 0 };
}

/** `not` stands last or before the lookup; in front of anything else inside of JSON it is a key. */
function placeOfNot({ operand }: Target, words: readonly string[]): number {
  const last = words.at(-1);
  if (last === 'not') return words.length - 1;
  const isBeforeLookup = operand.kind !== 'json' || (last !== undefined && isJsonLookup(last));
  return words.at(-2) === 'not' && isBeforeLookup ? words.length - 2 : -1;
}

function compile({ target, comparison, isNegated }: Condition, value: unknown): SqlFragment {
  const presence = askedPresence(comparison, value);
  if (presence === undefined) {
    const condition = target.ofAsset(comparison.with(value));
    return isNegated ? excluded(condition, target) : condition;
  }
  const asked = comparison.operand === target.operand ? target.presence : comparison.operand;
  const condition = comparisonOf(asked, ['isnull'], comparison.parameter).with(presence);
  return isNegated ? not(condition) : condition;
}

const isFixing = ({ target, comparison, isNegated }: Condition): boolean =>
  comparison.word === 'exact' &&
  comparison.operand === target.operand &&
  comparison.operand.kind !== 'json' &&
  !isNegated;

/** What `isnull` is asked with; Django reads `exact` and `iexact` with None as such too. The null of JSON is a value. */
function askedPresence({ operand, word }: Comparison, value: unknown): unknown {
  if (word === 'isnull') return value;
  const isQuestion = word === 'iexact' || (word === 'exact' && operand.kind !== 'json');
  return value === null && isQuestion ? true : undefined;
}

/** As `exclude()`: a row whose column is NULL does not fit the condition, so it stays. */
const excluded = (condition: SqlFragment, { nullable }: Target): SqlFragment =>
  not(nullable === null ? condition : concat(condition, ` AND ${nullable} IS NOT NULL`));
