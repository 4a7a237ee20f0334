import { expect, test } from 'vitest';
import { loadConfig } from '../config/index.js';
import { SessionData } from '../django/index.js';
import { SessionFormat } from './session-format.js';

const formatOf = (secretKey: string): SessionFormat =>
  new SessionFormat(
    loadConfig({ NODE_ENV: 'test', SECRET_KEY: secretKey, DATABASE_URL: 'mysql://u@localhost/d' }),
  );

const now = new Date('2026-01-31T08:00:00Z');
const dataOf = (value: string) => SessionData.parse(JSON.stringify({ value }));

test('a text is decoded to the same payload however often it comes', () => {
  const format = formatOf('a'.repeat(50));
  const text = format.encode(dataOf('x'), now);
  const first = format.decode(text);
  expect(first).toMatchObject({ valid: true, body: '{"value":"x"}' });
  expect(format.decode(text)).toBe(first);
});

test('a text that differs in one character of its signature from one that was verified is not', () => {
  const format = formatOf('a'.repeat(50));
  const text = format.encode(dataOf('x'), now);
  format.decode(text);
  const forged = text.slice(0, -2) + (text.at(-2) === 'A' ? 'B' : 'A') + text.slice(-1);
  expect(format.decode(forged)).toMatchObject({ valid: false });
});

test('what one site verified is worth nothing under the key of another', () => {
  const text = formatOf('a'.repeat(50)).encode(dataOf('x'), now);
  formatOf('a'.repeat(50)).decode(text);
  expect(formatOf('b'.repeat(50)).decode(text)).toMatchObject({ valid: false });
});

test('payloads of five million characters are kept, and the oldest make room', () => {
  const format = formatOf('a'.repeat(50));
  const texts = Array.from({ length: 1300 }, (_, n) =>
    format.encode(dataOf(`${n} ${'x'.repeat(4000)}`), now),
  );
  const decoded = texts.map((text) => format.decode(text));
  const isKept = (n: number) => format.decode(texts[n] ?? '') === decoded[n];
  // Each has some 4,200 characters.
  expect([1299, 200, 0].map(isKept)).toEqual([true, true, false]);
});

test('a long payload is unpacked each time, however short its text is', () => {
  const format = formatOf('a'.repeat(50));
  const text = format.encode(dataOf('x'.repeat(500_000)), now);
  expect(text.length).toBeLessThan(1_000);
  expect(format.decode(text)).toMatchObject({ valid: true });
  expect(format.decode(text)).not.toBe(format.decode(text));
});
