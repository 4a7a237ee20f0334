import { expect, it } from 'vitest';
import { censored, loggedPath, withoutKeys } from './censor.js';

const KEY = 'q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6';

it.each([
  'cookie',
  'Set-Cookie',
  'authorization',
  'X-CSRFToken',
  'csrftoken',
  'password',
  'new_password',
  'SECRET_KEY',
  'clientSecret',
  'sessionid',
  'session_key',
  'session_data',
])('hides what is called %s, also inside', (name) => {
  expect(censored({ [name]: 'x' })).toEqual({ [name]: '[redacted]' });
  expect(censored({ a: { b: { [name]: { c: 'x' } } } })).toEqual({
    a: { b: { [name]: '[redacted]' } },
  });
});

it('leaves other fields, and does not follow them without end', () => {
  const date = new Date(0);
  expect(censored({ id: 1, sessions: 2, list: ['x'], date })).toEqual({
    id: 1,
    sessions: 2,
    list: ['x'],
    date,
  });
  const circle: Record<string, unknown> = { name: 'circle' };
  circle.itself = circle;
  expect(JSON.stringify(censored(circle)).match(/circle/g)).toHaveLength(5);
});

it.each([
  [`Duplicate entry '${KEY}' for key`, "Duplicate entry 'q1w2…' for key"],
  ['registerExceptionHandlerFromContext', 'registerExceptionHandlerFromContext'],
  ['7e832de5-3b3d-4066-9ed4-9edcb80089e4', '7e832de5-3b3d-4066-9ed4-9edcb80089e4'],
])('turns %s into %s', (text, expected) => {
  expect(withoutKeys(text)).toBe(expected);
});

it.each([
  ['/api/assets/7?search=private', '/api/assets/7'],
  [`/api/sessions/${KEY}`, '/api/sessions/q1w2…'],
  ['/API/SESSIONS/short', '/API/SESSIONS/shor…'],
  ['/api/sessions?user_id=1', '/api/sessions'],
  ['/api/sessions/decode', '/api/sessions/decode'],
  [`/api/else/${KEY}/x`, '/api/else/q1w2…/x'],
])('logs %s as %s', (url, path) => {
  expect(loggedPath(url)).toBe(path);
});

it('bounds the path', () => {
  expect(loggedPath(`/${'a/'.repeat(5000)}`)).toHaveLength(200);
});
