/**
 * Signed text.
 *
 *     hello:E3yBkVTHgPo2UZXA7jycCsa_iGw                                     value:signature
 *     hello:1sIS4e:4JOZ9iByuHE_u5uN1heTnsFetX2ksevxni9OdAFwlxI              value:base62(unix time):signature
 *     eyJ1c2VyIjo0Mn0:1sIS4z:4a_CyBe9ilu3HmFYbtMBOgPIv1sYituySR6e-HdCOZA    dumps({"user": 42})
 *
 * The signature is base64url(salted_hmac(salt + "signer", everything before it)) without padding; SHA-1 up to 3.0,
 * SHA-256 from 3.1 on. A leading "." means that the payload was compressed with zlib.
 *
 * Django 1.4-6.1: `core.signing`.
 */
import { decodeBase62, encodeBase62 } from './base62.js';
import { constantTimeEqual } from './constant-time.js';
import { pack, unpack } from './packed-text.js';
import { type Digest, saltedHmac } from './salted-hmac.js';

/** The salts that Django's classes and functions take when none is given. */
export const DEFAULT_SALTS = {
  signer: 'django.core.signing.Signer',
  timestampSigner: 'django.core.signing.TimestampSigner',
  dumps: 'django.core.signing',
} as const;

const SEPARATOR = ':';

/** Text whose signature is missing, wrong or too old, or whose payload cannot be read. */
export class BadSignatureError extends Error {
  override readonly name = 'BadSignatureError';
}

export interface SigningOptions {
  readonly secretKey: string;
  readonly salt: string;
  readonly digest: Digest;
  readonly separator?: string;
}

export interface VerifyingOptions {
  /** `SECRET_KEY`, then each of `SECRET_KEY_FALLBACKS`. */
  readonly secretKeys: readonly string[];
  readonly salt: string;
  /** Every digest that may have been used. */
  readonly digests: readonly Digest[];
  readonly separator?: string;
}

export interface TimedOptions {
  /** Seconds; a value as old as this is still accepted. */
  readonly maxAge?: number;
  readonly now: Date;
}

export interface Verified {
  readonly value: string;
  /** Which of `secretKeys` signed it. */
  readonly keyIndex: number;
}

/** `Signer(salt=salt).sign(value)`. */
export function signValue(value: string, options: SigningOptions): string {
  return `${value}${options.separator ?? SEPARATOR}${signatureOf(value, options)}`;
}

/**
 * `Signer(salt=salt).unsign(text)`. Signatures are compared as text: padding or a newline behind it breaks one.
 * @throws BadSignatureError
 */
export function unsignValue(text: string, options: VerifyingOptions): Verified {
  const [value, signature] = splitLast(text, options.separator ?? SEPARATOR);
  const keyIndex = options.secretKeys.findIndex((secretKey) =>
    options.digests.some((digest) =>
      constantTimeEqual(signature, signatureOf(value, { ...options, secretKey, digest })),
    ),
  );
  if (keyIndex < 0) throw new BadSignatureError('the signature does not match');
  return { value, keyIndex };
}

/** `TimestampSigner(salt=salt).sign(value)` at that time. */
export function signTimestamped(value: string, options: SigningOptions & { now: Date }): string {
  const seconds = Math.floor(options.now.getTime() / 1000);
  const separator = options.separator ?? SEPARATOR;
  return signValue(`${value}${separator}${encodeBase62(seconds)}`, options);
}

/**
 * `TimestampSigner(salt=salt).unsign(text, max_age=maxAge)`.
 * @throws BadSignatureError also for a value older than `maxAge`
 */
export function unsignTimestamped(
  text: string,
  options: VerifyingOptions & Partial<TimedOptions>,
): Verified {
  const { value: stamped, keyIndex } = unsignValue(text, options);
  const [value, stamp] = splitLast(stamped, options.separator ?? SEPARATOR);
  const signedAt = decodeBase62(stamp);
  if (signedAt === undefined) throw new BadSignatureError('the time stamp is no number');
  const { maxAge, now } = options;
  if (maxAge !== undefined && now && now.getTime() / 1000 - signedAt > maxAge) {
    throw new BadSignatureError('the signature is too old');
  }
  return { value, keyIndex };
}

/**
 * `signing.dumps(obj, salt=salt, compress=compress)`.
 * @param json the object's JSON as Python writes it
 */
export function dumps(
  json: string,
  options: SigningOptions & { now: Date; compress?: boolean },
): string {
  return signTimestamped(pack(json, options.compress ?? false), options);
}

/**
 * `signing.loads(text, salt=salt, max_age=maxAge)`.
 * @returns the object's JSON
 * @throws BadSignatureError
 */
export function loads(text: string, options: VerifyingOptions & Partial<TimedOptions>): string {
  const unpacked = unpack(unsignTimestamped(text, options).value);
  if ('reason' in unpacked)
    throw new BadSignatureError(`the payload is damaged: ${unpacked.reason}`);
  return unpacked.bytes.toString('latin1');
}

/** The key salt of `request.get_signed_cookie`; sign with `signTimestamped` and `cookieSecret`. */
export function cookieSalt(name: string, salt: string, scheme: 'v1' | 'v2'): string {
  return scheme === 'v1'
    ? name + salt
    : `django.http.cookies.v2:${Array.from(salt).length}:${salt}${name}`;
}

/** The secret of signed cookies. Django: `signing.get_cookie_signer`. */
export function cookieSecret(secretKey: string): string {
  return `django.http.cookies${secretKey}`;
}

/** base64url of the HMAC, without padding. Django: `signing.base64_hmac`. */
function signatureOf(
  value: string,
  options: Pick<SigningOptions, 'secretKey' | 'salt' | 'digest'>,
): string {
  const { salt, secretKey, digest } = options;
  return saltedHmac(`${salt}signer`, value, secretKey, digest).toString('base64url');
}

function splitLast(text: string, separator: string): [string, string] {
  const at = text.lastIndexOf(separator);
  if (at < 0) throw new BadSignatureError(`no "${separator}" found`);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
