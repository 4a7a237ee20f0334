import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransactionPlaces } from './transaction-places.js';

describe('TransactionPlaces', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Takes a place and keeps it until it is told to end. */
  function take(places: TransactionPlaces) {
    let end: (value: string | Promise<string>) => void = () => undefined;
    const promise = new Promise<string>((resolve) => (end = resolve));
    const work = vi.fn(() => promise);
    return { work, end, done: places.run(work).catch(String) };
  }

  it.each([
    [1, 1],
    [2, 1],
    [5, 4],
    [10, 8],
    [20, 16],
  ])('of %i connections gives away %i', (poolSize, expected) => {
    const places = new TransactionPlaces(poolSize);
    const units = Array.from({ length: poolSize + 1 }, () => take(places));
    expect(units.filter(({ work }) => work.mock.calls.length > 0)).toHaveLength(expected);
  });

  it('gives a place that became free to who waits longest, also after a failure', async () => {
    const places = new TransactionPlaces(1);
    const [first, second, third] = [take(places), take(places), take(places)];
    first.end('done');
    expect(await first.done).toBe('done');
    await vi.waitFor(() => {
      expect(second.work).toHaveBeenCalled();
    });
    expect(third.work).not.toHaveBeenCalled();
    second.end(Promise.reject(new Error('no')));
    expect(await second.done).toBe('Error: no');
    await vi.waitFor(() => {
      expect(third.work).toHaveBeenCalled();
    });
  });

  it('lets nobody wait for more than 5 s, and counts who waits', async () => {
    const places = new TransactionPlaces(1);
    const first = take(places);
    const late = take(places);
    expect(places.waitingCount).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await late.done).toBe('Error: no connection became free in time');
    expect(places.waitingCount).toBe(0);
    first.end('done');
    await first.done;
    const next = take(places);
    expect(next.work).toHaveBeenCalled();
    expect(late.work).not.toHaveBeenCalled();
  });

  it('lets twenty wait for each place and no more', async () => {
    const places = new TransactionPlaces(1);
    for (let n = 0; n < 21; n += 1) void take(places);
    expect(await take(places).done).toBe('Error: no connection became free in time');
    expect(places.waitingCount).toBe(20);
  });
});
