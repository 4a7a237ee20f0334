import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Places } from './places.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const LONGEST_WAIT = 5000;

const placesFor = (count: number, mostWaiting: number): Places =>
  new Places({
    count,
    mostWaiting,
    longestWait: LONGEST_WAIT,
    refusal: () => new Error('no place'),
  });

/** Takes a place and keeps it until it is told to end. */
function take(places: Places) {
  let end: (value: string | Promise<string>) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  const work = vi.fn(() => ended);
  return { work, end, done: places.run(work).catch(String) };
}

it('does so much at a time, and the rest in order of arrival, also after a failure', async () => {
  const places = placesFor(2, 10);
  const [a, b, c, d] = [take(places), take(places), take(places), take(places)];
  expect([places.running, places.waiting]).toEqual([2, 2]);
  b.end(Promise.reject(new Error('broken')));
  expect(await b.done).toBe('Error: broken');
  await vi.waitFor(() => {
    expect(c.work).toHaveBeenCalled();
  });
  expect(d.work).not.toHaveBeenCalled();
  for (const [name, unit] of Object.entries({ a, c, d })) {
    unit.end(name);
    expect(await unit.done).toBe(name);
  }
  expect([places.running, places.waiting]).toEqual([0, 0]);
});

it('turns away whoever comes when the line is full, and nobody after that', async () => {
  const places = placesFor(1, 1);
  const [first, second, third] = [take(places), take(places), take(places)];
  expect(await third.done).toBe('Error: no place');
  first.end('first');
  second.end('second');
  expect([await first.done, await second.done]).toEqual(['first', 'second']);
  expect(third.work).not.toHaveBeenCalled();
  expect(take(places).work).toHaveBeenCalled();
});

it('lets nobody wait longer than is told', async () => {
  const places = placesFor(1, 10);
  const [first, late] = [take(places), take(places)];
  await vi.advanceTimersByTimeAsync(LONGEST_WAIT - 1);
  expect(places.waiting).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await late.done).toBe('Error: no place');
  expect(places.waiting).toBe(0);
  first.end('first');
  await first.done;
  expect(take(places).work).toHaveBeenCalled();
  expect(late.work).not.toHaveBeenCalled();
});
