import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { cookiesOf, formatCookie, formatDeletedCookie } from './cookies.js';

const sessionid = {
  name: 'sessionid',
  domain: undefined,
  path: '/',
  secure: false,
  httpOnly: true,
  sameSite: 'Lax',
} as const;

function requestWith(cookie: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers.cookie = cookie;
  return request;
}

test('of two cookies with one name the last wins, as in Django', () => {
  expect(cookiesOf(requestWith('a=1; sessionid=first; sessionid=second')).get('sessionid')).toBe(
    'second',
  );
});

test.each([
  ['a="quoted"', 'a', 'quoted'],
  ['a=%41', 'a', '%41'],
  [' spaced = x ', 'spaced', 'x'],
  ['lonely', '', 'lonely'],
  ['a=b=c', 'a', 'b=c'],
  ['__proto__=x', '__proto__', 'x'],
])('%s is read as Django reads it', (header, name, value) => {
  expect([...cookiesOf(requestWith(header))]).toEqual([[name, value]]);
});

test('a session cookie is spelled as Django 5.2 spells it', () => {
  const now = new Date('2024-06-15T11:59:59Z');
  expect(formatCookie('2ublij359ufiqxdwlj5yezfqibow79pi', sessionid, 1209600, now)).toBe(
    'sessionid=2ublij359ufiqxdwlj5yezfqibow79pi; expires=Sat, 29 Jun 2024 11:59:59 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax',
  );
});

test('a deleted session cookie is spelled as Django 5.2 spells it', () => {
  expect(formatDeletedCookie(sessionid)).toBe(
    'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax',
  );
});

test('a browser-length cookie has neither expires nor Max-Age', () => {
  expect(formatCookie('k', { ...sessionid, secure: true, domain: '.example.org' }, undefined)).toBe(
    'sessionid=k; Domain=.example.org; HttpOnly; Path=/; SameSite=Lax; Secure',
  );
});
