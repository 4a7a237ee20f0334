import { JsonNumber } from '../exact-json.js';
import { describe, expect, it } from 'vitest';
import { PythonJsonError } from './python-json.js';
import { SessionData } from './session-data.js';

const BODY =
  '{"_auth_user_id":9007199254740993,"one":1.0,"nan":NaN,"key":"r5300g4-24-22","n":{"a":[1,null]}}';

describe('the dictionary of a session', () => {
  it('writes back untouched keys exactly as they came', () => {
    const data = SessionData.parse(BODY);
    data.toObject();
    expect(data.body()).toBe(BODY);

    data.set('key', 'x');
    data.delete('n');
    expect(data.body()).toBe('{"_auth_user_id":9007199254740993,"one":1.0,"nan":NaN,"key":"x"}');
  });

  it('gives values as far as JavaScript can hold them', () => {
    const data = SessionData.parse(BODY);
    expect(data.get('key')).toBe('r5300g4-24-22');
    expect(data.get('n')).toEqual({ a: [1, null] });
    expect(data.get('_auth_user_id')).toEqual(new JsonNumber('9007199254740993'));
    expect([data.get('one'), data.get('nan'), data.get('missing')]).toEqual([1, null, undefined]);
    expect(data.get('toString')).toBeUndefined();
    expect(data.toObject()).toEqual({
      _auth_user_id: new JsonNumber('9007199254740993'),
      one: 1,
      nan: null,
      key: 'r5300g4-24-22',
      n: { a: [1, null] },
    });
  });

  it('knows its keys and their order', () => {
    const body = '{"b":1,"2":2,"1":3,"":4,"__proto__":5}';
    const data = SessionData.parse(body);
    expect([data.has(''), data.has('__proto__'), data.has('c')]).toEqual([true, true, false]);
    expect(data.body()).toBe(body);
    expect(SessionData.empty().body()).toBe('{}');
  });

  it('is no copy that a caller could change behind its back', () => {
    const data = SessionData.empty();
    const list = [1];
    data.set('list', list);
    list.push(2);
    expect(data.get('list')).toEqual([1]);
  });

  it('refuses what is no JSON object', () => {
    for (const body of ['', '[]', 'null', '"{}"', '{', '{}x']) {
      expect(() => SessionData.parse(body)).toThrow(PythonJsonError);
    }
  });

  it('makes of hostile keys plain data', () => {
    const data = SessionData.parse(
      '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{}}}',
    );
    data.set('__proto__', { polluted: 'still' });
    const object = data.toObject();
    expect(Object.getPrototypeOf(object)).toBeNull();
    expect(Object.keys(object)).toEqual(['__proto__', 'constructor']);
    expect('polluted' in {}).toBe(false);
    expect(data.body()).toBe('{"__proto__":{"polluted":"still"},"constructor":{"prototype":{}}}');
  });

  it('writes raw latin-1 as the escapes that Django would write', () => {
    expect(SessionData.parse('{"é":"é","a":["ÿ"]}').body()).toBe(
      '{"\\u00e9":"\\u00e9","a":["\\u00ff"]}',
    );
  });
});

describe('a session counts as modified', () => {
  const modifiedBy = (change: (data: SessionData) => unknown) => {
    const data = SessionData.parse('{"a":1}');
    change(data);
    return data.isModified;
  };

  it.each<[string, boolean, (data: SessionData) => unknown]>([
    ['not when it was read', false, (data) => [data.get('a'), data.has('b'), data.toObject()]],
    [
      'when a key was set',
      true,
      (data) => {
        data.set('b', 2);
      },
    ],
    [
      'when a key was set to what it was',
      true,
      (data) => {
        data.set('a', 1);
      },
    ],
    ['when a key was removed', true, (data) => data.delete('a')],
    ['not when a missing key was removed', false, (data) => data.delete('b')],
    [
      'not after it was saved',
      false,
      (data) => {
        data.set('a', 2);
        data.markSaved();
      },
    ],
  ])('%s', (_, expected, change) => {
    expect(modifiedBy(change)).toBe(expected);
  });
});

describe('the changes of a session', () => {
  it('are what was set and removed since it was loaded', () => {
    const data = SessionData.parse('{"a":1,"b":2,"c":3}');
    data.set('a', 'é');
    data.delete('b');
    data.set('d', [1.5]);
    expect(data.changes()).toEqual(
      new Map([
        ['a', '"\\u00e9"'],
        ['b', null],
        ['d', '[1.5]'],
      ]),
    );
  });

  it('begin anew when it was saved', () => {
    const data = SessionData.parse('{"a":1}');
    data.set('a', 2);
    const before = data.changes();
    data.markSaved();
    expect(data.changes().size).toBe(0);
    expect(before.size).toBe(1);
    expect(data.get('a')).toBe(2);
  });

  it('merge key by key with what somebody else saved meanwhile', () => {
    const mine = SessionData.parse('{"a":1,"b":2,"c":3.0}');
    mine.set('a', 10);
    mine.delete('b');
    const theirs = SessionData.parse('{"a":1,"b":2,"c":4.0,"d":5}');
    theirs.apply(mine.changes());
    expect(theirs.body()).toBe('{"a":10,"c":4.0,"d":5}');
    expect(theirs.isModified).toBe(true);
  });
});
