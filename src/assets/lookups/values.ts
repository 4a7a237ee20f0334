import { isIPv6, SocketAddress } from 'node:net';
import { isWellFormed } from '../../django/index.js';
import { JsonNumber } from '../../exact-json.js';
import { readDate, readInstant } from './instant.js';
import { unexpected } from './lookup.errors.js';

/** How the values of a column are written. */
export type ScalarKind =
  'text' | 'address' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'time';

const LONGEST = 1000;
const MOST_ITEMS = 500;

interface Form {
  /** @returns undefined for a text that is no value of this kind */
  readonly read: (text: string) => string | number | undefined;
  readonly expected: string;
}

/** As Python writes a `time`, because MySQL compares what `TIME()` gives with a text as texts. */
function readTime(text: string): string | undefined {
  const [, minutes, seconds = ':00', fraction = ''] =
    /^((?:[01]\d|2[0-3]):[0-5]\d)(?:(:[0-5]\d)(?:\.(\d{1,6}))?)?$/.exec(text) ?? [];
  if (minutes === undefined) return undefined;
  return minutes + seconds + (Number(fraction) > 0 ? `.${fraction.padEnd(6, '0')}` : '');
}

/** A number and no text: compared with a text, the server would compare as floats. */
const numberLike = (pattern: RegExp) => (text: string) =>
  pattern.test(text) ? Number(text) : undefined;

/** Python's spelling too. */
const FLAGS: Readonly<Record<string, number>> = {
  true: 1,
  True: 1,
  1: 1,
  false: 0,
  False: 0,
  0: 0,
};

const isText = (text: string): boolean => text.length <= LONGEST && isWellFormed(text);

/** IPv6 in its short form, as Django's `GenericIPAddressField` keeps and compares it. */
const normalized = (text: string): string =>
  isIPv6(text) ? new SocketAddress({ address: text, family: 'ipv6' }).address : text;

const TEXT: Form = {
  read: (text) => (isText(text) ? text : undefined),
  expected: `a text of at most ${LONGEST} characters`,
};

const FORMS: Readonly<Record<ScalarKind, Form>> = {
  text: TEXT,
  address: { ...TEXT, read: (text) => (isText(text) ? normalized(text) : undefined) },
  integer: {
    read: numberLike(/^-?\d{1,15}$/),
    expected: 'a whole number of at most 15 digits',
  },
  decimal: { read: numberLike(/^-?\d{1,10}(\.\d{1,5})?$/), expected: 'a decimal, as 4999.00' },
  boolean: {
    read: (text) => (Object.hasOwn(FLAGS, text) ? FLAGS[text] : undefined),
    expected: 'true or false',
  },
  date: { read: readDate, expected: 'a date, as 2026-01-31' },
  datetime: {
    read: readInstant,
    expected: 'a time, as 2026-01-31T08:00:00Z (without a zone: UTC), or a date',
  },
  time: { read: readTime, expected: 'a time of day, as 08:00:00' },
};

/**
 * A value as the database compares it with a column of this kind.
 * @throws InvalidLookupError naming the parameter and what it takes
 */
export function toSqlValue(kind: ScalarKind, value: unknown, parameter: string): string | number {
  const { read, expected } = FORMS[kind];
  const plain = value instanceof JsonNumber ? Number(value) : value;
  const isBoolean = typeof plain === 'boolean' && kind === 'boolean';
  const isPlain = typeof plain === 'string' || typeof plain === 'number' || isBoolean;
  const result = isPlain ? read(String(plain)) : undefined;
  if (result === undefined) throw unexpected(parameter, expected);
  return result;
}

/** @throws InvalidLookupError */
export const toText = (value: unknown, parameter: string): string =>
  String(toSqlValue('text', value, parameter));

/** @throws InvalidLookupError */
export const toFlag = (value: unknown, parameter: string): boolean =>
  toSqlValue('boolean', value, parameter) === 1;

/** @throws InvalidLookupError */
export function toList(value: unknown, parameter: string): readonly unknown[] {
  if (Array.isArray(value) && value.length <= MOST_ITEMS) return value;
  throw unexpected(parameter, `a list of at most ${MOST_ITEMS} values`);
}

/** @throws InvalidLookupError */
export function toPair(value: unknown, parameter: string): readonly [unknown, unknown] {
  const [first, last, ...more] = toList(value, parameter);
  if (last === undefined || more.length > 0)
    throw unexpected(parameter, 'two values, the first and the last');
  return [first, last];
}
