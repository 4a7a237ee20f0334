import { expect, test } from 'vitest';
import { readArguments } from '../../bench/lib/arguments.mjs';

test('names choose what is measured; without any it is everything but the large tables', () => {
  const { workloads, checks, write } = readArguments(['R1', 'memory']);
  expect([workloads.map(({ name }) => name), checks, write]).toEqual([['R1'], ['memory'], false]);
  const names = readArguments([]).workloads.map(({ name }) => name);
  const all = readArguments(['--million', '--ten-million']).workloads.map(({ name }) => name);
  expect(all.length).toBeGreaterThan(names.length);
  expect(all).toEqual(expect.arrayContaining(names));
});

test.each([
  [['R1', '--write', '--million']],
  [['memory', '--write', '--million']],
  [['--write']],
  [['--write', '--million', '--smoke']],
])('%j would leave rows out of the table that is kept', (args) => {
  expect(() => readArguments(args)).toThrow('--write replaces the whole table');
});

test('all of it can be kept, also when it was measured quickly', () => {
  expect(readArguments(['--million', '--write', '--quick']).write).toBe(true);
});

test('what there is not is refused by its name', () => {
  expect(() => readArguments(['R99', '--fast'])).toThrow('There is no R99, --fast.');
});
