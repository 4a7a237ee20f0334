/**
 * The column `django_session.session_data`.
 *
 *     legacy   base64(hex(HMAC-SHA1(k, body)) + ":" + body)         k from "django.contrib.sessions" + class name
 *              1.3 and 1.4 break the text every 76 characters and end it with a newline
 *     signed   signing.dumps(body), compressed                      salt "django.contrib.sessions." + qualified name
 *
 *     NTQ4MDQ5YmIy…OnsiYSI6MX0=                                     a legacy one
 *     eyJhIjoxfQ:1sITNH:Vn0gL4XjoQ…                                 a signed one
 *
 * `body` is the session as JSON, decoded as latin-1. Which format a text has, the text itself tells.
 *
 * Django 1.3-3.2: `contrib.sessions.backends.base.SessionBase.encode` and `_legacy_decode`; 3.1-6.1: `core.signing.dumps`
 * and `loads`. The time inside a signed text is never checked: `expire_date` decides.
 */
import { decodeBase62 } from './base62.js';
import { constantTimeEqual } from './constant-time.js';
import type { DjangoProfile } from './django-version.js';
import { MAX_BYTES, type Unpacked, unpack } from './packed-text.js';
import { decodeBase64 } from './python-base64.js';
import { escapeBeyondAscii, PythonJsonError, splitPythonObject } from './python-json.js';
import { type Digest, saltedHmac } from './salted-hmac.js';
import { BadSignatureError, dumps, unsignTimestamped, type Verified } from './signing.js';

/** Both `db` and `cached_db` call their class so. */
const DEFAULT_CLASS = 'SessionStore';
const SIGNING_DIGESTS: readonly Digest[] = ['sha256', 'sha1'];
const PICKLE = /^\x80[\x00-\x05]/;
const HEX_HMAC = /^[0-9a-f]{40}$/;
const LOOKS_SIGNED = /^\.?[\w-]+={0,2}:-?[0-9A-Za-z]+:[\w-]+$/;

type SessionFormat = 'legacy' | 'signed' | 'signed-compressed' | 'pickle' | 'unknown';

type DecodeFailure =
  | 'empty'
  | 'unknown format'
  | 'bad signature'
  | 'bad base64'
  | 'bad compression'
  | 'too large'
  | 'pickle'
  | 'not JSON'
  | 'not a JSON object';

interface ValidSession {
  readonly valid: true;
  readonly format: 'legacy' | 'signed' | 'signed-compressed';
  /** Which of the secret keys signed it. */
  readonly keyIndex: number;
  /** For `SessionData.parse`, which will not throw on it. */
  readonly body: string;
}

interface InvalidSession {
  readonly valid: false;
  readonly format: SessionFormat;
  readonly reason: DecodeFailure;
  /** The payload of a session that no key verifies; nobody may be logged in by it. */
  readonly body?: string;
}

export type DecodedSession = ValidSession | InvalidSession;

export interface EncodeOptions {
  readonly profile: Pick<DjangoProfile, 'sessionFormat' | 'signingDigest'>;
  readonly secretKey: string;
  readonly now: Date;
  /** The qualified name of the store's class: `Portal.SessionStore` for one inside of a class. */
  readonly className?: string;
}

export interface DecodeOptions {
  /** `SECRET_KEY`, then each of `SECRET_KEY_FALLBACKS`. */
  readonly secretKeys: readonly string[];
  readonly className?: string;
  /** Of the payload, after decompression. */
  readonly maxBytes?: number;
}

/**
 * The column's text for a payload, in the format of that Django.
 * @param body JSON, as `SessionData.body` gives it
 * @throws RangeError if it is larger than what we would read back
 */
export function encodeSession(body: string, options: EncodeOptions): string {
  const text = escapeBeyondAscii(body);
  if (text.length > MAX_BYTES) throw new RangeError('the session is too large to be stored');
  const { profile, secretKey, now, className = DEFAULT_CLASS } = options;
  if (profile.sessionFormat === 'signed') {
    const salt = signedSalt(className);
    return dumps(text, { secretKey, salt, digest: profile.signingDigest, now, compress: true });
  }
  const hmac = legacyHmac(text, secretKey, className);
  const encoded = Buffer.from(`${hmac}:${text}`, 'latin1').toString('base64');
  return profile.sessionFormat === 'legacy-wrapped' ? wrap(encoded) : encoded;
}

/**
 * The payload of a column's text. Never throws, whatever the text; reads at most `maxBytes` out of a compressed one.
 * Every format and digest of every Django is accepted, and every key is tried.
 */
