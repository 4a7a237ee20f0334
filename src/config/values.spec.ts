import { expect, it } from 'vitest';
import { InvalidValue, tagPattern } from './values.js';

it.each(['LOCK-{seq}', '{seq:020}', `${'x'.repeat(34)}{seq}é`])('takes the tags %s', (pattern) => {
  expect(tagPattern(pattern)).toBe(pattern);
});

it.each(['LOCK', '{seq}{seq}', '{seq:021}', '{seq:00}', '{seq:6}', `${'x'.repeat(36)}{seq}`])(
  'refuses the tags %s, which would be equal, too long or padded with spaces in Python',
  (pattern) => {
    expect(() => tagPattern(pattern)).toThrow(InvalidValue);
  },
);
