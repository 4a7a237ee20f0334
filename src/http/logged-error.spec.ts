import { expect, it } from 'vitest';
import { loggedError } from './logged-error.js';

it("keeps kind, message, code and causes, and leaves out the driver's statement", () => {
  const driverError = Object.assign(new Error('Lock wait timeout exceeded'), {
    code: 'ER_LOCK_WAIT_TIMEOUT',
    errno: 1205,
    sql: "UPDATE auth_user SET password = 'pbkdf2_sha256$1$x$y'",
  });
  const query = "INSERT INTO django_session VALUES ('key', 'data')";
  const error = Object.assign(new TypeError('outer'), { driverError, query, parameters: ['x'] });
  const logged = loggedError(error);
  expect(logged).toMatchObject({
    type: 'TypeError',
    message: 'outer',
    cause: { message: 'Lock wait timeout exceeded', code: 'ER_LOCK_WAIT_TIMEOUT', errno: 1205 },
  });
  expect(JSON.stringify(logged)).not.toMatch(/pbkdf2|INSERT|parameters/);
});

it('survives errors that cause each other, huge ones, and what is no error', () => {
  const first = new Error('first');
  first.cause = new Error('second', { cause: first });
  expect(JSON.stringify(loggedError(first)).match(/"type"/g)).toHaveLength(6);
  expect(JSON.stringify(loggedError(new Error('x'.repeat(1e6)))).length).toBeLessThan(10_000);
  expect(loggedError('text')).toBe('text');
  expect(loggedError(undefined)).toBe('undefined');
});
