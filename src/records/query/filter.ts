import { type Field, fieldNamed, type Model } from '../../model/index.js';
import { type Comparison, comparisonOf, isJsonLookup, readParameter } from './comparison.js';
import { InvalidLookupError, unexpected } from './lookup.errors.js';
import type { Operand } from './lookups.js';
import {
  columnField,
  filterNames,
  operandOf,
  scalarOf,
  type Scope,
  type Way,
  wayNamed,
} from './scope.js';
import { allOf, anyOf, columnOf, concat, not, quoted, type SqlFragment } from './sql.js';
import { toFlag } from './values.js';

/** `{ "status__in": ["lost"], "owner__username__not": "x" }`: the arguments of Django's `filter(**kwargs)`. */
export type RecordFilter = Readonly<Record<string, unknown>>;

/** What rows have to fit, as SQL about the alias of the scope. */
export interface Filters extends SqlFragment {
  /**
   * The columns that it holds to one value each, if that is all it does: then an index on them and on the order of a list
   * can serve both. Else null.
   */
  readonly fixed: ReadonlySet<string> | null;
}

const MOST_LOOKUPS = 50;
const LONGEST_NAME = 300;
/** Relations that one name may go along. */
const MOST_HOPS = 3;

/**
 * The lookups of a JSON body as one condition, with every value as a parameter; without lookups every row fits. Other
 * tables are asked in subqueries only.
 * @throws InvalidLookupError naming the parameter and what is allowed or expected
 */
export function compileFilter(filter: RecordFilter, scope: Scope): Filters {
  return compile([Object.entries(filter)], scope, (_, value) => value);
}

/**
 * The same for parameters of a query, where everything is text: lists have commas in between or are JSON, as is what
 * is compared with JSON. What is named a second time counts as a second call of `filter()`.
 * @throws InvalidLookupError
 */
export function compileParameters(
  parameters: readonly (readonly [string, string])[],
  scope: Scope,
): Filters {
  const calls: (readonly [string, string])[][] = [];
  const times = new Map<string, number>();
  for (const pair of parameters) {
    const at = times.get(pair[0]) ?? 0;
    times.set(pair[0], at + 1);
    (calls[at] ??= []).push(pair);
  }
  return compile(calls, scope, readParameter);
}

/** Each list is one call of `filter()`, whose lookups along one relation are about one and the same related row. */
function compile<T>(
  calls: readonly (readonly (readonly [string, T])[])[],
  scope: Scope,
  read: (comparison: Comparison, value: T) => unknown,
): Filters {
  const count = calls.reduce((sum, { length }) => sum + length, 0);
  if (count > MOST_LOOKUPS)
    throw new InvalidLookupError(`At most ${MOST_LOOKUPS} filters.`, { allowed: MOST_LOOKUPS });
  const newAlias = newAliases(scope.alias);
  const fixed = new Set<string>();
  const conditions = calls.flatMap((lookups) => {
    const root = newNode(scope.alias, scope.model);
    const excluded: SqlFragment[] = [];
    for (const [name, value] of lookups) {
      const [words, isNegated] = wordsOf(name, scope);
      const tree = isNegated ? newNode(scope.alias, scope.model) : root;
      const target = targetOf(words, name, scope, tree, newAlias);
      const comparison = comparisonOf(target.operand, target.words, name);
      const asked = read(comparison, value);
      if (isNegated) excluded.push(exclude(tree, target, comparison, asked));
      else include(target, comparison, asked);
      const column = isNegated ? undefined : fixedColumn(target, comparison, asked);
      if (column !== undefined) fixed.add(column);
    }
    return [...emitted(root), ...excluded];
  });
  return { ...allOf(conditions), fixed: fixed.size === count ? fixed : null };
}

/**
 * A table on the way to what lookups are about, as Django joins it. As a subquery it gives each row once, and only the
 * rows of the model are locked by FOR UPDATE.
 */
interface Node {
  readonly alias: string;
  /** Undefined for the table between two models. */
  readonly model: Model | undefined;
  readonly join?: Join;
  readonly children: Map<string, Node>;
  readonly conditions: SqlFragment[];
  /** An inner join: without a row there, the lookup does not fit. Else a row that is missing counts as one of NULLs. */
  isInner: boolean;
}

/** A step from one table to another. */
interface Join {
  /** The column of the table before it. */
  readonly from: string;
  readonly table: string;
  readonly to: string;
  /** From a foreign key to what it refers to. */
  readonly isDirect: boolean;
  /** Whether there can be more rows than one. */
  readonly isMany: boolean;
  readonly model?: Model;
}

