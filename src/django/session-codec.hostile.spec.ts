import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writtenSessions } from '../../test/support/session-vectors.js';
import { profileOf } from './django-version.js';
import { decodeSession, encodeSession } from './session-codec.js';
import { SessionData } from './session-data.js';
import { signTimestamped } from './signing.js';

const secretKey = 'pub-k3y!w7@vz$4q#s^e(1)b&n*m-x_=+lab0000public0000';
const secretKeys = [secretKey];
const now = new Date(1718452799_000);
const signing = {
  secretKey,
  salt: 'django.contrib.sessions.SessionStore',
  digest: 'sha256',
} as const;

const signed = encodeSession('{"a":1}', { profile: profileOf('5.2'), secretKey, now });
const legacy = encodeSession('{"a":1}', { profile: profileOf('2.2'), secretKey, now });

function signedBytes(bytes: Buffer, compress: boolean): string {
  const packed = compress
    ? `.${deflateSync(bytes).toString('base64url')}`
    : bytes.toString('base64url');
  return signTimestamped(packed, { ...signing, now });
}

describe('a row that was tampered with', () => {
  const [value = '', stamp = '', signature = ''] = signed.split(':');
  const [hmac, body] = split(Buffer.from(legacy, 'base64').toString('latin1'));

  it.each([
    ['another payload', `eyJhIjoyfQ:${stamp}:${signature}`],
    ['another time', `${value}:1sIS4e:${signature}`],
    ['no signature', `${value}:${stamp}:`],
    ['half a signature', `${value}:${stamp}:${signature.slice(0, 20)}`],
    ['a signature of another letter case', `${value}:${stamp}:${signature.toUpperCase()}`],
    ['a padded signature', `${signed}=`],
    ['a newline at its end', `${signed}\n`],
    ['a part in front', `x:${signed}`],
    ['a dot in front, as if compressed', `.${signed}`],
    ['another payload (legacy)', base64(`${hmac}:{"a":2}`)],
    ['an upper-case HMAC (legacy)', base64(`${hmac.toUpperCase()}:${body}`)],
    ['no HMAC (legacy)', base64(`:${body}`)],
    ['half an HMAC (legacy)', base64(`${hmac.slice(0, 20)}:${body}`)],
  ])('by %s is not valid', (_, text) => {
    expect(decodeSession(text, { secretKeys }).valid).toBe(false);
  });

  it('is still shown to the operator, marked as not valid', () => {
    const reason = 'bad signature';
    expect(decodeSession(`eyJhIjoyfQ:${stamp}:${signature}`, { secretKeys })).toEqual({
      valid: false,
      format: 'signed',
      reason,
      body: '{"a":2}',
    });
    expect(decodeSession(base64(`${hmac}:{"a":2}`), { secretKeys })).toEqual({
      valid: false,
      format: 'legacy',
      reason,
      body: '{"a":2}',
    });
  });

  it.each([
    ['the empty text', '', 'empty'],
    ['noise', 'hello, world', 'unknown format'],
    ['only colons', ':::', 'unknown format'],
    ['text beyond ASCII', '会话', 'unknown format'],
    ['text beyond any session', 'a'.repeat(3 * 1024 * 1024), 'too large'],
  ])('%s is told apart', (_, text, reason) => {
    expect(decodeSession(text, { secretKeys })).toEqual({
      valid: false,
      format: 'unknown',
      reason,
    });
  });

  function split(text: string): [string, string] {
    const colon = text.indexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1)];
  }

  function base64(text: string): string {
    return Buffer.from(text, 'latin1').toString('base64');
  }
});

