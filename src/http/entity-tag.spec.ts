import { describe, expect, it } from 'vitest';
import { formatETag, passesIfMatch, passesIfNoneMatch } from './entity-tag.js';
import { MalformedHeaderError } from './http.errors.js';

it('writes a strong tag', () => {
  expect(formatETag(7)).toBe('"7"');
});

describe('If-Match', () => {
  it.each([
    undefined,
    '*',
    '"7"',
    '"6", "7"',
    '"6","7"',
    ', "7" ,',
    'W/"7", "7"',
    '"a,b", "7"',
    ' "7" ',
  ])('%j lets a write to "7" through', (header) => {
    expect(passesIfMatch(header, '"7"')).toBe(true);
  });

  it.each(['"6"', 'W/"7"', '"77"', '"a,7"', '""', '"6", W/"7"'])('%j stops it', (header) => {
    expect(passesIfMatch(header, '"7"')).toBe(false);
  });

  it.each([
    '',
    '7',
    '"7',
    '7"',
    "'7'",
    '"6" "7"',
    '"6"; "7"',
    'w/"7"',
    '*, "7"',
    '"7" junk',
    ',',
    '"a b"',
  ])('%j is refused, not ignored', (header) => {
    expect(() => passesIfMatch(header, '"7"')).toThrow(MalformedHeaderError);
  });
});

describe('If-None-Match', () => {
  it.each([undefined, '"6"', 'W/"6", "8"'])('%j wants the answer', (header) => {
    expect(passesIfNoneMatch(header, '"7"')).toBe(true);
  });

  it.each(['*', '"7"', 'W/"7"', '"6", W/"7"'])('%j has it already', (header) => {
    expect(passesIfNoneMatch(header, '"7"')).toBe(false);
  });
});

it('reads the largest header that Node accepts without delay', () => {
  const start = performance.now();
  for (const piece of ['"', ',', ', ', 'W/', '"a",', '"a" ']) {
    const header = piece.repeat(16_384 / piece.length);
    expect(() => passesIfMatch(`${header}x`, '"7"')).toThrow(MalformedHeaderError);
  }
  expect(performance.now() - start).toBeLessThan(500);
});
