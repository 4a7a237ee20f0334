import { unexpected } from './lookup.errors.js';
import { matchesRegex } from './server-dialect.js';
import { bind, commaSeparated, concat, type SqlFragment } from './sql.js';
import { toFlag, toList, toPair, toSql, toText, toWhole, type ValueForm } from './values.js';

/** What a lookup compares: SQL without a parameter in it. */
export type Operand = ScalarOperand | RelationOperand | YearOperand | JsonOperand;

export interface ScalarOperand extends ValueForm {
  readonly sql: string;
}

/** The key of another row. */
interface RelationOperand {
  readonly kind: 'relation';
  readonly sql: string;
  /** The column that is compared. */
  readonly of: ScalarOperand;
}

/** The year of a date or a time. */
export interface YearOperand {
  readonly kind: 'year' | 'iso_year';
  readonly sql: string;
  readonly of: ScalarOperand;
}

/** A place in a JSON document; without keys the document itself. */
export interface JsonOperand {
  readonly kind: 'json';
  readonly sql: string;
  readonly keys: readonly string[];
}

export type ColumnOperand = Exclude<Operand, JsonOperand>;

/** @throws InvalidLookupError naming the parameter */
export type Lookup<O> = (operand: O, value: unknown, parameter: string) => SqlFragment;
export type Lookups<O> = Readonly<Record<string, Lookup<O>>>;

const isYear = (operand: ColumnOperand): operand is YearOperand =>
  operand.kind === 'year' || operand.kind === 'iso_year';

function bound(operand: ColumnOperand, value: unknown, parameter: string): SqlFragment {
  if (isYear(operand)) return bind(toWhole(value, parameter));
  return toSql(operand.kind === 'relation' ? operand.of : operand, value, parameter);
}

const compared =
  (operator: string): Lookup<ColumnOperand> =>
  (operand, value, parameter) =>
    concat(`${operand.sql} ${operator} `, bound(operand, value, parameter));

/** NULL is equal to nothing, so it is left out; a list without values has no rows. */
const isIn: Lookup<ColumnOperand> = (operand, value, parameter) => {
  const items = toList(value, parameter).filter((item) => item !== null);
  const values = items.map((item) => bound(operand, item, parameter));
  if (values.length === 0) return concat('FALSE');
  return concat(`${operand.sql} IN (`, commaSeparated(values), ')');
};

/** Not BETWEEN: MySQL converts its two ends to the column's character set, whatever collation is named for them. */
const range: Lookup<ColumnOperand> = (operand, value, parameter) => {
  const [first, last] = toPair(value, parameter);
  const from = ORDER.gte(operand, first, parameter);
  return concat('(', from, ' AND ', ORDER.lte(operand, last, parameter), ')');
};

const isNull: Lookup<ColumnOperand> = ({ sql }, value, parameter) =>
  concat(`${sql} IS ${toFlag(value, parameter) ? 'NULL' : 'NOT NULL'}`);

/** Looks for a text in what the operand is as text; `fold` is done to both sides. */
type TextLookup = (
  operand: SqlFragment,
  value: unknown,
  parameter: string,
  fold?: (side: SqlFragment) => SqlFragment,
) => SqlFragment;

/** A pattern of the client runs on the server's processor. */
const LONGEST_REGEX = 200;

const asItIs = (side: SqlFragment): SqlFragment => side;
const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const like =
  (operator: 'LIKE' | 'LIKE BINARY', pattern: (text: string) => string): TextLookup =>
  (operand, value, parameter, fold = asItIs) => {
    const wanted = bind(pattern(escaped(toText(value, parameter))));
    return concat(fold(operand), ` ${operator} `, fold(wanted));
  };

const regex =
  (letterCase: 'exact' | 'ignored'): TextLookup =>
  (operand, value, parameter, fold = asItIs) => {
    const pattern = toText(value, parameter);
    if (pattern === '' || pattern.length > LONGEST_REGEX)
      throw unexpected(parameter, `a regular expression of 1 to ${LONGEST_REGEX} characters`);
    return matchesRegex(fold(operand), fold(bind(pattern)), letterCase);
  };

const anywhere = (text: string): string => `%${text}%`;
const inFront = (text: string): string => `${text}%`;
const atTheEnd = (text: string): string => `%${text}`;

/**
 * Byte for byte, or by the rules of the column's collation. Django 3.2: `db.backends.mysql.base.operators`.
 */
export const TEXT_LOOKUPS = {
  iexact: like('LIKE', (text) => text),
  contains: like('LIKE BINARY', anywhere),
  icontains: like('LIKE', anywhere),
  startswith: like('LIKE BINARY', inFront),
  istartswith: like('LIKE', inFront),
  endswith: like('LIKE BINARY', atTheEnd),
  iendswith: like('LIKE', atTheEnd),
  regex: regex('exact'),
  iregex: regex('ignored'),
} as const satisfies Readonly<Record<string, TextLookup>>;

const ofText = Object.fromEntries(
  Object.entries(TEXT_LOOKUPS).map(([word, lookup]): [string, Lookup<ColumnOperand>] => [
    word,
    (operand, value, parameter) =>
      lookup(concat(operand.sql), searched(operand, word, value), parameter),
  ]),
);

/** Django's `UUIDTextMixin`: a UUID is kept without hyphens, so a part of one is looked for without them. */
const searched = ({ kind }: ColumnOperand, word: string, value: unknown): unknown =>
  kind === 'uuid' && typeof value === 'string' && !word.endsWith('regex')
    ? value.replaceAll('-', '')
    : value;

const EQUALITY = { exact: compared('='), in: isIn, isnull: isNull };

const ORDER = { gt: compared('>'), gte: compared('>='), lt: compared('<'), lte: compared('<=') };

