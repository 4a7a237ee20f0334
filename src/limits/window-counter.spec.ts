import { beforeEach, describe, expect, it } from 'vitest';
import { WindowCounter } from './window-counter.js';

let now: number;
let counter: WindowCounter;

beforeEach(() => {
  now = 1000;
  counter = new WindowCounter(60_000, 3, () => now);
});

describe('WindowCounter', () => {
  it('counts each key in a window that begins with its first hit', () => {
    expect(counter.hit('a')).toEqual({ count: 1, secondsLeft: 60 });
    now += 59_000;
    expect(counter.hit('a')).toEqual({ count: 2, secondsLeft: 1 });
    expect(counter.hit('b')).toEqual({ count: 1, secondsLeft: 60 });
    now += 1000;
    expect(counter.hit('a')).toEqual({ count: 1, secondsLeft: 60 });
    expect(counter.peek('b')).toEqual({ count: 1, secondsLeft: 59 });
  });

  it('never says that nothing is left to wait', () => {
    counter.hit('a');
    now += 59_999.9;
    expect(counter.hit('a').secondsLeft).toBe(1);
  });

  it('does not count when it is only asked', () => {
    expect(counter.peek('a')).toBeUndefined();
    counter.hit('a');
    expect([counter.peek('a')?.count, counter.peek('a')?.count]).toEqual([1, 1]);
  });

  it('forgets', () => {
    counter.hit('a');
    counter.forget('a');
    expect(counter.peek('a')).toBeUndefined();
  });

  it('sweeps ended windows away as new ones begin', () => {
    counter.hit('a');
    counter.hit('b');
    now += 60_000;
    counter.hit('c');
    expect(counter.size).toBe(1);
  });

  it('drops the oldest when there are too many keys at once', () => {
    for (const key of ['a', 'b', 'c', 'd']) {
      counter.hit(key);
      now++;
    }
    expect(counter.size).toBe(3);
    expect(counter.peek('a')).toBeUndefined();
    expect(counter.peek('d')?.count).toBe(1);
  });
});
