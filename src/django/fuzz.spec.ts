import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FUZZ_RUNS, FUZZ_SEED, mutated } from '../../test/support/mutations.js';
import { writtenSessions } from '../../test/support/session-vectors.js';
import { checkCsrf } from './csrf-check.js';
import { issueCsrfToken } from './csrf-cookie.js';
import { fromDatabaseTime } from './django-time.js';
import { profileOf } from './django-version.js';
import { passwordSettings, verifyPassword } from './passwords/index.js';
import { PythonJsonError } from './python-json.js';
import { decodeSession, encodeSession } from './session-codec.js';
import { SessionData } from './session-data.js';
import { expireDate, expiresAtBrowserClose } from './session-expiry.js';
import { BadSignatureError, loads, signTimestamped } from './signing.js';

// What comes from outside, changed in a few places: it may be refused, but only in the ways that callers know.
const SECRET_KEY = 'fuzz-secret-key-0123456789-abcdefghijklmnop';
const NOW = new Date('2024-06-15T12:00:00Z');
const OPTIONS = { numRuns: FUZZ_RUNS, seed: FUZZ_SEED };

const BODIES = [
  '{}',
  '{"_auth_user_id":"1","_auth_user_hash":"ab","n":9007199254740993,"f":1.0,"x":NaN}',
  `{"text":"${'abcdefgh'.repeat(40)}","deep":${'['.repeat(50)}${']'.repeat(50)}}`,
];
const ROWS = ['1.4', '1.5', '3.1'].flatMap((version) =>
  BODIES.map((body) =>
    encodeSession(body, { profile: profileOf(version), secretKey: SECRET_KEY, now: NOW }),
  ),
);
const FOREIGN = (['1.3.7', '2.2.28', '5.2.19'] as const).flatMap((release) =>
  writtenSessions(release).map(({ text }) => text),
);

it('no changed row throws or becomes another session', () => {
  fc.assert(
    fc.property(mutated(ROWS), (text) => {
      const decoded = decodeSession(text, { secretKeys: ['other', SECRET_KEY] });
      if (decoded.valid) expect(BODIES).toContain(decoded.body);
      if (decoded.valid) SessionData.parse(decoded.body).toObject();
    }),
    OPTIONS,
  );
});

it('no changed row of a real Django is valid without its key', () => {
  fc.assert(
    fc.property(mutated(FOREIGN), (text) => {
      const decoded = decodeSession(text, { secretKeys: [SECRET_KEY] });
      expect(decoded.valid).toBe(false);
      if (decoded.body !== undefined) SessionData.parse(decoded.body).toObject();
    }),
    OPTIONS,
  );
});

it('a changed payload is a session or a PythonJsonError, and its expiry is always a date', () => {
  const payloads = [
    ...BODIES,
    '{"_session_expiry":300}',
    '{"_session_expiry":"2024-06-15T12:00:00.5+02:00"}',
  ];
  fc.assert(
    fc.property(mutated(payloads), (body) => {
      const data = parsedOr(body);
      if (!data) return;
      expect(data.body()).toMatch(/^[\x00-\x7f]*$/);
      expect(expireDate(data, { cookieAge: 1_209_600, now: NOW }).getTime()).not.toBeNaN();
      expiresAtBrowserClose(data, { expireAtBrowserClose: false });
    }),
    OPTIONS,
  );
});

function parsedOr(body: string): SessionData | undefined {
  try {
    return SessionData.parse(body);
  } catch (error) {
    expect(error).toBeInstanceOf(PythonJsonError);
    return undefined;
  }
}

it('a changed signed value is a BadSignatureError', () => {
  const options = { secretKey: SECRET_KEY, salt: 's', digest: 'sha256' } as const;
  const signed = signTimestamped('eyJ1c2VyIjo0Mn0', { ...options, now: NOW });
  fc.assert(
    fc.property(mutated([signed]), (text) => {
      fc.pre(text !== signed);
      expect(() =>
        loads(text, { secretKeys: [SECRET_KEY], salt: 's', digests: ['sha256', 'sha1'] }),
      ).toThrow(BadSignatureError);
    }),
    OPTIONS,
  );
});

