/**
 * When a session ends, as its key `_session_expiry` says: absent or null for `SESSION_COOKIE_AGE`, 0 for the end of the
 * browser's session (the row then lives for `SESSION_COOKIE_AGE`), a number of seconds after each save, or from 4.1 on
 * a time as ISO 8601 text.
 *
 * Where Django raises (`'soon'`, a list, a time without a zone under `USE_TZ`) the key counts as absent, or the time as
 * one in `TIME_ZONE`. A time that no column holds becomes the nearest one: 1970, or the last second of 9999.
 *
 * Django 1.3-6.1: `SessionBase.get_expiry_age`, `get_expiry_date` and `get_expire_at_browser_close`.
 */
import { type DatabaseTimeSettings, fromDatabaseTime, isCalendarDate } from './django-time.js';
import type { JsonValue } from './python-json.js';
import type { SessionData } from './session-data.js';

/** The key of the session's own expiry. */
export const SESSION_EXPIRY_KEY = '_session_expiry';

/** The rest of what decides, as in Django's settings. */
export interface ExpiryOptions {
  /** `SESSION_COOKIE_AGE`, seconds. */
  readonly cookieAge: number;
  readonly now: Date;
  /** How a time without an offset is meant; UTC unless told. */
  readonly time?: DatabaseTimeSettings;
}

type ReadableSession = Pick<SessionData, 'get'>;

const END_OF_TIME = Date.UTC(9999, 11, 31, 23, 59, 59);
const UTC: DatabaseTimeSettings = { useTz: true, timeZone: 'UTC' };
const ISO_TIME =
  /^(\d{4}-\d\d-\d\d)(?:.(\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Seconds until the session ends, were it saved now; negative for one that ended. `get_expiry_age()`. */
export function expiryAge(session: ReadableSession, options: ExpiryOptions): number {
  const { cookieAge, now } = options;
  const expiry = session.get(SESSION_EXPIRY_KEY);
  const date = parseIsoTime(expiry, options.time ?? UTC);
  if (date) return Math.floor((date.getTime() - now.getTime()) / 1000);
  const past = -Math.floor(now.getTime() / 1000);
  const latest = Math.floor((END_OF_TIME - now.getTime()) / 1000);
  return clamp(secondsOf(expiry) ?? cookieAge, past, latest);
}

/** The row's `expire_date`, were it saved now. `get_expiry_date()`. */
export function expireDate(session: ReadableSession, options: ExpiryOptions): Date {
  const date = parseIsoTime(session.get(SESSION_EXPIRY_KEY), options.time ?? UTC);
  return date ?? new Date(options.now.getTime() + expiryAge(session, options) * 1000);
}

/**
 * Whether the cookie ends with the browser's session. `get_expire_at_browser_close()`.
 * @param options `expireAtBrowserClose`: the setting `SESSION_EXPIRE_AT_BROWSER_CLOSE`
 */
export function expiresAtBrowserClose(
  session: ReadableSession,
  options: { readonly expireAtBrowserClose: boolean },
): boolean {
  const expiry = session.get(SESSION_EXPIRY_KEY) ?? null;
  if (expiry === null) return options.expireAtBrowserClose;
  return expiry === 0 || expiry === false;
}

/** True counts as 1, as in Python; undefined where Python takes the cookie's age, or cannot count at all. */
function secondsOf(expiry: JsonValue | undefined): number | undefined {
  const seconds = expiry === true ? 1 : expiry;
  return typeof seconds === 'number' && seconds !== 0 ? seconds : undefined;
}

/** Python's `datetime.fromisoformat`, in the extended format that `isoformat` writes. */
function parseIsoTime(
  expiry: JsonValue | undefined,
  settings: DatabaseTimeSettings,
): Date | undefined {
  const text = typeof expiry === 'string' ? expiry : '';
  const [, day, minute = '00:00', second = '00', fraction = '0', offset] =
    ISO_TIME.exec(text) ?? [];
  if (day === undefined || !isCalendarDate(day)) return undefined;
  const local = `${day}T${minute}:${second}.${fraction}`;
  try {
    const date = offset ? new Date(local + offset) : fromDatabaseTime(local, settings);
    const time = date.getTime();
    return Number.isNaN(time) ? undefined : new Date(clamp(time, 0, END_OF_TIME));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