describe('a correctly signed row', () => {
  it.each([
    ['a list', '[1]', 'not a JSON object'],
    ['null', 'null', 'not a JSON object'],
    ['half a document', '{"a":', 'not JSON'],
    ['two documents', '{}{}', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['an object in single quotes', "{'a':1}", 'not JSON'],
    ['lists within lists without end', `{"a":${'['.repeat(200_000)}`, 'not JSON'],
    ['a pickle', '\x80\x04}\x94.', 'pickle'],
    ['half a pickle', '\x80\x02', 'pickle'],
  ])('with %s is refused', (_, body, reason) => {
    for (const compress of [true, false]) {
      const text = signedBytes(Buffer.from(body, 'latin1'), compress);
      expect(decodeSession(text, { secretKeys })).toMatchObject({ valid: false, reason });
    }
  });

  it('with a decompression bomb costs little time and memory', () => {
    const text = signedBytes(Buffer.alloc(50 * 1024 * 1024, 0x20), true);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const decoded = decodeSession(text, { secretKeys });
    expect(performance.now() - started).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(10 * 1024 * 1024);
    expect(decoded).toEqual({ valid: false, format: 'signed-compressed', reason: 'too large' });
  });

  it('is read up to the bound that the caller sets', () => {
    const text = signedBytes(Buffer.from(`{"a":"${'z'.repeat(92)}"}`), true);
    expect(decodeSession(text, { secretKeys, maxBytes: 100 }).valid).toBe(true);
    expect(decodeSession(text, { secretKeys, maxBytes: 99 }).valid).toBe(false);
  });

  it('names the key of the rotation that signed it', () => {
    const others = ['another', secretKey, 'a third'];
    expect(decodeSession(signed, { secretKeys: others })).toMatchObject({
      valid: true,
      keyIndex: 1,
    });
    expect(decodeSession(legacy, { secretKeys: others })).toMatchObject({
      valid: true,
      keyIndex: 1,
    });
    expect(decodeSession(signed, { secretKeys: [] }).valid).toBe(false);
  });

  it('of one class of store is nothing to another', () => {
    const className = 'CorpSessionStore';
    expect(decodeSession(signed, { secretKeys, className }).valid).toBe(false);
    expect(decodeSession(legacy, { secretKeys, className }).valid).toBe(false);
  });
});

describe('any text at all', () => {
  const rows = (['1.5.5', '3.2.25', '5.2.19'] as const).flatMap((release) =>
    writtenSessions(release).map(({ text }) => text.slice(0, 2000)),
  );
  const mutation = fc.tuple(
    fc.constantFrom(...rows),
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom('', ':', '.', '=', '-', '_', '\n', '\0', 'é', '\ud800', 'AAAA', '::', '{}'),
  );
  const seeded = { seed: 20240615, numRuns: 2000 };

  it('is answered, not thrown at, and never valid by accident', () => {
    fc.assert(
      fc.property(mutation, ([row, at, length, insert]) => {
        const start = at % (row.length + 1);
        const text = row.slice(0, start) + insert + row.slice(start + length);
        const decoded = decodeSession(text, { secretKeys });
        // Base64 of the old format skips stray characters, so a few mutations change nothing.
        if (decoded.valid && text !== row) expect(decoded.format).toBe('legacy');
      }),
      seeded,
    );
  });

  it('of random characters is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(decodeSession(text, { secretKeys }).valid).toBe(false);
      }),
      seeded,
    );
  });

  it('as a signed payload reaches no prototype', () => {
    const key = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'a');
    const { value } = fc.letrec<{ value: unknown; entry: [string, unknown] }>((tie) => ({
      entry: fc.tuple(key, tie('value')),
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.array(tie('entry'), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 5 }), (entries) => {
        const body = JSON.stringify(Object.fromEntries(entries));
        const decoded = decodeSession(signedBytes(Buffer.from(body), true), { secretKeys });
        const data = SessionData.parse(decoded.body ?? '');
        expect(JSON.stringify(data.toObject())).toBe(body);
        expect(isWithoutPrototypes(data.toObject())).toBe(true);
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect('a' in {}).toBe(false);
      }),
      { ...seeded, numRuns: 500 },
    );
  });

  function isWithoutPrototypes(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return true;
    const isBare = Object.getPrototypeOf(value) === null;
    return isBare && Object.values(value).every(isWithoutPrototypes);
  }
});
