import { expect, it } from 'vitest';
import { hashesAtOnce } from './hashes-at-once.js';

it.each([
  ['one process leaves a core, and no more run than its pool has threads', 1, [1, 1, 3, 4, 4]],
  ['two processes leave a core together, unless there are but two cores', 2, [1, 1, 1, 3, 4]],
  ['with a process for each core, each still checks passwords', 8, [1, 1, 1, 1, 3]],
])('%s', (_, processes, expected) => {
  expect([1, 2, 4, 8, 32].map((cores) => hashesAtOnce(cores, processes))).toEqual(expected);
});
