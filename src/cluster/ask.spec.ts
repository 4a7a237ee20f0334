import { afterEach, expect, it, vi } from 'vitest';
import { ask } from './ask.js';

afterEach(() => {
  vi.restoreAllMocks();
});

it('puts no more questions to a primary that hangs, until it answers again', async () => {
  let asked = 0;
  vi.spyOn(process, 'connected', 'get').mockReturnValue(true);
  vi.spyOn(process, 'send').mockImplementation(() => {
    asked += 1;
    return true;
  });
  const questions = Array.from({ length: 10_050 }, () => ask({ kind: 'count', caller: 'a' }));
  expect(asked).toBe(10_000);
  process.emit('message', { kind: 'answer', id: questions[0]?.id, answer: 'one' }, undefined);
  expect(await questions[0]?.answer).toBe('one');
  questions[1]?.forget();
  for (let n = 0; n < 3; n++) ask({ kind: 'collect' });
  expect(asked).toBe(10_002);
});
