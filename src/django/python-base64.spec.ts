import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeUrlSafeBase64 } from './python-base64.js';

describe('base64 as Python decodes it', () => {
  // Answers of `base64.b64decode` in CPython 3.11.
  it.each([
    ['', ''],
    ['YWJj', 'abc'],
    ['YWI=', 'ab'],
    ['YQ==', 'a'],
    ['YW\nJ j', 'abc'],
    ['YW-J_j', 'abc'],
    ['====', ''],
    ['YQ==YWJj', 'a'],
    ['YWI==', 'ab'],
    ['YWJj=', 'abc'],
    ['Y=Q==', 'a'],
    ['YQ=J=j=', 'a\x02'],
    ['会YWJj话', 'abc'],
    ['YQ', undefined],
    ['=YQ=', undefined],
    ['Y=Q=', undefined],
    ['YQ=', undefined],
    ['YWJjZ', undefined],
    ['Y===', undefined],
  ])('%j gives %j', (text, expected) => {
    expect(decodeBase64(text)?.toString('latin1')).toBe(expected);
  });

  it('takes the URL-safe alphabet, padded or not, and the standard one', () => {
    for (const text of ['_-8', '_-8=', '/+8', '/+8=']) {
      expect(decodeUrlSafeBase64(text)).toEqual(Buffer.from([0xff, 0xef]));
    }
    expect(decodeUrlSafeBase64('abcde')).toBeUndefined();
  });

  it('takes little time over a long text that is full of strays', () => {
    const started = performance.now();
    expect(decodeBase64('=-A'.repeat(700_000))).toBeInstanceOf(Buffer);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
