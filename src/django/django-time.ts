/**
 * Times in Django's datetime columns on MySQL, which know no zone: UTC with `USE_TZ`, local time in `TIME_ZONE` without.
 *
 *     2024-06-15 11:59:59.000000    USE_TZ = True, or TIME_ZONE = "UTC"
 *     2024-06-15 06:59:59.000000    USE_TZ = False, TIME_ZONE = "America/Chicago"
 *
 * Where the clock is set back, a local time happens twice: we take the first one, as Python's `fold=0` does; where it is
 * set forward, a local time that does not exist counts from the offset before (`02:30` is `03:30`), as in Python too.
 *
 * Django 1.4-6.1: `db.backends.mysql.operations.adapt_datetimefield_value`, `utils.timezone`.
 */
import { DateTime } from 'luxon';

export interface DatabaseTimeSettings {
  readonly useTz: boolean;
  readonly timeZone: string;
}

const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?$/;
const ALWAYS_UTC = new Set(['UTC', 'Etc/UTC']);

/**
 * The column's text of a time, with microseconds (a `Date` has none below the millisecond).
 * @throws RangeError if `date` is invalid, or `timeZone` unknown
 */
export function toDatabaseTime(date: Date, settings: DatabaseTimeSettings): string {
  const local = isUtc(settings) ? date.toISOString() : localTime(date, settings.timeZone);
  return `${local.slice(0, 10)} ${local.slice(11, 23)}000`;
}

/**
 * The time that a column's text names, cut to the millisecond. A date that no calendar has, such as MySQL's `0000-00-00` and
 * what its laxer modes let in, counts as 1970: mysqlclient gives Django None for it.
 * @throws RangeError if the text is no time, or `timeZone` unknown
 */
export function fromDatabaseTime(text: string, settings: DatabaseTimeSettings): Date {
  if (TIME.test(text) && !isCalendarDate(text.slice(0, 10))) return new Date(0);
  const local = `${text.slice(0, 10)}T${text.slice(11, 23)}`;
  const date = isUtc(settings) ? new Date(`${local}Z`) : firstInstantOf(local, settings.timeZone);
  if (!TIME.test(text) || Number.isNaN(date.getTime())) {
    throw new RangeError(`"${text}" is no time in the zone "${settings.timeZone}"`);
  }
  return date;
}

/** Whether `2024-02-30` and its like are days at all; `Date` alone takes that one for the first of March. */
export function isCalendarDate(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function isUtc({ useTz, timeZone }: DatabaseTimeSettings): boolean {
  return useTz || ALWAYS_UTC.has(timeZone);
}

function localTime(date: Date, zone: string): string {
  const local = DateTime.fromJSDate(date, { zone }).toISO({ includeOffset: false });
  if (local === null) throw new RangeError(`no such time, or no such zone: "${zone}"`);
  return local;
}

function firstInstantOf(local: string, zone: string): Date {
  const instants = DateTime.fromISO(local, { zone }).getPossibleOffsets();
  return new Date(Math.min(...instants.map((instant) => instant.toMillis())));
}