const newNode = (alias: string, model: Model | undefined, join?: Join): Node => ({
  alias,
  model,
  ...(join && { join }),
  children: new Map(),
  conditions: [],
  isInner: false,
});

/** Names for the tables of the subqueries. */
function newAliases(base: string): () => string {
  let count = 0;
  return () => `${base}_${(count += 1)}`;
}

/** What a lookup is about. */
interface Target {
  readonly operand: Operand;
  /** The words behind it. */
  readonly words: readonly string[];
  /** The tables on the way, and the one that has the column. */
  readonly path: readonly Node[];
  readonly at: Node;
  /** The column, where it can be NULL. */
  readonly nullable: string | undefined;
}

/** Splits the name at its underscores, and takes `not` out: it stands last or before the lookup. */
function wordsOf(name: string, scope: Scope): [words: readonly string[], isNegated: boolean] {
  if (name.length > LONGEST_NAME)
    throw unexpected('A filter', `a name of at most ${LONGEST_NAME} characters`);
  const words = name.split('__');
  const rest = words.length - pathOf(words, scope).length;
  if (rest > 0 && words.at(-1) === 'not') return [words.slice(0, -1), true];
  const isBeforeLookup = rest > 1 && words.at(-2) === 'not' && isLookupBehindNot(words, scope);
  return isBeforeLookup ? [[...words.slice(0, -2), words.at(-1) ?? ''], true] : [words, false];
}

/** In front of anything but a lookup, `not` inside of JSON is a key. */
function isLookupBehindNot(words: readonly string[], scope: Scope): boolean {
  const { field } = pathOf(words, scope);
  return field?.type !== 'json' || isJsonLookup(words.at(-1) ?? '');
}

/** The relations and the field that words begin with. */
interface Path {
  readonly ways: readonly Way[];
  /** The last one is what is asked about, if no field is. */
  readonly field?: Field;
  readonly model: Model;
  readonly length: number;
}

/** Follows relations as long as the word behind names something at their other end; else it is a lookup of the key. */
function pathOf(words: readonly string[], scope: Scope): Path {
  const ways: Way[] = [];
  let { model } = scope;
  for (const [at, word] of words.entries()) {
    const way = wayNamed(model, word, scope);
    const field = fieldNamed(model, word);
    const next = words[at + 1];
    const goesOn =
      way !== undefined &&
      next !== undefined &&
      (fieldNamed(way.to, next) ?? wayNamed(way.to, next, scope)) !== undefined;
    if (goesOn) {
      ways.push(way);
      model = way.to;
      continue;
    }
    if (field !== undefined) return { ways, field, model, length: at + 1 };
    if (way !== undefined) return { ways: [...ways, way], model: way.to, length: at + 1 };
    break;
  }
  return { ways, model, length: 0 };
}

/**
 * Finds the column that the words of a parameter are about, and the tables on the way to it.
 * @throws InvalidLookupError naming what there is; a hidden field is not told apart from one that is not there
 */
function targetOf(
  words: readonly string[],
  parameter: string,
  scope: Scope,
  tree: Node,
  newAlias: () => string,
): Target {
  const { ways, field, length } = pathOf(words, scope);
  const key = field ?? keyAtEnd(ways.at(-1));
  if (length === 0 || key === undefined || key.hidden)
    throw new InvalidLookupError(`${parameter} cannot be filtered by.`, {
      parameter,
      allowed: filterNames(scope),
    });
  if (ways.length > MOST_HOPS) throw unexpected(parameter, `at most ${MOST_HOPS} relations`);
  const path = pathTo(tree, ways, newAlias);
  const { at, column } = trimmed(tree, path, key.column);
  const isNullable = at.model !== undefined && columnField(at.model, column)?.nullable === true;
  return {
    operand: operandAt({ ...key, column }, at.alias, scope, field === undefined),
    words: words.slice(length),
    path,
    at,
    nullable: isNullable ? columnOf(at.alias, column) : undefined,
  };
}

/** What stands for a related row: its primary key, or what the relation refers to. */
function keyAtEnd(way: Way | undefined): Field | undefined {
  if (way === undefined) return undefined;
  const { relation, to } = way;
  const isReverse = relation.kind === 'reverse' && relation.through === undefined;
  return (isReverse ? to.primaryKey : undefined) ?? columnField(to, relation.toColumn);
}

/** The column itself, or a foreign key that holds the same value; asked about as a relation it has fewer lookups. */
function operandAt(key: Field, alias: string, scope: Scope, isRelation: boolean): Operand {
  if (!isRelation) return operandOf(key, alias, scope);
  const of = scalarOf(key, alias, scope);
  return { kind: 'relation', sql: of.sql, of };
}

