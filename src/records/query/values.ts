import { isIPv6, SocketAddress } from 'node:net';
import { type DatabaseTimeSettings, isWellFormed, toDatabaseTime } from '../../django/index.js';
import { JsonNumber } from '../../exact-json.js';
import type { FieldType } from '../../model/index.js';
import { unexpected } from './lookup.errors.js';
import { bind, concat, type SqlFragment, type SqlValue } from './sql.js';

/** How the values of a column are written. */
type ScalarKind = Exclude<FieldType, 'json'>;

/** The kind of a value, and what else its writing depends on. */
export interface ValueForm {
  readonly kind: ScalarKind;
  /** Of a `datetime`: what the site keeps in its columns. */
  readonly time: DatabaseTimeSettings;
  /** An integer of 64 bits. */
  readonly isWide?: boolean;
}

const LONGEST = 1000;
const MOST_ITEMS = 500;

/** Digits that a JavaScript number keeps. */
const EXACT_DIGITS = 15;

interface Form {
  /** @returns undefined for a text that is no value of this kind */
  readonly read: (text: string, form: ValueForm) => SqlValue | SqlFragment | undefined;
  readonly expected: string | ((form: ValueForm) => string);
}

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

/** As Python writes a `time`, because MySQL compares what `TIME()` gives with a text as texts. */
function readTime(text: string): string | undefined {
  const [, minutes, seconds = ':00', fraction = ''] =
    /^((?:[01]\d|2[0-3]):[0-5]\d)(?:(:[0-5]\d)(?:\.(\d{1,6}))?)?$/.exec(text) ?? [];
  if (minutes === undefined) return undefined;
  return minutes + seconds + (Number(fraction) > 0 ? `.${fraction.padEnd(6, '0')}` : '');
}

/**
 * IPv6 in its short form, as Django's `GenericIPAddressField` keeps and compares it (`clean_ipv6_address`): Python writes an
 * IPv4 address at its end behind `::ffff:` only, Node behind `::` as well.
 */
function normalized(text: string): string {
  if (!isIPv6(text)) return text;
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  const [, ...bytes] = /^::(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.map(Number) ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
  return bytes.length === 0 ? address : `::${groups.join(':').replace(/^0:/, '')}`;
}

const TEXT: Form = {
  read: (text) => (isText(text) ? text : undefined),
  expected: `a text of at most ${LONGEST} characters`,
};

const digitsOf = ({ isWide }: ValueForm): number => (isWide ? 20 : EXACT_DIGITS);

const FORMS: Readonly<Record<ScalarKind, Form>> = {
  text: TEXT,
  address: { ...TEXT, read: (text) => (isText(text) ? normalized(text) : undefined) },
  integer: {
    read: (text, form) => readInteger(text, digitsOf(form)),
    expected: (form) => `a whole number of at most ${digitsOf(form)} digits`,
  },
  decimal: { read: readDecimal, expected: 'a decimal, as 4999.00' },
  float: { read: readFloat, expected: 'a number, as 0.5 or 1e-3' },
  boolean: {
    read: (text) => (Object.hasOwn(FLAGS, text) ? FLAGS[text] : undefined),
    expected: 'true or false',
  },
  uuid: { read: readUuid, expected: 'a UUID' },
  date: { read: readDate, expected: 'a date, as 2026-01-31' },
  datetime: {
    read: (text, { time }) => readInstant(text, time),
    expected: ({ time }) =>
      `a time, as 2026-01-31T08:00:00Z (without a zone: ${time.useTz ? 'UTC' : time.timeZone}), or a date`,
  },
  time: { read: readTime, expected: 'a time of day, as 08:00:00' },
  duration: { read: readDuration, expected: 'a duration, as P1DT02H00M00S or 1 02:00:00' },
  binary: { read: readBase64, expected: 'bytes in base64' },
};

/**
 * A value as the database compares it with a column of this kind.
 * @throws InvalidLookupError naming the parameter and what it takes
 */
export function toSql(form: ValueForm, value: unknown, parameter: string): SqlFragment {
  const { read, expected } = FORMS[form.kind];
  const plain = value instanceof JsonNumber ? spelled(value) : value;
  const isBoolean = typeof plain === 'boolean' && form.kind === 'boolean';
  const isPlain = typeof plain === 'string' || typeof plain === 'number' || isBoolean;
  const result = isPlain ? read(`${plain}`, form) : undefined;
  if (result === undefined)
    throw unexpected(parameter, typeof expected === 'string' ? expected : expected(form));
  return typeof result === 'object' && result !== null && 'sql' in result ? result : bind(result);
}

/** The same for a value that is to be stored, of the kinds whose text says it all; undefined for what is none. */
export function storedScalar(
  kind: StoredKind,
  text: string,
  time: DatabaseTimeSettings,
): SqlValue | undefined {
  const result = FORMS[kind].read(text, { kind, time, isWide: true });
  return typeof result === 'object' && result !== null && 'sql' in result ? undefined : result;
}

/** Texts and bytes have limits of their own where they are stored, and a decimal keeps its digits. */
type StoredKind = Exclude<ScalarKind, 'text' | 'binary' | 'decimal'>;

/** As JavaScript spells it where it can hold it: 1.0 is 1. */
function spelled({ text }: JsonNumber): string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? String(number) : text;
}

