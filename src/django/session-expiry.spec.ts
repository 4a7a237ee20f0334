import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Release, vectorsOf } from '../../test/support/django-vectors.js';
import type { JsonValue } from './python-json.js';
import { SessionData } from './session-data.js';
import {
  expireDate,
  expiresAtBrowserClose,
  expiryAge,
  SESSION_EXPIRY_KEY,
} from './session-expiry.js';

const Raised = z.object({ raises: z.string() }).transform(() => 'raises' as const);
const Expiry = z.object({
  expiry: z.object({
    now: z.number(),
    values: z.array(
      z.object({
        _session_expiry: z.string(),
        USE_TZ: z.boolean(),
        get_expiry_age: z.union([z.number(), z.literal(true), z.string(), Raised]),
        get_expiry_date: z.union([z.string(), Raised]),
        get_expire_at_browser_close: z.boolean(),
      }),
    ),
    set_expiry: z.array(
      z.object({ set_expiry: z.string(), USE_TZ: z.boolean(), session: z.string() }),
    ),
  }),
});

const COOKIE_AGE = 1209600;

/** As Python prints them in the vectors. */
const VALUES: Record<string, JsonValue> = {
  null: null,
  True: true,
  False: false,
  '[]': [],
  "''": '',
};

function sessionWith(printed: string): SessionData {
  const data = SessionData.empty();
  if (printed !== 'absent') data.set(SESSION_EXPIRY_KEY, valueOf(printed));
  return data;
}

function valueOf(printed: string): JsonValue {
  if (printed in VALUES) return VALUES[printed] ?? null;
  return printed.startsWith("'") ? printed.slice(1, -1) : Number(printed);
}

/** What we answer where a Django raises, or hands out the text itself as an age. */
const OURS: Record<string, { reason: string; age: number; date: string }> = {
  "''": ours('no time at all', COOKIE_AGE, '2024-06-29T11:59:59Z'),
  "'300'": ours('no time at all', COOKIE_AGE, '2024-06-29T11:59:59Z'),
  "'soon'": ours('no time at all', COOKIE_AGE, '2024-06-29T11:59:59Z'),
  "'2024-06-20T08:00:00'": ours('UTC is what TIME_ZONE says here', 417601, '2024-06-20T08:00:00Z'),
  "'2024-06-20T08:00:00+00:00'": ours('read as 4.1 does', 417601, '2024-06-20T08:00:00Z'),
  "'2024-06-20T08:00:00Z'": ours('read as 4.1 does', 417601, '2024-06-20T08:00:00Z'),
  "'2024-06-20T08:00:00+08:00'": ours('read as 4.1 does', 388801, '2024-06-20T00:00:00Z'),
  "'2024-06-20'": ours('UTC is what TIME_ZONE says here', 388801, '2024-06-20T00:00:00Z'),
  '1000000000000': ours('no column holds that', 251683848000, '9999-12-31T23:59:59Z'),
};

function ours(reason: string, age: number, date: string) {
  return { reason, age, date };
}

const RELEASES: readonly (Release | '1.3.7')[] = [
  '1.3.7',
  '1.4.16',
  '1.5.5',
  '1.7.1',
  '1.11.2',
  '2.2.28',
  '3.2.25',
  '4.2.28',
  '5.2.19',
];

