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

it('takes a fault that it does not know for none of the database', () => {
  expect(toDomainError(new TypeError('x is not a function'))).toBeUndefined();
});
