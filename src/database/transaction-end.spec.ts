import type { QueryRunner } from 'typeorm';
import { expect, test } from 'vitest';
import { DatabaseUnavailableError } from './database.errors.js';
import { TransactionEnd } from './transaction-end.js';
import { newRun } from './transaction-run.js';

const WRITE = { sql: 'UPDATE a SET b = ?', params: ['text'] };
const READ = { sql: 'SELECT b FROM a', params: [] };

/** How `commitWith` ends where the line breaks under a statement of so many bytes. */
async function brokenUnder(statementBytes: number): Promise<unknown> {
  const error = Object.assign(new Error('reset'), { code: 'ECONNRESET', statementBytes });
  const runner = { query: () => Promise.reject(error) } as unknown as QueryRunner;
  const messages = { takesBlocks: true, mostAtCommit: 100, largestStatement: 1000 };
  return new TransactionEnd(runner, newRun(), messages)
    .commitWith(WRITE, READ)
    .catch((thrown: unknown) => thrown);
}

test('a line that breaks under COMMIT leaves its outcome unknown', async () => {
  const error = await brokenUnder(1000);
  expect(error).toBeInstanceOf(DatabaseUnavailableError);
  expect(error).toMatchObject({ details: { outcome: 'unknown' } });
});

test('a server that breaks it because the block is too large has committed nothing', async () => {
  expect(await brokenUnder(1001)).toMatchObject({ code: 'ECONNRESET', statementBytes: 1001 });
});
