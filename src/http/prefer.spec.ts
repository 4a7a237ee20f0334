import { expect, it } from 'vitest';
import { parsePrefer } from './prefer.js';

it.each([
  ['wait=5', 5],
  ['wait=0', 0],
  ['Wait = 10', 10],
  ['wait="7"', 7],
  ['respond-async, wait=3', 3],
  ['respond-async,wait=3;x=y, handling=lenient', 3],
  ['foo="a, wait=1", wait=2', 2],
  ['foo="a\\", wait=1", wait=2', 2],
  ['wait=1, wait=2', 1],
  ['wait=16', 15],
  ['wait=999999999', 15],
  [['a=b', 'wait=4'], 4],
])('reads %j as a wait of %d', (header, seconds) => {
  expect(parsePrefer(header)).toEqual({ wait: seconds });
});

it.each([
  undefined,
  '',
  'wait',
  'wait=',
  'wait=-1',
  'wait=1.5',
  'wait=1e3',
  'wait=soon',
  'wait=9999999999',
  'wait=x, wait=2',
  'waiting=5',
  'await=5',
  'foo="wait=5"',
  'foo="wait=5',
  'return=minimal',
])('ignores %j', (header) => {
  expect(parsePrefer(header)).toEqual({});
});

it('reads the largest header that Node accepts without delay', () => {
  const start = performance.now();
  for (const piece of ['"', '\\"', 'a,', 'wait=', 'wait ', ';"']) {
    parsePrefer(piece.repeat(16_384 / piece.length));
  }
  for (let time = 0; time < 20; time++) parsePrefer(`wait=a${' '.repeat(16_000)}b`);
  expect(performance.now() - start).toBeLessThan(500);
});
