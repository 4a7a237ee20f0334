import { expect, it } from 'vitest';
import { toDomainError } from './mysql-errors.js';

it.each([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
])('takes %s for a database that is away', (code) => {
  const error = Object.assign(new Error('connect'), { code });
  expect(toDomainError(error)).toMatchObject({ code: 'database_unavailable', cause: error });
});

it.each([1021, 1114])('takes a full disk (%i) for a database that is away', (errno) => {
  const error = Object.assign(new Error('The table is full'), { errno });
  expect(toDomainError(error)).toMatchObject({ code: 'database_unavailable', cause: error });
});

it('takes a trigger that the server read half for a fault of the server, and a mistake in our SQL for ours', () => {
  const message = (head: string) => `${head}You have an error in your SQL syntax; check the manual`;
  const parseError = (text: string) => Object.assign(new Error(text), { errno: 1064 });
  const broken = "Trigger 'assets_asset_after_update' has an error in its body: '";
  expect(toDomainError(parseError(message(broken)))?.code).toBe('database_unavailable');
  expect(toDomainError(parseError(message('')))).toBeUndefined();
});

it('takes a fault that it does not know for none of the database', () => {
  expect(toDomainError(new TypeError('x is not a function'))).toBeUndefined();
});
