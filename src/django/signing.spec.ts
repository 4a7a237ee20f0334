import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RELEASES, vectorsOf } from '../../test/support/django-vectors.js';
import { decodeBase62, encodeBase62 } from './base62.js';
import { profileOf } from './django-version.js';
import type { Digest } from './salted-hmac.js';
import {
  BadSignatureError,
  cookieSalt,
  cookieSecret,
  DEFAULT_SALTS,
  dumps,
  loads,
  signTimestamped,
  signValue,
  unsignTimestamped,
  unsignValue,
} from './signing.js';

const Digest = z.enum(['sha1', 'sha256', 'sha512']);
/** A salt or key outside of ASCII, which Python 2 does not take. We do, as Django 2.0 and later. */
const raised = { raises: z.string().optional() };

const Signing = z.object({
  default_salts: z.object({
    Signer: z.string(),
    TimestampSigner: z.string(),
    dumps: z.string(),
    algorithm: Digest,
  }),
  signer: z.array(
    z.object({
      value: z.string(),
      salt: z.string().nullable(),
      secret_key: z.string().optional(),
      key: z.string().optional(),
      sep: z.string().optional(),
      algorithm: Digest.nullable().optional(),
      signed: z.string().optional(),
      ...raised,
    }),
  ),
  timestamp_signer: z.array(
    z.object({
      value: z.string(),
      salt: z.string().nullable(),
      secret_key: z.string(),
      algorithm: Digest.nullable(),
      at: z.number(),
      signed: z.string().optional(),
      ...raised,
    }),
  ),
  dumps: z.array(
    z.object({
      object_json: z.string(),
      salt: z.string(),
      compress: z.boolean(),
      secret_key: z.string(),
      at: z.number(),
      signed: z.string().optional(),
      ...raised,
    }),
  ),
  loads: z.array(
    z.object({
      id: z.string(),
      data: z.string(),
      salt: z.string(),
      secret_key: z.string(),
      secret_key_fallbacks: z.array(z.string()).default([]),
      now: z.number(),
      max_age: z.number().nullable().optional(),
      result: z.union([z.object({ object_json: z.string() }), z.object({ raises: z.string() })]),
    }),
  ),
  cookies: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      salt: z.string(),
      secret_key: z.string(),
      at: z.number(),
      signed: z.string(),
    }),
  ),
  sha1_mode: z
    .object({
      dumps: z.string(),
      salt: z.string(),
      timestamp_signed: z.string(),
      secret_key: z.string(),
      at: z.number(),
    })
    .optional(),
});

const at = (seconds: number) => new Date(seconds * 1000);
const wasSigned = <T extends { signed?: string | undefined }>(
  row: T,
): row is T & { signed: string } => row.signed !== undefined;

