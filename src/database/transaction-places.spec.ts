import { expect, it } from 'vitest';
import { transactionPlaces } from './transaction-places.js';

it.each([
  [1, 1],
  [2, 1],
  [5, 4],
  [10, 8],
  [20, 16],
])('of %i connections transactions get %i', (poolSize, expected) => {
  const places = transactionPlaces(poolSize);
  for (let n = 0; n <= poolSize; n += 1) void places.run(() => new Promise(() => undefined));
  expect(places.running).toBe(expected);
});
