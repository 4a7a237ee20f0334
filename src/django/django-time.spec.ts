import { describe, expect, it } from 'vitest';
import { fromDatabaseTime, toDatabaseTime } from './django-time.js';

const utc = { useTz: true, timeZone: 'America/Chicago' };
const zone = (timeZone: string) => ({ useTz: false, timeZone });

describe('a time in a column of Django', () => {
  // `expire_date` as Django 5.2 wrote it at 2024-06-15T11:59:59Z, for two weeks later.
  it.each([
    ['USE_TZ', utc, '2024-06-29 11:59:59.000000'],
    ['TIME_ZONE UTC', zone('UTC'), '2024-06-29 11:59:59.000000'],
    ['America/Chicago', zone('America/Chicago'), '2024-06-29 06:59:59.000000'],
    ['Asia/Shanghai', zone('Asia/Shanghai'), '2024-06-29 19:59:59.000000'],
    ['Asia/Kathmandu', zone('Asia/Kathmandu'), '2024-06-29 17:44:59.000000'],
  ])('with %s', (_, settings, text) => {
    const date = new Date('2024-06-29T11:59:59Z');
    expect(toDatabaseTime(date, settings)).toBe(text);
    expect(fromDatabaseTime(text, settings)).toEqual(date);
  });

  it('keeps the milliseconds and cuts what is below them', () => {
    const date = new Date('2024-06-29T11:59:59.007Z');
    expect(toDatabaseTime(date, utc)).toBe('2024-06-29 11:59:59.007000');
    expect(fromDatabaseTime('2024-06-29 11:59:59.007999', utc)).toEqual(date);
    expect(fromDatabaseTime('2024-06-29 06:59:59.007999', zone('America/Chicago'))).toEqual(date);
  });

  it('is read without a fraction, as columns of Django 1.7 and before hold it', () => {
    const date = new Date('2024-06-29T11:59:59Z');
    expect(fromDatabaseTime('2024-06-29 11:59:59', utc)).toEqual(date);
    expect(fromDatabaseTime('2024-06-29 06:59:59', zone('America/Chicago'))).toEqual(date);
  });

  // Answers of `datetime(..., tzinfo=ZoneInfo(zone)).astimezone(utc)` in CPython 3.11.
  it.each([
    ['America/Chicago', '2024-11-03 01:30:00', '2024-11-03T06:30:00Z'],
    ['Europe/Berlin', '2024-10-27 02:30:00', '2024-10-27T00:30:00Z'],
    ['Australia/Lord_Howe', '2024-04-07 01:45:00', '2024-04-06T14:45:00Z'],
    ['Asia/Shanghai', '1991-09-15 01:30:00', '1991-09-14T16:30:00Z'],
  ])('that happens twice in %s is the first one', (timeZone, text, expected) => {
    expect(fromDatabaseTime(text, zone(timeZone))).toEqual(new Date(expected));
  });

  it.each([
    ['America/Chicago', '2024-03-10 02:30:00', '2024-03-10T08:30:00Z'],
    ['Europe/Berlin', '2024-03-31 02:30:00', '2024-03-31T01:30:00Z'],
    ['Australia/Lord_Howe', '2024-10-06 02:15:00', '2024-10-05T15:45:00Z'],
    ['Pacific/Apia', '2011-12-30 01:30:00', '2011-12-30T11:30:00Z'],
  ])('that never happens in %s counts from the offset before', (timeZone, text, expected) => {
    expect(fromDatabaseTime(text, zone(timeZone))).toEqual(new Date(expected));
  });

  it('comes back as it was on every hour of a year, but for the hour that happens twice', () => {
    const settings = zone('America/Chicago');
    const start = Date.UTC(2024, 0, 1);
    const hours = Array.from({ length: 366 * 24 }, (_, hour) => new Date(start + hour * 3600_000));
    const changed = hours.filter(
      (date) =>
        fromDatabaseTime(toDatabaseTime(date, settings), settings) > date ||
        fromDatabaseTime(toDatabaseTime(date, settings), settings) < date,
    );
    expect(changed).toEqual([new Date('2024-11-03T07:00:00Z')]);
  });

  // What a column holds that was written without NO_ZERO_DATE, without NO_ZERO_IN_DATE, or with ALLOW_INVALID_DATES.
  it.each(['0000-00-00', '2030-00-00', '2030-05-00', '2030-00-05', '2030-02-31'])(
    'on the day %s, which no calendar has, is long ago',
    (day) => {
      for (const settings of [utc, zone('Asia/Shanghai')])
        for (const time of ['00:00:00.000000', '11:59:59'])
          expect(fromDatabaseTime(`${day} ${time}`, settings)).toEqual(new Date(0));
    },
  );

  it.each(['', 'now', '2024-06-29', '2024-06-29 24:59:59', '2024-06-29 11:59:59.1234567'])(
    'is not %j',
    (text) => {
      expect(() => fromDatabaseTime(text, utc)).toThrow(RangeError);
      expect(() => fromDatabaseTime(text, zone('America/Chicago'))).toThrow(RangeError);
    },
  );

  it('is refused where the date or the zone is none', () => {
    expect(() => toDatabaseTime(new Date(NaN), utc)).toThrow(RangeError);
    expect(() => toDatabaseTime(new Date(NaN), zone('America/Chicago'))).toThrow(RangeError);
    expect(() => toDatabaseTime(new Date(0), zone('Mars/Olympus'))).toThrow(RangeError);
    expect(() => fromDatabaseTime('2024-06-29 11:59:59', zone('Mars/Olympus'))).toThrow(RangeError);
  });
});
