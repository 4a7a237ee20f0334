import { type PlainRow, toDate } from '../database/index.js';
import { type DatabaseTimeSettings, fromDatabaseTime } from '../django/index.js';
import { JsonNumber, parseJson } from '../exact-json.js';
import type { Field } from './model.js';

/** A value of a column as a row of the driver has it. */
export type Cell = PlainRow[number] | undefined;

/**
 * A value as answers show it: what was stored, never an echo. The forms are those of REST framework's serializer fields, but
 * for a duration, which is ISO 8601, and bytes, which are base64.
 */
export function shownValue(
  { type }: Pick<Field, 'type'>,
  cell: Cell,
  time: DatabaseTimeSettings,
): unknown {
  if (cell === null || cell === undefined) return null;
  if (type === 'binary') return bytesOf(cell).toString('base64');
  if (type === 'float') return Number(cell);
  if (type === 'boolean') return Number(cell) !== 0;
  if (type === 'integer' && Number.isSafeInteger(cell)) return cell;
  const text = Buffer.isBuffer(cell) ? cell.toString() : `${cell as string | number}`;
  switch (type) {
    case 'integer':
      return shownInteger(text);
    case 'uuid':
      return hyphenated(text);
    case 'date':
      return toDate(text);
    case 'datetime':
      return shownTime(text, time);
    case 'time':
      return text.slice(0, 8 + text.indexOf(':') - 2) + fractionOf(text);
    case 'duration':
      return shownDuration(text);
    case 'json':
      return shownDocument(text);
    case 'text':
    case 'address':
    case 'decimal':
      return text;
  }
}

export const bytesOf = (cell: NonNullable<Cell>): Buffer =>
  Buffer.isBuffer(cell) ? cell : Buffer.from(`${cell as string | number}`);

/** The driver gives what a number does not hold as a text; a sum comes as a decimal. */
function shownInteger(text: string): number | JsonNumber {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : new JsonNumber(text);
}

const hyphenated = (text: string): string =>
  text.replace(
    /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i,
    '$1-$2-$3-$4-$5',
  );

/** As Python's `isoformat`: six digits of a second, or none. */
function fractionOf(text: string): string {
  const point = text.indexOf('.');
  if (point < 0) return '';
  const digits = text.slice(point + 1).padEnd(6, '0');
  return digits === '000000' ? '' : `.${digits}`;
}

function shownTime(text: string, time: DatabaseTimeSettings): string | null {
  if (toDate(text) === null) return null;
  const whole = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  const utc = time.useTz ? whole : fromDatabaseTime(whole, time).toISOString().slice(0, 19);
  return `${utc}${fractionOf(text)}Z`;
}

/** Microseconds as Django's `duration_iso_string` spells them: `P3DT02H00M00.500000S`. */
function shownDuration(text: string): string {
  const value = wholeOf(text);
  const sign = value < 0n ? '-' : '';
  const all = value < 0n ? -value : value;
  const two = (number: bigint): string => String(number).padStart(2, '0');
  const seconds = all / 1_000_000n;
  const micros = all % 1_000_000n;
  const fraction = micros === 0n ? '' : `.${String(micros).padStart(6, '0')}`;
  const [days, hours] = [seconds / 86_400n, (seconds / 3600n) % 24n];
  const [minutes, rest] = [(seconds / 60n) % 60n, seconds % 60n];
  return `${sign}P${days}DT${two(hours)}H${two(minutes)}M${two(rest)}${fraction}S`;
}

/** An average has a fraction, which Python's `timedelta` rounds, a half to the even neighbour. */
function wholeOf(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const below = BigInt(whole);
  const half = fraction.replace(/0+$/, '');
  const isUp = half > '5' || (half === '5' && below % 2n === 1n);
  const value = isUp ? below + 1n : below;
  return text.startsWith('-') ? -value : value;
}

/** A text that is no JSON, which a column `longtext` can hold, is shown as it stands. */
function shownDocument(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
