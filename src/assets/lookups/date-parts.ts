import type { Operand, ScalarOperand, YearOperand } from './operand.js';

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
export function partsOf({ kind }: Operand): readonly string[] {
  return Object.keys(tableOf(kind));
}

/** @returns undefined where values of this kind have no such part */
export function partOf(operand: Operand, word: string): ScalarOperand | YearOperand | undefined {
  const table = tableOf(operand.kind);
  const sql = Object.hasOwn(table, word) ? table[word]?.(operand.sql) : undefined;
  if (sql === undefined) return undefined;
  if (word === 'year' || word === 'iso_year')
    return { kind: word, sql, of: operand as ScalarOperand };
  return { kind: word === 'date' || word === 'time' ? word : 'integer', sql };
}

function tableOf(kind: Operand['kind']): Readonly<Record<string, Part>> {
  if (kind === 'datetime') return OF_DATETIME;
  if (kind === 'date') return OF_DATE;
  return kind === 'time' ? OF_TIME : {};
}
