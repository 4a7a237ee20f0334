import { type Lookup, type Lookups, SCALAR_LOOKUPS } from './column-lookups.js';
import { unexpected } from './lookup.errors.js';
import type { YearOperand } from './operand.js';
import { bind, concat, type SqlFragment } from './sql.js';
import { toSqlValue } from './values.js';

const DAY_MS = 86_400_000;
const LAST_YEAR = 9999;

type Bound = 'first' | 'last';

/** Compared with the first or the last moment of the year, so that an index on the column is of use. */
const compared =
  (operator: string, bound: Bound): Lookup<YearOperand> =>
  (operand, value, parameter) =>
    concat(`${operand.of.sql} ${operator} `, boundOf(operand, value, parameter, bound));

const exact: Lookup<YearOperand> = (operand, value, parameter) =>
  concat(
    `${operand.of.sql} BETWEEN `,
    boundOf(operand, value, parameter, 'first'),
    ' AND ',
    boundOf(operand, value, parameter, 'last'),
  );

/**
 * Django 3.2: `lookups.YearLookup`. An ISO year goes from Monday to Sunday, as in Django from 4.0 on; before, its bounds
 * were those of the calendar year.
 */
export const YEAR_LOOKUPS: Lookups<YearOperand> = {
  ...SCALAR_LOOKUPS,
  exact,
  gt: compared('>', 'last'),
  gte: compared('>=', 'first'),
  lt: compared('<', 'first'),
  lte: compared('<=', 'last'),
};

function boundOf(
  { kind, of }: YearOperand,
  value: unknown,
  parameter: string,
  bound: Bound,
): SqlFragment {
  const year = Number(toSqlValue('integer', value, parameter));
  if (year < 1 || year > LAST_YEAR) throw unexpected(parameter, `a year from 1 to ${LAST_YEAR}`);
  const firstDay = kind === 'year' ? firstOfJanuary : mondayOfWeekOne;
  const day = bound === 'first' ? firstDay(year) : firstDay(year + 1) - DAY_MS;
  const date = new Date(Math.min(day, firstOfJanuary(LAST_YEAR + 1) - DAY_MS));
  const time = bound === 'first' ? ' 00:00:00' : ' 23:59:59.999999';
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
