import { describe, expect, it } from 'vitest';
import { EventTail, type FeedEvent } from './event-tail.js';

const event = (position: number, json = '{}'): FeedEvent => ({
  position,
  model: 'assets.asset',
  key: '1',
  kind: 'updated',
  source: 'lockstep',
  actorId: null,
  json,
});

const range = (from: number, to: number): FeedEvent[] =>
  Array.from({ length: to - from + 1 }, (_, n) => event(from + n));

const positions = (events: readonly FeedEvent[] | undefined) =>
  events?.map(({ position }) => position);

describe('the tail of the feed', () => {
  it('gives what is behind a position, up to the limit', () => {
    const tail = new EventTail(10);
    tail.append(range(11, 15));
    expect(positions(tail.after(10, 2))).toEqual([11, 12]);
    expect(positions(tail.after(13, 100))).toEqual([14, 15]);
    expect(positions(tail.after(15, 100))).toEqual([]);
    expect(tail.end).toBe(15);
  });

  it('knows nothing of what was before it', () => {
    const tail = new EventTail(10);
    expect(tail.after(9, 100)).toBeUndefined();
    expect(tail.after(10, 100)).toEqual([]);
    expect(tail.end).toBe(10);
  });

  it('keeps its place where positions have holes', () => {
    const tail = new EventTail(10);
    tail.append([event(12), event(20)]);
    expect(positions(tail.after(11, 100))).toEqual([12, 20]);
    expect(positions(tail.after(15, 100))).toEqual([20]);
  });

  it('keeps at most a thousand events and says where it now begins', () => {
    const tail = new EventTail(0);
    tail.append(range(1, 1003));
    expect(tail.after(2, 1)).toBeUndefined();
    expect(positions(tail.after(3, 1))).toEqual([4]);
  });

  it('keeps at most eight million characters', () => {
    const tail = new EventTail(0);
    tail.append([1, 2, 3].map((position) => event(position, 'x'.repeat(3_000_000))));
    expect(tail.after(0, 1)).toBeUndefined();
    expect(positions(tail.after(1, 100))).toEqual([2, 3]);
    expect(tail.end).toBe(3);
  });
});