/** Cheap ones: what a dear one costs is bounded, and tested elsewhere. All are "correct horse". */
const HASHES = [
  'pbkdf2_sha256$2$saltPublic01$Yk2CM0mvC1ZbGvNYcA3DWGb4bzy3sBmAaK3ZnsT0mNo=',
  'pbkdf2_sha1$3$saltPublic01$ifUVsVX3AbMgfDH7a1ACAaaGmmc=',
  'argon2$argon2id$v=19$m=16,t=1,p=1$c2FsdFB1YmxpYzAx$i/EiERAz7UoJfsj6VZvHGQ',
  'bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  'scrypt$16$saltPublic01$1$1$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==',
  'sha1$abcde$0123456789012345678901234567890123456789',
  'md5$abcde$01234567890123456789012345678901',
  'crypt$$ab1234567890.',
  '!u0MGKQmBn5iGEdVGiidONekLu0OUyKWm21juRi1E',
];
const DEAR = /\d{4}|\$(0[6-9]|[1-9]\d)\$/;

it('no changed hash throws or lets a password in', async () => {
  const cheap = { ...profileOf('5.2'), pbkdf2Iterations: 1 };
  const settings = passwordSettings(cheap, [
    ...['pbkdf2_sha256', 'pbkdf2_sha1', 'argon2', 'bcrypt_sha256', 'bcrypt', 'scrypt'],
    ...['sha1', 'md5', 'unsalted_sha1', 'unsalted_md5', 'crypt'],
  ]);
  await fc.assert(
    fc.asyncProperty(mutated(HASHES), async (encoded) => {
      fc.pre(!DEAR.test(encoded.slice(0, 60)));
      expect(await verifyPassword('a guess', encoded, settings)).toEqual({
        ok: false,
        mustUpdate: false,
      });
    }),
    OPTIONS,
  );
});

it('no changed CSRF token, cookie, Origin or Referer throws; a wrong secret never passes', () => {
  const profile = profileOf('5.2');
  const { token, cookieValue } = issueCsrfToken(undefined, profile);
  const pages = ['https://app.test', 'https://app.test/page?x=1', 'https://[::1]:8000/'];
  const settings = {
    ...{ profile, trustedOrigins: ['https://*.wild.test'], useSessions: false },
    ...{ cookieName: 'csrftoken', headerName: 'x-csrftoken' },
  };
  const request = { method: 'POST', isSecure: true, host: 'app.test', referer: pages[1] };
  fc.assert(
    fc.property(mutated([token, cookieValue]), mutated(pages), (text, page) => {
      fc.pre(text !== token && text !== cookieValue);
      const forged = { ...request, cookieToken: cookieValue, requestToken: text };
      expect(checkCsrf(forged, settings).ok).toBe(false);
      checkCsrf({ ...forged, cookieToken: text, requestToken: token }, settings);
      checkCsrf({ ...forged, origin: page }, settings);
      checkCsrf({ ...forged, referer: page, host: page.slice(8) }, settings);
    }),
    OPTIONS,
  );
});

it('a changed date is a date or a RangeError', () => {
  const times = ['2024-06-15 11:59:59.000000', '0000-00-00 00:00:00', '9999-12-31 23:59:59'];
  fc.assert(
    fc.property(mutated(times), fc.constantFrom('UTC', 'America/Chicago'), (text, timeZone) => {
      try {
        expect(fromDatabaseTime(text, { useTz: false, timeZone }).getTime()).not.toBeNaN();
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    OPTIONS,
  );
});

it('a decompression bomb of 10 MB in a row is refused once it has grown to 1 MB', () => {
  const packed = deflateSync(Buffer.from(`{"a":"${'a'.repeat(10_000_000)}"}`)).toString(
    'base64url',
  );
  const bomb = signTimestamped(`.${packed}`, {
    ...{ secretKey: SECRET_KEY, digest: 'sha256', now: NOW },
    salt: 'django.contrib.sessions.SessionStore',
  });
  const decoded = decodeSession(bomb, { secretKeys: [SECRET_KEY] });
  expect(decoded).toEqual({ valid: false, format: 'signed-compressed', reason: 'too large' });
});
