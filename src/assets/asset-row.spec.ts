import { expect, it } from 'vitest';
import { toDocument } from './asset-row.js';

it.each([
  ['{"a":"x"}', { a: 'x' }],
  ['"x"', 'x'],
  ['"{}"', '{}'],
  ['null', null],
])('reads %s once', (text, value) => {
  expect(toDocument(text)).toEqual(value);
});

it.each(['not json', '', '{"a":'])('leaves %j, which nothing checked, as it stands', (text) => {
  expect(toDocument(text)).toBe(text);
});
