import type { FieldKind } from './fields.js';
import { InvalidLookupError } from './lookup.errors.js';

const LONGEST = 1000;

interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
}

const FORMS: Readonly<Record<Exclude<FieldKind, 'text' | 'json'>, Form>> = {
  integer: { pattern: /^-?\d{1,18}$/, expected: 'a whole number' },
  decimal: { pattern: /^-?\d{1,10}(\.\d{1,6})?$/, expected: 'a decimal number' },
  date: { pattern: /^\d{4}-\d\d-\d\d$/, expected: 'a date, as 2026-01-31' },
  datetime: {
    pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|\+00:00)?$/,
    expected: 'a time in UTC, as 2026-01-31T08:00:00Z',
  },
};

/**
 * The text of a query as the database compares it with a column of this kind.
 * @throws InvalidLookupError naming the parameter and what it takes
 */
export function toSqlValue(kind: FieldKind, text: string, parameter: string): string {
  if (kind === 'json') throw unexpected(parameter, 'a path into custom, as custom__rack');
  if (text.length > LONGEST) throw unexpected(parameter, `at most ${LONGEST} characters`);
  if (kind === 'text') return text;
  const { pattern, expected } = FORMS[kind];
  if (!pattern.test(text) || !isOnCalendar(kind, text)) throw unexpected(parameter, expected);
  return kind === 'datetime' ? text.replace('T', ' ').replace(/(Z|\+00:00)$/, '') : text;
}

/** The pattern lets 2026-02-31 pass; JavaScript would make it the 3rd of March. */
function isOnCalendar(kind: FieldKind, text: string): boolean {
  if (kind !== 'date' && kind !== 'datetime') return true;
  const day = text.slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function unexpected(parameter: string, expected: string): InvalidLookupError {
  return new InvalidLookupError(`${parameter} takes ${expected}.`, { parameter, expected });
}