describe.each(RELEASES)('the expiry of a session in Django %s', (release) => {
  const { expiry } = vectorsOf(release, 'sessions', Expiry);
  const now = new Date(expiry.now * 1000);
  // Only a pickle holds a datetime.
  const inJson = expiry.values.filter((row) => row._session_expiry !== 'datetime object');

  it.each(inJson)('$_session_expiry, USE_TZ $USE_TZ', (row) => {
    const { _session_expiry: printed, USE_TZ: useTz, get_expiry_age: age } = row;
    const data = sessionWith(printed);
    const options = { cookieAge: COOKIE_AGE, now, time: { useTz, timeZone: 'UTC' } };

    const instead = OURS[printed];
    const hasAge = typeof age !== 'string' && (!instead || age === instead.age);
    expect(expiryAge(data, options)).toBe(hasAge ? Number(age) : instead?.age);

    // The clock of 1.3.7 did not stand still.
    const date = release === '1.3.7' ? 'raises' : row.get_expiry_date;
    const expected = date === 'raises' ? instead?.date : timeOf(date);
    if (expected !== undefined) expect(expireDate(data, options)).toEqual(new Date(expected));

    const closes = expiresAtBrowserClose(data, { expireAtBrowserClose: false });
    expect(closes).toBe(row.get_expire_at_browser_close);
  });

  it('is what set_expiry of it stores', () => {
    const stored = expiry.set_expiry.map(({ session }) => session);
    const withTimes = stored.filter((session) => /"_session_expiry":"2024-06-[12]/.test(session));
    expect(withTimes.length > 0).toBe(Number(release.split('.')[0]) >= 4);
    for (const session of withTimes) {
      const age = expiryAge(SessionData.parse(session), { cookieAge: COOKIE_AGE, now });
      expect([86400, 417601]).toContain(age);
    }
  });

  function timeOf(printed: string): string {
    const iso = printed.replace(' ', 'T');
    return /[+-]\d\d:\d\d$/.test(iso) ? iso : `${iso}Z`;
  }
});

describe('the expiry of a session', () => {
  const now = new Date('2024-06-15T11:59:59.250Z');
  const chicago = { useTz: false, timeZone: 'America/Chicago' };

  it('as a time without a zone is local time where Django keeps local time', () => {
    const data = sessionWith("'2024-06-20T08:00:00.500000'");
    const options = { cookieAge: COOKIE_AGE, now, time: chicago };
    expect(expireDate(data, options)).toEqual(new Date('2024-06-20T13:00:00.500Z'));
    expect(expiryAge(data, options)).toBe(435601);
  });

  it('that cannot be read is the age of the cookie', () => {
    const unreadable = [
      "'2024-13-45'",
      "'2024-02-30T08:00:00+00:00'",
      "'2024-06-20T25:00:00'",
      "'2024-06-20T08:00:00+99:00'",
    ];
    for (const printed of unreadable) {
      expect(expiryAge(sessionWith(printed), { cookieAge: 60, now })).toBe(60);
    }
    const list = SessionData.parse('{"_session_expiry":[1]}');
    const notANumber = SessionData.parse('{"_session_expiry":NaN}');
    expect(expiryAge(list, { cookieAge: 60, now })).toBe(60);
    expect(expiryAge(notANumber, { cookieAge: 60, now })).toBe(60);
  });

  it('never is before 1970 or later than a column can hold', () => {
    const distant = SessionData.parse('{"_session_expiry":1e300}');
    expect(expireDate(distant, { cookieAge: 60, now }).getUTCFullYear()).toBe(9999);
    const past = SessionData.parse('{"_session_expiry":-1e300}');
    expect(expireDate(past, { cookieAge: 60, now })).toEqual(new Date(0.25 * 1000));
    const beyond = sessionWith("'9999-12-31T23:59:59-10:00'");
    expect(expireDate(beyond, { cookieAge: 60, now })).toEqual(new Date('9999-12-31T23:59:59Z'));
    const ancient = sessionWith("'0001-01-01'");
    expect(expireDate(ancient, { cookieAge: 60, now })).toEqual(new Date(0));
  });

  it('follows the setting where the session says nothing', () => {
    const options = { expireAtBrowserClose: true };
    expect(expiresAtBrowserClose(sessionWith('absent'), options)).toBe(true);
    expect(expiresAtBrowserClose(sessionWith('null'), options)).toBe(true);
    expect(expiresAtBrowserClose(sessionWith('60'), options)).toBe(false);
  });
});
