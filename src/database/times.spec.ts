import { expect, it } from 'vitest';
import { toDate, toIsoTime, toTimeText } from './times.js';

it.each([
  ['2026-01-31 08:00:00.123456', '2026-01-31T08:00:00.123456Z'],
  ['2026-01-31 08:00:00.123000', '2026-01-31T08:00:00.123Z'],
  ['2026-01-31 08:00:00.000000', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31 08:00:00.000001', '2026-01-31T08:00:00.000001Z'],
  ['2026-01-31 08:00:00.120', '2026-01-31T08:00:00.120Z'],
  ['2026-01-31 08:00:00', '2026-01-31T08:00:00.000Z'],
  ['2024-02-29 08:00:00', '2024-02-29T08:00:00.000Z'],
  ['0000-00-00 00:00:00.000000', null],
  ['2024-00-10 08:00:00', null],
  ['2023-02-29 08:00:00', null],
  [null, null],
])('the time %s is shown as %s', (stored, shown) => {
  expect(toIsoTime(stored)).toBe(shown);
});

it.each(['0000-00-00', '2024-00-10', '2024-10-00', '0000-01-01', '2024-02-30', '2024-13-01', ''])(
  'the date %s is none',
  (stored) => {
    expect(toDate(stored)).toBeNull();
  },
);

it.each(['2024-02-29', '1000-01-01', '9999-12-31', '0001-01-01'])('the date %s is one', (date) => {
  expect(toDate(date)).toBe(date);
});

it('a moment has three zeros behind its milliseconds', () => {
  expect(toTimeText(new Date('2026-01-31T08:00:00.123Z'))).toBe('2026-01-31 08:00:00.123000');
});
