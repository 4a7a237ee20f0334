import { expect, it } from 'vitest';
import { RestartPolicy } from './restart-policy.js';

it('replaces a worker that worked for a while at once', () => {
  expect(new RestartPolicy().pauseAfter(10_000)).toBe(0);
});

it('waits twice as long with each worker that ends early, up to some seconds', () => {
  const policy = new RestartPolicy();
  const lives = [0, 9999, 0, 1, 2, 3, 4];
  expect(lives.map((life) => policy.pauseAfter(life))).toEqual([
    ...[100, 200, 400, 800, 1600, 3200, 3200],
  ]);
});

it('sees no hope when seven ended early in a row', () => {
  const policy = new RestartPolicy();
  const hopeless = [0, 0, 0, 0, 0, 0, 0, 10_000].map((life) => {
    policy.pauseAfter(life);
    return policy.isHopeless;
  });
  expect(hopeless).toEqual([false, false, false, false, false, false, true, false]);
});

it('forgets early ends when a worker lived long', () => {
  const policy = new RestartPolicy();
  expect([0, 0, 10_000, 0].map((life) => policy.pauseAfter(life))).toEqual([100, 200, 0, 100]);
});
