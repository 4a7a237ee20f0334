import { expect, it } from 'vitest';
import { RestartPolicy } from './restart-policy.js';

let now = 0;
const policyAt = (start: number) => {
  now = start;
  return new RestartPolicy(() => now);
};

it('replaces a worker that worked for a while at once', () => {
  const policy = policyAt(0);
  policy.begun(1);
  now = 10_000;
  expect(policy.pauseAfter(1)).toBe(0);
});

it('waits twice as long with each worker that ends early, and gives up on the seventh', () => {
  const policy = policyAt(0);
  const pauses = [1, 2, 3, 4, 5, 6, 7].map((worker) => {
    policy.begun(worker);
    now += 9999;
    return policy.pauseAfter(worker);
  });
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, undefined]);
});

it('counts a worker that never began as one that ended early', () => {
  expect(policyAt(50_000).pauseAfter(1)).toBe(100);
});

it('forgets early ends when a worker lived long', () => {
  const policy = policyAt(0);
  policy.pauseAfter(1);
  policy.pauseAfter(2);
  policy.begun(3);
  now = 10_000;
  expect(policy.pauseAfter(3)).toBe(0);
  expect(policy.pauseAfter(4)).toBe(100);
});

it('knows whether any worker ever began', () => {
  const policy = policyAt(0);
  expect(policy.isFirst).toBe(true);
  policy.begun(1);
  expect(policy.isFirst).toBe(false);
});
