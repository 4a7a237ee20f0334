import cluster from 'node:cluster';
import { afterEach, expect, it, vi } from 'vitest';
import { collectFromAll } from './worker.js';

afterEach(() => {
  vi.restoreAllMocks();
});

it('lives on when its part cannot be made, and says why', async () => {
  vi.spyOn(cluster, 'isWorker', 'get').mockReturnValue(true);
  const reported = new Promise((report) => {
    collectFromAll(() => Promise.reject(new Error('a broken collector')), report);
  });
  process.emit('message', { kind: 'give', id: 1 }, undefined);
  expect(await reported).toEqual(new Error('a broken collector'));
});
