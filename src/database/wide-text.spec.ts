import { expect, test } from 'vitest';
import { comparedInUtf8mb4 } from './wide-text.js';

test('texts beyond ASCII are compared in four bytes, each item of a list as well', () => {
  expect(
    comparedInUtf8mb4({
      sql: 'SELECT 1 FROM ?? WHERE a = ? AND b = ? AND c IN (?) AND d IN (?) LIMIT ?',
      params: ['é', '😀', 'plain', ['x', 'ü'], [1, 2], 3],
    }),
  ).toEqual({
    sql: 'SELECT 1 FROM ?? WHERE a = ? COLLATE utf8mb4_unicode_520_ci AND b = ? AND c IN (?, ? COLLATE utf8mb4_unicode_520_ci) AND d IN (?) LIMIT ?',
    params: ['é', '😀', 'plain', 'x', 'ü', [1, 2], 3],
  });
});