/** The tables along the relations, those that are there already among them. */
function pathTo(tree: Node, ways: readonly Way[], newAlias: () => string): Node[] {
  const path: Node[] = [];
  let node = tree;
  for (const join of ways.flatMap(joinsOf)) {
    const name = `${join.from} ${join.table} ${join.to}`;
    const next = node.children.get(name) ?? newNode(newAlias(), join.model, join);
    node.children.set(name, next);
    path.push(next);
    node = next;
  }
  return path;
}

function joinsOf({ relation, to }: Way): Join[] {
  const { column: from, toColumn, through, single } = relation;
  if (through === undefined) {
    const isDirect = relation.kind === 'forward';
    return [{ from, table: to.table, to: toColumn, isDirect, isMany: !single, model: to }];
  }
  const { table, fromColumn } = through;
  return [
    { from, table, to: fromColumn, isDirect: false, isMany: true },
    {
      from: through.toColumn,
      table: to.table,
      to: toColumn,
      isDirect: true,
      isMany: false,
      model: to,
    },
  ];
}

/** Django's `trim_joins`: what a foreign key refers to stands in the foreign key itself. */
function trimmed(
  tree: Node,
  path: readonly Node[],
  referred: string,
): { at: Node; column: string } {
  let [column, length] = [referred, path.length];
  for (; length > 0; length -= 1) {
    const join = path[length - 1]?.join;
    if (!join?.isDirect || join.to !== column) break;
    column = join.from;
  }
  return { at: path[length - 1] ?? tree, column };
}

/** Puts a condition where its column is. Only one that asks for NULL is content without a row there. */
function include({ path, at }: Target, comparison: Comparison, value: unknown): void {
  const presence = askedPresence(comparison, value);
  at.conditions.push(
    presence === undefined ? comparison.with(value) : isNull(comparison, presence),
  );
  if (presence !== true) for (const node of path) node.isInner = true;
}

/**
 * As `exclude()`: a row whose column is NULL, or missing because there is no related row, does not fit the condition, so it
 * stays. Along a relation to many, none of them may fit. Django 3.2: `sql.query.build_filter`, `split_exclude`.
 */
function exclude(tree: Node, target: Target, comparison: Comparison, value: unknown): SqlFragment {
  const { path, at, nullable } = target;
  const isMany = path.some(({ join }) => join?.isMany);
  if (askedPresence(comparison, value) !== undefined || isMany) {
    include(target, comparison, value);
    return not(allOf(emitted(tree)));
  }
  const condition = comparison.with(value);
  const present =
    nullable === undefined ? condition : concat(condition, ` AND ${nullable} IS NOT NULL`);
  if (at === tree) return not(present);
  // What is neither true nor false of a related row keeps Django from finding the row.
  at.conditions.push(concat('(', present, ') IS NOT FALSE'));
  for (const node of path) node.isInner = true;
  return not(allOf(emitted(tree)));
}

/** What `isnull` is asked with; Django reads `exact` and `iexact` with None as such too. The null of JSON is a value. */
function askedPresence(
  { operand, word, parameter }: Comparison,
  value: unknown,
): boolean | undefined {
  if (word === 'isnull') return toFlag(value, parameter);
  const isQuestion = word === 'iexact' || (word === 'exact' && operand.kind !== 'json');
  return value === null && isQuestion ? true : undefined;
}

const isNull = ({ operand, parameter }: Comparison, isAbsent: boolean): SqlFragment =>
  comparisonOf(operand, ['isnull'], parameter).with(isAbsent);

/** The column of the model itself that a condition holds to one value. */
function fixedColumn(
  { operand, path }: Target,
  comparison: Comparison,
  value: unknown,
): string | undefined {
  const isExact = comparison.word === 'exact' && comparison.operand === operand && value !== null;
  return isExact && operand.kind !== 'json' && path.length === 0 ? operand.sql : undefined;
}

/** The conditions of a table and those of the tables behind it. */
function emitted({ alias, conditions, children }: Node): SqlFragment[] {
  return [...conditions, ...[...children.values()].flatMap((child) => emittedChild(child, alias))];
}

function emittedChild(child: Node, before: string): SqlFragment[] {
  const { join, alias, isInner } = child;
  const conditions = emitted(child);
  if (join === undefined || conditions.length === 0) return [];
  const rows = `EXISTS (SELECT 1 FROM ${quoted(join.table)} ${alias} WHERE ${columnOf(alias, join.to)} = ${columnOf(before, join.from)}`;
  const found = concat(`${rows} AND `, allOf(conditions), ')');
  return [isInner ? found : anyOf([concat(`NOT ${rows})`), found])];
}