describe.each(RELEASES)('signing as Django %s', (release) => {
  const vectors = vectorsOf(release, 'signing', Signing);
  const profile = profileOf(release);
  // 3.1 and 3.2 take what an earlier Django signed as well.
  const digests: Digest[] = release === '3.2.25' ? ['sha256', 'sha1'] : [profile.signingDigest];

  it('takes the same digest and salts', () => {
    const { algorithm, Signer, TimestampSigner, dumps: ofDumps } = vectors.default_salts;
    expect(profile.signingDigest).toBe(algorithm);
    expect(DEFAULT_SALTS).toEqual({
      signer: Signer,
      timestampSigner: TimestampSigner,
      dumps: ofDumps,
    });
  });

  it.each(vectors.signer.filter(wasSigned))('signs $value, salt $salt', (row) => {
    const secretKey = row.secret_key ?? row.key ?? '';
    const digest = row.algorithm ?? profile.signingDigest;
    const separator = row.sep ?? ':';
    const salt = row.salt === null || row.salt === '' ? DEFAULT_SALTS.signer : row.salt;
    expect(signValue(row.value, { secretKey, salt, digest, separator })).toBe(row.signed);
    const keys = { secretKeys: ['another', secretKey], salt, digests: [digest], separator };
    expect(unsignValue(row.signed, keys)).toEqual({ value: row.value, keyIndex: 1 });
  });

  it.each(vectors.timestamp_signer.filter(wasSigned))('stamps $value, salt $salt', (row) => {
    const digest = row.algorithm ?? profile.signingDigest;
    const salt = row.salt === null || row.salt === '' ? DEFAULT_SALTS.timestampSigner : row.salt;
    const options = { secretKey: row.secret_key, salt, digest, now: at(row.at) };
    expect(signTimestamped(row.value, options)).toBe(row.signed);
  });

  it.each(vectors.dumps.filter(wasSigned))('dumps $object_json, compress $compress', (row) => {
    const { object_json: json, secret_key: secretKey, compress, signed } = row;
    const salt = row.salt === '' ? DEFAULT_SALTS.timestampSigner : row.salt;
    const digest = profile.signingDigest;
    const text = dumps(json, { secretKey, salt, digest, compress, now: at(row.at) });
    const keys = { secretKeys: [secretKey], salt, digests: [digest] };
    expect(JSON.parse(loads(signed, keys))).toEqual(JSON.parse(json));
    // Node's build of zlib finds other matches than Python's; dictionaries of Python 2 have no order.
    if (signed.startsWith('.')) expect([text[0], loads(text, keys)]).toEqual(['.', json]);
    else if (loads(signed, keys) === json) expect(text).toBe(signed);
  });

  it.each(vectors.loads)('loads: $id', (row) => {
    const { data, salt, secret_key: secretKey, secret_key_fallbacks: fallbacks, result } = row;
    const maxAge = row.max_age ?? undefined;
    const load = () =>
      loads(data, {
        secretKeys: [secretKey, ...fallbacks],
        salt,
        digests,
        ...(maxAge !== undefined && { maxAge, now: at(row.now) }),
      });
    if ('raises' in result) expect(load).toThrow(BadSignatureError);
    else expect(JSON.parse(load())).toEqual(JSON.parse(result.object_json));
  });

  it.each(vectors.cookies)('signs the cookie $name', (row) => {
    const scheme = ['5.2.19', '6.1.1'].includes(release) ? 'v2' : 'v1';
    const secretKey = cookieSecret(row.secret_key);
    const salt = cookieSalt(row.name, row.salt, scheme);
    const options = { secretKey, salt, digest: profile.signingDigest, now: at(row.at) };
    expect(signTimestamped(row.value, options)).toBe(row.signed);
  });
});

describe('signing as Django 3.2 in transition', () => {
  const Transition = Signing.pick({ sha1_mode: true }).required();
  const { sha1_mode: mode } = vectorsOf('3.2.25', 'signing', Transition);
  const { secret_key: secretKey, salt } = mode;
  const { signingDigest: digest } = profileOf('3.2', 'sha1');
  const options = { secretKey, salt, digest, now: at(mode.at) };

  it('takes SHA-1', () => {
    expect(dumps('{"legacy":"public"}', options)).toBe(mode.dumps);
    expect(signTimestamped('legacy', options)).toBe(mode.timestamp_signed);
  });
});

describe('a signed text', () => {
  const key = { secretKey: 'secret', salt: 'salt', digest: 'sha256' } as const;
  const keys = { secretKeys: ['secret'], salt: 'salt', digests: ['sha256'] } as const;

  it.each(['', ':', 'a', 'a:', ':a', 'a:b:c', 'a:é', 'a:\ud800'])('%j is refused', (text) => {
    expect(() => unsignValue(text, keys)).toThrow(BadSignatureError);
  });

  it.each(['', '!!', '1 2', '--1', '1.5'])('with the time stamp %j is refused', (stamp) => {
    const text = signValue(`value:${stamp}`, key);
    expect(() => unsignTimestamped(text, keys)).toThrow(BadSignatureError);
  });

  it('without a time stamp is refused', () => {
    expect(() => unsignTimestamped(signValue('value', key), keys)).toThrow(BadSignatureError);
  });

  it('with a damaged payload is refused', () => {
    for (const payload of ['abcde', '.abcd', '.AAAA']) {
      const text = signTimestamped(payload, { ...key, now: at(0) });
      expect(() => loads(text, keys)).toThrow(BadSignatureError);
    }
  });
});

describe('base 62', () => {
  it.each([
    [0, '0'],
    [61, 'z'],
    [62, '10'],
    [1718452799, '1sIS4d'],
    [-62, '-10'],
  ])('%d is %s', (number, text) => {
    expect(encodeBase62(number)).toBe(text);
    expect(decodeBase62(text)).toBe(number);
  });
});