export function decodeSession(text: string, options: DecodeOptions): DecodedSession {
  const { maxBytes = MAX_BYTES } = options;
  if (text === '') return { valid: false, format: 'unknown', reason: 'empty' };
  if (text.length > 2 * maxBytes) return { valid: false, format: 'unknown', reason: 'too large' };
  const signed = verifySigned(text, options);
  if (signed) return openSigned(signed, maxBytes);
  const legacy = splitLegacy(text);
  const keyIndex = legacy ? legacyKeyIndex(legacy, options) : -1;
  if (legacy && keyIndex >= 0) return open(legacy.body, 'legacy', keyIndex);
  return describeUnverified(text, legacy, maxBytes);
}

/** When a text in the signed format was written, to the second; the signature is not checked. */
export function signedSessionTime(text: string): Date | undefined {
  const stamp = LOOKS_SIGNED.test(text) ? text.split(':').at(-2) : undefined;
  const seconds = stamp === undefined ? undefined : decodeBase62(stamp);
  const date = new Date((seconds ?? NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function verifySigned(text: string, options: DecodeOptions): Verified | undefined {
  if (!text.includes(':')) return undefined;
  const { secretKeys, className = DEFAULT_CLASS } = options;
  try {
    const salt = signedSalt(className);
    return unsignTimestamped(text, { secretKeys, salt, digests: SIGNING_DIGESTS });
  } catch (error) {
    if (error instanceof BadSignatureError) return undefined;
    throw error;
  }
}

function openSigned({ value, keyIndex }: Verified, maxBytes: number): DecodedSession {
  const format = signedFormat(value);
  const unpacked = unpack(value, maxBytes);
  if ('reason' in unpacked) return { valid: false, format, reason: unpacked.reason };
  return open(unpacked.bytes, format, keyIndex);
}

/** What the operator's tools show of a text that no key verifies. */
function describeUnverified(
  text: string,
  legacy: LegacyParts | undefined,
  maxBytes: number,
): InvalidSession {
  if (LOOKS_SIGNED.test(text)) {
    const value = text.slice(0, text.lastIndexOf(':', text.lastIndexOf(':') - 1));
    return unverified(unpack(value, maxBytes), signedFormat(value));
  }
  if (legacy && HEX_HMAC.test(legacy.hmac)) return unverified({ bytes: legacy.body }, 'legacy');
  return { valid: false, format: 'unknown', reason: 'unknown format' };
}

function unverified(unpacked: Unpacked, format: SessionFormat): InvalidSession {
  const reason = 'bad signature';
  if ('reason' in unpacked) return { valid: false, format, reason };
  const body = unpacked.bytes.toString('latin1');
  if (PICKLE.test(body)) return { valid: false, format: 'pickle', reason: 'pickle' };
  return problemOf(body)
    ? { valid: false, format, reason }
    : { valid: false, format, reason, body };
}

function open(bytes: Buffer, format: ValidSession['format'], keyIndex: number): DecodedSession {
  const body = bytes.toString('latin1');
  const reason = problemOf(body);
  if (!reason) return { valid: true, format, keyIndex, body };
  return { valid: false, format: reason === 'pickle' ? 'pickle' : format, reason };
}

/** Why a payload is no session. A pickle is recognised, never interpreted: reading one runs whatever it says. */
function problemOf(body: string): DecodeFailure | undefined {
  if (PICKLE.test(body)) return 'pickle';
  try {
    return splitPythonObject(body) ? undefined : 'not a JSON object';
  } catch (error) {
    if (error instanceof PythonJsonError) return 'not JSON';
    throw error;
  }
}

function signedFormat(value: string): 'signed' | 'signed-compressed' {
  return value.startsWith('.') ? 'signed-compressed' : 'signed';
}

function signedSalt(className: string): string {
  return `django.contrib.sessions.${className}`;
}

interface LegacyParts {
  readonly hmac: string;
  readonly body: Buffer;
}

function splitLegacy(text: string): LegacyParts | undefined {
  const bytes = decodeBase64(text);
  const colon = bytes?.indexOf(':') ?? -1;
  if (!bytes || colon < 0) return undefined;
  return { hmac: bytes.toString('latin1', 0, colon), body: bytes.subarray(colon + 1) };
}

function legacyKeyIndex({ hmac, body }: LegacyParts, options: DecodeOptions): number {
  const { secretKeys, className = DEFAULT_CLASS } = options;
  return secretKeys.findIndex((key) => constantTimeEqual(hmac, legacyHmac(body, key, className)));
}

/** The old salt has the bare name of the class, without those around it. */
function legacyHmac(body: string | Buffer, secretKey: string, className: string): string {
  const bareName = className.slice(className.lastIndexOf('.') + 1);
  return saltedHmac(`django.contrib.sessions${bareName}`, body, secretKey, 'sha1').toString('hex');
}

/** Python's `base64.encodestring`. */
function wrap(encoded: string): string {
  return encoded.replace(/.{1,76}/g, '$&\n');
}
