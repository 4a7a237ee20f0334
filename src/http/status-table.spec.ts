import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { genericCode, problemType, problemTypes } from './status-table.js';

it('has a status of an error and a lower snake case code for every problem', () => {
  for (const { code, status, title } of problemTypes) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title).not.toMatch(/[<>&".]/);
  }
});

it('knows nothing of a code that is not listed', () => {
  expect(problemType('nobody_listed_this')).toMatchObject({ code: 'internal_error', status: 500 });
  expect(problemType('constructor')).toMatchObject({ status: 500 });
});

it('finds a code of the same status for what the framework refuses', () => {
  for (const status of [
    401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 422, 423, 428,
  ]) {
    expect(problemType(genericCode(status)).status).toBe(status);
  }
  expect(genericCode(418)).toBe('bad_request');
  expect(genericCode(502)).toBe('internal_error');
});

/** These stop the start; no request ever meets them. */
const atStartOnly = ['schema_conflict', 'database_unfit'];

it('lists the code of every error that a service can throw', () => {
  const listed = [...problemTypes.map(({ code }) => code), ...atStartOnly];
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    const codes = readFileSync(`src/${file}`, 'utf8').matchAll(/^ {2}readonly code = '(\w+)';$/gm);
    for (const [, code] of codes) expect(listed, file).toContain(code);
  }
});
