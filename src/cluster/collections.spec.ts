import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Collections } from './collections.js';

/** Workers are names here. */
let told: [worker: string, message: unknown][];
let collections: Collections<string>;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  collections = new Collections(5000, (worker, message) => told.push([worker, message]));
});

afterEach(() => {
  vi.useRealTimers();
});

it('asks everybody, and gives the parts to the asker when the last one is there', () => {
  collections.begin('a', 7, ['a', 'b']);
  collections.addPart('a', 1, 'part of a');
  expect(told).toEqual([
    ['a', { kind: 'give', id: 1 }],
    ['b', { kind: 'give', id: 1 }],
  ]);
  collections.addPart('b', 1, 'part of b');
  expect(told[2]).toEqual(['a', { kind: 'answer', id: 7, answer: ['part of a', 'part of b'] }]);
});

it('does not wait for a worker that ended, nor for one that is not there', () => {
  collections.begin('a', 7, ['a', 'b']);
  collections.addPart('a', 1, 'part of a');
  collections.leave('b');
  expect(told.at(-1)).toEqual(['a', { kind: 'answer', id: 7, answer: ['part of a'] }]);
  collections.begin('a', 8, []);
  expect(told.at(-1)).toEqual(['a', { kind: 'answer', id: 8, answer: [] }]);
});

it('keeps nothing for a worker that hangs, however often it is asked', () => {
  for (let id = 0; id < 100; id++) collections.begin('a', id, ['a', 'hangs']);
  for (let id = 1; id <= 100; id++) collections.addPart('a', id, 'part of a');
  expect(collections.size).toBe(100);
  vi.advanceTimersByTime(5000);
  expect(collections.size).toBe(0);
  collections.addPart('hangs', 1, 'too late');
  expect(told.filter(([, message]) => (message as { kind: string }).kind === 'answer')).toEqual([]);
});
