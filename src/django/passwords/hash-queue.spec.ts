import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { hashesAtOnce, HashQueue, HashQueueFullError } from './hash-queue.js';

/** Work that ends when told to. */
function job(log: string[], name: string) {
  const gate = new EventEmitter();
  const work = async () => {
    log.push(`${name} begins`);
    await once(gate, 'open');
    log.push(`${name} ends`);
    return name;
  };
  return { work, finish: () => gate.emit('open') };
}

describe('hashesAtOnce', () => {
  it.each([
    ['one process leaves a core, and no more run than its pool has threads', 1, [1, 1, 3, 4, 4]],
    [
      'two processes leave a core together, unless there are no more cores than two',
      2,
      [1, 1, 1, 3, 4],
    ],
    ['with a process for each core, each still checks passwords', 8, [1, 1, 1, 1, 3]],
  ])('%s', (_, processes, expected) => {
    expect([1, 2, 4, 8, 32].map((cores) => hashesAtOnce(cores, processes))).toEqual(expected);
  });
});

describe('HashQueue', () => {
  it('runs so much at a time and the rest in order of arrival', async () => {
    const log: string[] = [];
    const queue = new HashQueue({ concurrency: 2 });
    const jobs = ['a', 'b', 'c', 'd'].map((name) => job(log, name));
    const results = jobs.map(({ work }) => queue.run(work));
    await Promise.resolve();
    expect([queue.pending, queue.size]).toEqual([2, 2]);
    jobs[1]?.finish();
    expect(await results[1]).toBe('b');
    for (const index of [0, 2, 3]) {
      jobs[index]?.finish();
      await results[index];
    }
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
    expect(log.slice(0, 6)).toEqual([
      'a begins',
      'b begins',
      'b ends',
      'c begins',
      'a ends',
      'd begins',
    ]);
    expect([queue.pending, queue.size]).toEqual([0, 0]);
  });

  it('turns away whoever comes when the line is full, and nobody after that', async () => {
    const queue = new HashQueue({ concurrency: 1, limit: 1 });
    const first = job([], 'first');
    const running = queue.run(first.work);
    const waiting = queue.run(() => Promise.resolve('second'));
    await expect(queue.run(() => Promise.resolve('third'))).rejects.toThrow(HashQueueFullError);
    first.finish();
    expect(await Promise.all([running, waiting])).toEqual(['first', 'second']);
    expect(await queue.run(() => Promise.resolve('fourth'))).toBe('fourth');
  });

  it('gives its place free when work fails', async () => {
    const queue = new HashQueue({ concurrency: 1 });
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('next'))).toBe('next');
  });
});