/** @throws InvalidLookupError */
export function toText(value: unknown, parameter: string): string {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (isPlain && isText(String(value))) return String(value);
  throw unexpected(parameter, `a text of at most ${LONGEST} characters`);
}

/** @throws InvalidLookupError */
export function toFlag(value: unknown, parameter: string): boolean {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  const word = isPlain ? `${value as string | number | boolean}` : '';
  if (Object.hasOwn(FLAGS, word)) return FLAGS[word] === 1;
  throw unexpected(parameter, 'true or false');
}

/** @throws InvalidLookupError */
export function toWhole(value: unknown, parameter: string): number {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  const number = isPlain ? readInteger(String(value), EXACT_DIGITS) : undefined;
  if (number === undefined)
    throw unexpected(parameter, `a whole number of at most ${EXACT_DIGITS} digits`);
  return Number(number);
}

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

/** A number and no text: compared with a text, the server would compare as floats. */
export function readInteger(text: string, digits: number): number | bigint | undefined {
  if (!/^-?\d+$/.test(text) || text.replace('-', '').length > digits) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** What a double does not keep goes as a decimal of the server, whose largest has 65 digits. */
export function readDecimal(text: string): number | SqlFragment | undefined {
  if (!/^-?\d{1,35}(\.\d{1,30})?$/.test(text)) return undefined;
  const isShort = text.replace(/\D/g, '').length <= EXACT_DIGITS;
  return isShort ? Number(text) : concat('CAST(', bind(text), ' AS DECIMAL(65, 30))');
}

export function readFloat(text: string): number | undefined {
  const number = /^-?\d{1,400}(\.\d{1,400})?([eE][-+]?\d{1,3})?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** As Python's `uuid.UUID` reads it, to the 32 digits that Django keeps. */
function readUuid(text: string): string | undefined {
  const digits = text.replace(/^urn:uuid:|^\{|\}$/gi, '').replaceAll('-', '');
  return /^[\da-f]{32}$/i.test(digits) ? digits.toLowerCase() : undefined;
}

function readBase64(text: string): Buffer | undefined {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
  return isBase64 && text.length <= 2 * LONGEST ? Buffer.from(text, 'base64') : undefined;
}

const ISO_DURATION =
  /^([-+]?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,6}))?S)?)?$/;
const DJANGO_DURATION =
  /^(?:([-+]?)(\d{1,9}) )?([-+]?)(?:(\d{1,9}):)?(\d{1,9}):(\d{1,9})(?:\.(\d{1,6}))?$/;

/** The microseconds that a `DurationField` keeps in a bigint; ISO 8601, or Django's `1 02:00:00.5`. */
function readDuration(text: string): number | bigint | undefined {
  const iso = ISO_DURATION.exec(text);
  if (iso && /\d/.test(text)) {
    const [, sign, days, hours, minutes, seconds, fraction] = iso;
    return signed(sign, microseconds(days, hours, minutes, seconds, fraction));
  }
  const plain = DJANGO_DURATION.exec(text);
  if (!plain) return undefined;
  const [, daySign, days, sign, hours, minutes, seconds, fraction] = plain;
  const time = signed(sign, microseconds('0', hours, minutes, seconds, fraction));
  return small(BigInt(signed(daySign, microseconds(days))) + BigInt(time));
}

function microseconds(
  days = '0',
  hours = '0',
  minutes = '0',
  seconds = '0',
  fraction = '',
): bigint {
  const whole =
    ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  return whole * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

const signed = (sign: string | undefined, value: bigint) => small(sign === '-' ? -value : value);

const small = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

const INSTANT =
  /^(\d{4}-\d\d-\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?(Z|[+\- ]\d\d:?\d\d)?)?$/;

/** A day that is on the calendar, from the year 1 on as in Python: the pattern alone lets 2026-02-31 pass. */
export function readDate(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '0001') return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/**
 * A time as the site keeps it, to the microsecond. Without a zone it is taken as it is kept: UTC with `USE_TZ`, else the
 * time in `TIME_ZONE`; a date alone is its midnight. A space counts as the plus of an offset, because that is what `+`
 * means in a query.
 */
function readInstant(text: string, settings: DatabaseTimeSettings): string | undefined {
  const [, day = '', minute = '00:00', second = '00', fraction = '', zone] =
    INSTANT.exec(text) ?? [];
  if (readDate(day) === undefined) return undefined;
  const local = new Date(`${day}T${minute}:${second}Z`);
  const kept = zone === undefined ? asItIs(local) : inZone(local, zone, settings);
  // Beyond the years 0 to 9999 it has a sign.
  if (!/^\d{4}-/.test(kept)) return undefined;
  return `${kept.slice(0, 19)}${fraction && `.${fraction}`}`;
}

const asItIs = (date: Date): string => date.toISOString().replace('T', ' ');

function inZone(local: Date, zone: string, settings: DatabaseTimeSettings): string {
  const date = new Date(local.getTime() - offsetOf(zone));
  return toDatabaseTime(date, settings);
}

/** Milliseconds ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
