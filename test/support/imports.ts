import { expect } from 'vitest';
import type { Answer, Browser } from './browser.js';

/** Imports a file, of CSV unless the headers say otherwise. @param query with its question mark */
export const sendFile = (
  browser: Browser,
  file: string,
  query = '',
  headers: Record<string, string> = {},
): Promise<Answer<string>> =>
  browser.post<string>(`/api/assets/import${query}`, file, {
    'content-type': 'text/csv',
    ...headers,
  });

/** The lines of a report: of each row, and at last the summary. */
export function linesOf({ status, body }: Answer<string>): Record<string, unknown>[] {
  expect([status, body]).toEqual([200, expect.any(String)]);
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
