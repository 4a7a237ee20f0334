import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exactDocument,
  JsonNumber,
  parseJson,
  parseJsonBody,
  stringifyJson,
} from './exact-json.js';

const SPELLINGS = [
  '7088992364139642880',
  '-9223372036854775809',
  '18446744073709551616123456789',
  '1e400',
  '-1E-400',
  '0.1e1',
  '1.0',
  '4999.90',
  '-0',
  '-0.0',
  '0.0000001',
  '0.1234567890123456789',
  '0.30000000000000001',
  '9007199254740993',
];

describe('a number', () => {
  it.each(SPELLINGS)('spelled %s stays so', (spelling) => {
    for (const text of [spelling, `[${spelling}]`, `{"a":{"n":${spelling},"m":1}}`])
      expect(stringifyJson(parseJson(text))).toBe(text);
    expect(parseJson(spelling)).toEqual(new JsonNumber(spelling));
  });

  it.each(['0', '7', '-7', '1.5', '0.1', '9007199254740991', '1e+21', '1e-7'])(
    'spelled as JavaScript does is one: %s',
    (spelling) => {
      expect(parseJson(spelling)).toBe(Number(spelling));
    },
  );

  it('inside of a text or a key is none', () => {
    const text = '{"10.24.0.0":"1e400","a\\"1.0":"x\\\\","\\u0031.0":["2.0\\n1.0"]}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
    expect(parseJson(`{"n":1.0,${text.slice(1)}`)).toEqual({
      ...(JSON.parse(text) as object),
      n: new JsonNumber('1.0'),
    });
  });
});

it('reads and writes everything else as JSON does', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value = parseJson(json);
      expect(JSON.parse(stringifyJson(value))).toEqual(JSON.parse(json));
    }),
  );
  const times = { at: new Date(0), none: undefined, list: [undefined], n: new JsonNumber('1.0') };
  expect(stringifyJson(times)).toBe('{"at":"1970-01-01T00:00:00.000Z","list":[null],"n":1.0}');
  expect(stringifyJson({ n: new JsonNumber('1.0') }, 2)).toBe('{\n  "n": 1.0\n}');
});

it.each(['', '{', '[1.0.0]', '{"a":01}', '[1e400,]', '[-]', '1.'])('refuses %s', (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
  expect(() => parseJsonBody(text)).toThrow(SyntaxError);
});

it('keeps the key __proto__, and takes the last of two equal keys', () => {
  expect(stringifyJson(parseJson('{"__proto__":{"n":1.0},"a":1.0,"a":2.0}'))).toBe(
    '{"__proto__":{"n":1.0},"a":2.0}',
  );
});

it('reads a long text without a deep stack', () => {
  const text = `{"n":1.0,"t":"${'\\n0.0'.repeat(250_000)}"}`;
  expect(stringifyJson(parseJson(text))).toBe(text);
});

it('gives the fields of a body plain numbers, and its documents exact ones', () => {
  const body = parseJsonBody('{"cost":4999.0,"custom":{"n":1e400,"a":[{"m":1.0}]},"b":{"c":2}}');
  expect(body).toMatchObject({ cost: 4999, custom: { n: Infinity, a: [{ m: 1 }] } });
  const { custom, b } = body as { custom: { a: object[] }; b: object };
  expect(stringifyJson(exactDocument(custom))).toBe('{"n":1e400,"a":[{"m":1.0}]}');
  expect(stringifyJson(exactDocument(custom.a[0]))).toBe('{"m":1.0}');
  expect(exactDocument(b)).toEqual({ c: 2 });
  expect([exactDocument('x'), exactDocument(null)]).toEqual(['x', null]);
});
