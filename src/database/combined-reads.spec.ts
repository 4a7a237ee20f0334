import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CombinedReads, preparedIn } from './combined-reads.js';
import { DatabaseUnavailableError } from './database.errors.js';

/** A table of the numbers below 100; what was sent to it, and the keys that it refuses. */
function table(bad: readonly number[] = [], error: () => Error = () => new Error('refused')) {
  const sent: number[][] = [];
  const reads = new CombinedReads<number, string>((keys) => {
    sent.push([...keys]);
    if (keys.some((key) => bad.includes(key))) return Promise.reject(error());
    return Promise.resolve(new Map(keys.filter((key) => key < 100).map((key) => [key, `${key}`])));
  });
  return { sent, reads };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('each caller gets their own row or error, whoever asks in the same turn', async () => {
  const key = fc.integer({ min: 0, max: 120 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(key, { maxLength: 80 }), { maxLength: 4 }),
      fc.array(key, { maxLength: 3 }),
      async (turns, bad) => {
        const { sent, reads } = table(bad);
        const answers: Promise<unknown>[] = [];
        for (const keys of turns) {
          for (const one of keys)
            answers.push(reads.find(one).catch((error: unknown) => (error as Error).message));
          await nextTurn();
        }
        const own = (one: number) =>
          bad.includes(one) ? 'refused' : one < 100 ? `${one}` : undefined;
        expect(await Promise.all(answers)).toEqual(turns.flat().map(own));
        for (const keys of sent) {
          expect(keys.length).toBeLessThanOrEqual(32);
          expect(new Set(keys).size).toBe(keys.length);
        }
        if (bad.length > 0) return;
        const needed = turns.map((keys) => Math.ceil(new Set(keys).size / 32));
        expect(sent).toHaveLength(needed.reduce((sum, count) => sum + count, 0));
      },
    ),
  );
});

test('what is asked for while a statement runs is not answered by it', async () => {
  const { sent, reads } = table();
  const early = reads.find(1);
  await nextTurn();
  const late = reads.find(1);
  expect(await Promise.all([early, late])).toEqual(['1', '1']);
  expect(sent).toEqual([[1], [1]]);
});

test('of a database that is away each key is asked once', async () => {
  const { sent, reads } = table([1], () => new DatabaseUnavailableError());
  const answers = [1, 2, 3].map((key) => reads.find(key));
  for (const answer of await Promise.allSettled(answers)) expect(answer.status).toBe('rejected');
  expect(sent).toEqual([[1, 2, 3]]);
});

test('a statement is filled up to one of six texts, with keys that are asked for anyway', () => {
  const among = preparedIn((list) => `SELECT a FROM t WHERE a IN ${list}`);
  expect(among(['x'])).toEqual(['SELECT a FROM t WHERE a IN (?)', ['x']]);
  expect(among(['x', 'y', 'z'])).toEqual([
    'SELECT a FROM t WHERE a IN (?, ?, ?, ?)',
    ['x', 'y', 'z', 'z'],
  ]);
  const texts = Array.from({ length: 32 }, (_, n) => among(Array(n + 1).fill('x') as string[])[0]);
  expect(new Set(texts).size).toBe(6);
});