/** Django knows no others for a foreign key. */
const RELATION_LOOKUPS: Lookups<ColumnOperand> = { ...EQUALITY, ...ORDER };

/** What is kept in microseconds has no text to search. */
const DURATION_LOOKUPS: Lookups<ColumnOperand> = { ...EQUALITY, ...ORDER, range };

const SCALAR_LOOKUPS: Lookups<ColumnOperand> = { ...EQUALITY, ...ORDER, range, ...ofText };

const DAY_MS = 86_400_000;
const LAST_YEAR = 9999;

type Bound = 'first' | 'last';

/** Compared with the first or the last moment of the year, so that an index on the column is of use. */
const comparedYear =
  (operator: string, end: Bound): Lookup<YearOperand> =>
  (operand, value, parameter) =>
    concat(`${operand.of.sql} ${operator} `, endOfYear(operand, value, parameter, end));

const inYear: Lookup<YearOperand> = (operand, value, parameter) =>
  concat(
    `${operand.of.sql} BETWEEN `,
    endOfYear(operand, value, parameter, 'first'),
    ' AND ',
    endOfYear(operand, value, parameter, 'last'),
  );

/**
 * Django 3.2: `lookups.YearLookup`. An ISO year goes from Monday to Sunday, as in Django from 4.0 on; before, its bounds
 * were those of the calendar year.
 */
const YEAR_LOOKUPS: Lookups<YearOperand> = {
  ...SCALAR_LOOKUPS,
  exact: inYear,
  gt: comparedYear('>', 'last'),
  gte: comparedYear('>=', 'first'),
  lt: comparedYear('<', 'first'),
  lte: comparedYear('<=', 'last'),
};

function endOfYear(
  { kind, of }: YearOperand,
  value: unknown,
  parameter: string,
  end: Bound,
): SqlFragment {
  const year = toWhole(value, parameter);
  if (year < 1 || year > LAST_YEAR) throw unexpected(parameter, `a year from 1 to ${LAST_YEAR}`);
  const firstDay = kind === 'year' ? firstOfJanuary : mondayOfWeekOne;
  const day = end === 'first' ? firstDay(year) : firstDay(year + 1) - DAY_MS;
  const date = new Date(Math.min(day, firstOfJanuary(LAST_YEAR + 1) - DAY_MS));
  const time = end === 'first' ? ' 00:00:00' : ' 23:59:59.999999';
  return bind(date.toISOString().slice(0, 10) + (of.kind === 'datetime' ? time : ''));
}

/** `Date.UTC` takes the years below 100 for those of the 20th century. */
const dayOf = (year: number, day: number): number => new Date(0).setUTCFullYear(year, 0, day);

const firstOfJanuary = (year: number): number => dayOf(year, 1);

/** The week of the 4th of January is the first one. */
function mondayOfWeekOne(year: number): number {
  const fourth = dayOf(year, 4);
  const daysSinceMonday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth - daysSinceMonday * DAY_MS;
}

/** The lookups of a column of this kind. */
export function columnLookups(operand: ColumnOperand): Lookups<ColumnOperand> {
  // Theirs are given operands of their own kind only.
  if (isYear(operand)) return YEAR_LOOKUPS as Lookups<ColumnOperand>;
  if (operand.kind === 'relation') return RELATION_LOOKUPS;
  if (operand.kind === 'boolean' || operand.kind === 'binary') return EQUALITY;
  return operand.kind === 'duration' ? DURATION_LOOKUPS : SCALAR_LOOKUPS;
}

type Part = (sql: string) => string;

/** The words of Django for parts of a date, and their SQL. Django 3.2: `mysql.operations.date_extract_sql`. */
const OF_DATE: Readonly<Record<string, Part>> = {
  year: (sql) => `EXTRACT(YEAR FROM ${sql})`,
  iso_year: (sql) => `TRUNCATE(YEARWEEK(${sql}, 3), -2) / 100`,
  month: (sql) => `EXTRACT(MONTH FROM ${sql})`,
  day: (sql) => `EXTRACT(DAY FROM ${sql})`,
  week: (sql) => `WEEK(${sql}, 3)`,
  week_day: (sql) => `DAYOFWEEK(${sql})`,
  iso_week_day: (sql) => `WEEKDAY(${sql}) + 1`,
  quarter: (sql) => `EXTRACT(QUARTER FROM ${sql})`,
};

const OF_TIME: Readonly<Record<string, Part>> = {
  hour: (sql) => `EXTRACT(HOUR FROM ${sql})`,
  minute: (sql) => `EXTRACT(MINUTE FROM ${sql})`,
  second: (sql) => `EXTRACT(SECOND FROM ${sql})`,
};

const OF_DATETIME: Readonly<Record<string, Part>> = {
  date: (sql) => `DATE(${sql})`,
  time: (sql) => `TIME(${sql})`,
  ...OF_DATE,
  ...OF_TIME,
};

/** The parts that values of this kind have. */
export function partsOf(kind: Operand['kind']): Readonly<Record<string, Part>> {
  if (kind === 'datetime') return OF_DATETIME;
  if (kind === 'date') return OF_DATE;
  return kind === 'time' ? OF_TIME : {};
}

/** @returns undefined where values of this kind have no such part */
export function partOf(operand: Operand, word: string): ScalarOperand | YearOperand | undefined {
  const parts = partsOf(operand.kind);
  const sql = Object.hasOwn(parts, word) ? parts[word]?.(operand.sql) : undefined;
  if (sql === undefined || !('time' in operand)) return undefined;
  if (word === 'year' || word === 'iso_year') return { kind: word, sql, of: operand };
  return { kind: word === 'date' || word === 'time' ? word : 'integer', sql, time: operand.time };
}
