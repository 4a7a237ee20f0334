/**
 * Times as both servers print them, in UTC and to the microsecond, which a `Date` has no room for:
 * `2026-01-31 08:00:00.123456`.
 */
import { isCalendarDate } from '../django/index.js';

/** Every month has these days; the others are looked up. */
const SURE_DAY = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])/;

/** A date, or null for one that no calendar has, as `0000-00-00` and `2024-00-10`: mysqlclient gives Django None for it. */
export function toDate(text: string | null): string | null {
  if (text === null || SURE_DAY.test(text)) return text;
  return text >= '0001' && isCalendarDate(text.slice(0, 10)) ? text : null;
}

/** A time in ISO 8601: with three digits of a second, or six where the last three are not zero; null as `toDate` says. */
export function toIsoTime(text: string | null): string | null {
  const time = toDate(text);
  if (time === null) return null;
  const fraction = time.slice(20).padEnd(6, '0').replace(/000$/, '');
  return `${time.slice(0, 10)}T${time.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`;
}

/** The column's text of a moment. */
export const toTimeText = (date: Date): string =>
  `${date.toISOString().slice(0, 23).replace('T', ' ')}000`;
