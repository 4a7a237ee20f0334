import { expect, it } from 'vitest';
import { type Field, type FieldType, misfit } from '../model/index.js';
import { storedValue } from './write-values.js';

const TIME = { useTz: true, timeZone: 'UTC' };

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({
  ...{ name: 'f', attname: 'f', column: 'f', type, columnType: type, verboseName: 'f' },
  ...{ nullable: false, unique: false, hidden: false, isGenerated: false },
  ...{ editable: true, hasTableDefault: false },
  ...more,
});

const FIELDS: readonly Field[] = [
  field('boolean'),
  field('integer', { bounds: { min: '-128', max: '127' } }),
  field('integer'),
  field('decimal', { digits: { total: 6, decimals: 2 } }),
  field('decimal', { digits: { total: 6, decimals: 0 } }),
  field('float'),
  field('text', { maxLength: 4 }),
  field('text', {
    choices: [
      [0, 'zero'],
      ['a', 'A'],
    ],
  }),
  field('text', { nullable: true }),
  ...(['address', 'uuid', 'date', 'datetime', 'time', 'duration', 'json', 'binary'] as const).map(
    (type) => field(type),
  ),
];

const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, 1, -128, 128, 1.5, '', '0', 'a', 'long text', '😀😀😀😀', 'a\0'],
  ...['1.50', '-1', '9999.99', '10000', '1.555', '999999', '10.0.0.1', '::1', '2024-02-30'],
  ...['2024-05-01', '2024-05-01T08:00:00Z', '2024-05-01T08:00:00.123456Z', '08:00:00', '25:00:00'],
  ...['P1DT02H00M00S', 'PT5S', 'P', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'YWI=', 'YWJj', 'YW'],
  ...[{}, [], { a: [1, null] }],
];

it.each(FIELDS)('every default that the file may have is stored: $type', (one) => {
  const taken = VALUES.filter((value) => misfit(one, value) === undefined);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.filter((value) => storedValue(one, value, TIME) === undefined)).toEqual([]);
});
