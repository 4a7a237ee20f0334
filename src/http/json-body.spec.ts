import { expect, it } from 'vitest';
import { isDeeperThan } from './json-body.js';

const isDeep = (text: string) => isDeeperThan(2, Buffer.from(text));

it.each([
  '',
  '1',
  '[[]]',
  '{"a":[1]}',
  '[[],[],[]]',
  '{"a":"[[[[{{{"}',
  '["\\"[[[",[]]',
  '["\\\\",[1]]',
])('finds %s shallow enough', (text) => {
  expect(isDeep(text)).toBe(false);
});

it.each(['[[[', '[{"a":[', '["\\"",[[', '["\\\\",[[', '[[],[],[['])('finds %s too deep', (text) => {
  expect(isDeep(text)).toBe(true);
});
