import { JsonNumber } from '../exact-json.js';
import { describe, expect, it } from 'vitest';
import {
  parsePythonJson,
  PythonJsonError,
  splitPythonObject,
  toPythonJson,
} from './python-json.js';

describe('reading JSON as Python does', () => {
  it.each([
    ['{}', {}],
    [' {"a" : [ 1 ,\t2 ] }\r\n', { a: [1, 2] }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['[NaN,Infinity,-Infinity,1e400]', [null, null, null, null]],
    ['[-0,1.0,1E2,-1.5e-3]', [0, 1, 100, -0.0015]],
    ['[9007199254740991,-9007199254740991]', [9007199254740991, -9007199254740991]],
    [
      '[9007199254740993,-18446744073709551615]',
      [new JsonNumber('9007199254740993'), new JsonNumber('-18446744073709551615')],
    ],
    ['"\\/\\b\\f\\u00e9\\ud83d\\ude00\\ud800"', '/\b\fé😀\ud800'],
    ['"\x7f\u2028"', '\x7f\u2028'],
    ['[true,false,null,"",[],{}]', [true, false, null, '', [], {}]],
  ])('%j', (text, expected) => {
    expect(parsePythonJson(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \n'],
    ['two values', '1 2'],
    ['a trailing comma', '{"a":1,}'],
    ['a missing comma', '[1 2]'],
    ['a missing colon', '{"a" 1}'],
    ['a key that is no text', '{1:2}'],
    ['single quotes', "{'a':1}"],
    ['a leading zero', '01'],
    ['a plus sign', '+1'],
    ['a bare minus', '-'],
    ['a bare dot', '1.'],
    ['-NaN', '-NaN'],
    ['a comment', '1/*c*/'],
    ['a control character in text', '"x\ny"'],
    ['an unknown escape', '"\\x41"'],
    ['half a \\u', '"\\u00"'],
    ['a byte order mark', '\ufeff{}'],
    ['a NUL behind', '{}\0'],
    ['a space that Python does not know', '[1,\u00a02]'],
    ['an open list', '[1'],
    ['open text', '"a'],
    ['the wrong bracket', '[1}'],
    ['True', 'True'],
  ])('refuses %s', (_, text) => {
    expect(() => parsePythonJson(text)).toThrow(PythonJsonError);
    expect(() => splitPythonObject(text)).toThrow(PythonJsonError);
  });

  it('refuses what is nested deeper than Python reads', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(splitPythonObject(nested(999))?.size).toBe(1);
    expect(() => splitPythonObject(nested(1000))).toThrow(PythonJsonError);
    expect(() => splitPythonObject('['.repeat(1_000_000))).toThrow(PythonJsonError);
  });

  it('splits an object into keys and the text of their values', () => {
    const text = '{"a" : 1.0 ,"\\u540d":[ NaN ],"__proto__":{"x":1},"a":9007199254740993}';
    expect(splitPythonObject(text)).toEqual(
      new Map([
        ['a', '9007199254740993'],
        ['名', '[ NaN ]'],
        ['__proto__', '{"x":1}'],
      ]),
    );
    expect(splitPythonObject('[{}]')).toBeNull();
  });

  it('makes every key plain data', () => {
    const value = parsePythonJson('{"__proto__":{"x":1},"constructor":{"prototype":2}}');
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1},"constructor":{"prototype":2}}');
    expect('x' in {}).toBe(false);
  });

  it('takes a time in proportion to the length', () => {
    const started = performance.now();
    splitPythonObject(`{"a":"${'\\u00e9'.repeat(150_000)}","b":[${'1,'.repeat(100_000)}1]}`);
    // Half a second, where one in proportion to its square would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('writing JSON as Python does', () => {
  // Answers of `json.dumps(value, separators=(',', ':'))` in CPython 3.11.
  it.each([
    [{ b: 1, a: [true, null, ''] }, '{"b":1,"a":[true,null,""]}'],
    ['é中😀\ud800', '"\\u00e9\\u4e2d\\ud83d\\ude00\\ud800"'],
    ['\0\x1f\x7f\x80', '"\\u0000\\u001f\\u007f\\u0080"'],
    ['\b\t\n\f\r"\\/<>&', '"\\b\\t\\n\\f\\r\\"\\\\/<>&"'],
    [{ ключ: 1 }, '{"\\u043a\\u043b\\u044e\\u0447":1}'],
    [0.1, '0.1'],
    [1e-7, '1e-07'],
    [0.00012, '0.00012'],
    [0.000012, '1.2e-05'],
    [-1.5e-300, '-1.5e-300'],
    [1e22, '1e+22'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [5e-324, '5e-324'],
    [123456789012345680, '123456789012345680'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%j', (value, expected) => {
    expect(toPythonJson(value)).toBe(expected);
  });

  it('refuses what a Django deep in a request could not read', () => {
    const nested = (depth: number) => parsePythonJson('['.repeat(depth) + ']'.repeat(depth));
    expect(toPythonJson(nested(200))).toHaveLength(400);
    expect(() => toPythonJson(nested(201))).toThrow(PythonJsonError);
    expect(() => toPythonJson(nested(1000))).toThrow(PythonJsonError);
  });

  it('keeps a key __proto__', () => {
    const value = parsePythonJson('{"__proto__":{"x":1}}');
    expect(toPythonJson(value)).toBe('{"__proto__":{"x":1}}');
  });
});
