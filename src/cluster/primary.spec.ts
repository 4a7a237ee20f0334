import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { Primary } from './primary.js';

/** Hears the signal when its start is all but done: it says that it is ready, and ends. */
const LATE_WORKER = `
  process.on('SIGTERM', () => process.send({ kind: 'ready' }, () => process.exit(0)));
  process.send({ kind: 'starting' });
`;

afterEach(() => {
  vi.restoreAllMocks();
});

it('starts no other worker when it is asked to stop while the first one starts', async () => {
  const exit = new Promise((resolve) => {
    vi.spyOn(process, 'exit').mockImplementation(resolve as typeof process.exit);
  });
  const fork = vi.spyOn(cluster, 'fork');
  cluster.setupPrimary({ exec: 'unused', execArgv: ['--eval', LATE_WORKER], silent: true });
  const run = new Primary(2, 'silent', Promise.resolve()).run();
  await once(cluster, 'message');
  process.emit('SIGTERM');
  await run;
  for (const { value } of fork.mock.results.slice(1)) (value as Worker).process.kill('SIGKILL');
  expect(fork).toHaveBeenCalledTimes(1);
  expect(await exit).toBe(0);
});
