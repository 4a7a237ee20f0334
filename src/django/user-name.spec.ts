import { describe, expect, it } from 'vitest';
import { profileOf } from './django-version.js';
import {
  isValidUsername,
  normalizedEmail,
  normalizedUsername,
  typedUsername,
} from './user-name.js';

// What `AuthenticationForm(None, {...}).cleaned_data['username']` and `create_user` of these releases are by their source;
// those of 3.2 also by test/django-live/logins.test.ts.
describe('a typed user name', () => {
  it.each([
    ['1.8', ' admin\t', ' admin\t'],
    ['1.9', ' admin\t', 'admin'],
    ['1.9', '\x1cadmin\x85\u3000', 'admin'],
    ['1.9', '\ufeffadmin', '\ufeffadmin'],
    ['1.9', 'ａｄｍｉｎ', 'ａｄｍｉｎ'],
    ['1.10', 'ａｄｍｉｎ', 'admin'],
    ['6.1', '\u3000ａｄｍｉｎ ', 'admin'],
    ['6.1', 'ADMIN', 'ADMIN'],
    ['6.1', 'ad\u200bmin', 'ad\u200bmin'],
    ['1.11', 'admin\0', 'admin\0'],
    ['6.1', `${'x'.repeat(254)}  `, 'x'.repeat(254)],
  ])('is in Django %s, for %j, %j', (version, typed, name) => {
    expect(typedUsername(typed, profileOf(version), 150)).toBe(name);
  });

  it.each(['', ' \x1f\u2028', 'admin\0', 'x'.repeat(255), 'half \ud800'])(
    'that the form refuses is nobody’s: %j',
    (typed) => {
      expect(typedUsername(typed, profileOf('5.2'), 150)).toBeNull();
    },
  );
});

it('a new user name is normalised from 1.10 on', () => {
  expect(normalizedUsername('ａnn', profileOf('1.9'))).toBe('ａnn');
  expect(normalizedUsername('ａnn', profileOf('1.10'))).toBe('ann');
});

it.each([
  ['wang.wei', true],
  ['王伟_7@x+y-z', true],
  ['ａｄｍｉｎ', true],
  ['½ⅷ٣', true],
  ['', false],
  [' admin', false],
  ['admin ', false],
  ['ad min', false],
  ['admin\n', false],
  ['ad\u200bmin', false],
  ['e\u0301', false],
])('createsuperuser takes %j: %s', (name, isTaken) => {
  expect(isValidUsername(name, 'username', 150)).toBe(isTaken);
});

it('a name is as long as its column at most', () => {
  const fits = (longest: number) => (length: number) =>
    isValidUsername('𝒳'.repeat(length), 'username', longest);
  expect([30, 31].map(fits(30))).toEqual([true, false]);
  expect([150, 151].map(fits(150))).toEqual([true, false]);
  // A column that holds more than the form of old does.
  const typed = `${'x'.repeat(300)}@example.org`;
  expect(typedUsername(typed, profileOf('2.0'), 320)).toBeNull();
  expect(typedUsername(typed, profileOf('2.1'), 320)).toBe(typed);
});

it.each([
  ['ann@example.org', true],
  ["o'neil+x@mail.example.org", true],
  ['ann', false],
  ['ann@localhost', false],
  ['ann@@example.org', false],
  [' ann@example.org', false],
])('createsuperuser takes %j for an address: %s', (name, isTaken) => {
  expect(isValidUsername(name, 'email', 254)).toBe(isTaken);
  expect(isValidUsername(name, 'nickname', 254)).toBe(true);
});

it.each([
  [' Ann@Example.ORG ', 'Ann@example.org'],
  ['a@b@C.D', 'a@b@c.d'],
  ['No Address ', 'No Address '],
  ['', ''],
])('the address %j is stored as %j', (email, stored) => {
  expect(normalizedEmail(email)).toBe(stored);
});
