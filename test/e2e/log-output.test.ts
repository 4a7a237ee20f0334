import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/process.js';

let db: TestDatabase;
let api: ApiProcess;

beforeAll(async () => {
  db = await createTestDatabase('log_output');
});

afterEach(() => api.stop());

afterAll(() => db.close());

/** A process that logs requests, and what it writes from now on. */
async function start() {
  api = await ApiProcess.start(db.url, { LOG_LEVEL: 'info' });
  const { stdout } = api.child;
  if (!stdout) throw new Error('the output of the process is not piped');
  const printed: string[] = [];
  stdout.setEncoding('utf8').on('data', (chunk: string) => printed.push(chunk));
  const ask = (id: string) =>
    fetch(`${api.origin}/api/assets`, { headers: { 'x-request-id': id } });
  return { stdout, ask, text: () => printed.join('') };
}

test('the line of a request goes out though nothing follows that would fill a buffer', async () => {
  const { stdout, ask, text } = await start();
  await ask('the-only-one');
  while (!text().includes('the-only-one')) await once(stdout, 'data');
  expect(text()).toContain('"status":401');
});

test('a process that is stopped leaves no line unwritten', async () => {
  const { stdout, ask, text } = await start();
  const ids = Array.from({ length: 20 }, (_, n) => `request-${n}-`);
  await Promise.all(ids.map(ask));
  const closed = once(stdout, 'close');
  expect(await api.stop()).toBe(0);
  await closed;
  expect(ids.filter((id) => !text().includes(id))).toEqual([]);
});
