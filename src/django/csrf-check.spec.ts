import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  RAISES,
  RELEASES,
  vectorsOf,
  verdictOr,
  versionOf,
} from '../../test/support/django-vectors.js';
import { checkCsrf, type CsrfRequest, type CsrfSettings } from './csrf-check.js';
import { issueCsrfToken, rotateCsrfToken } from './csrf-cookie.js';
import { csrfSecretIn, maskCsrfSecret, unmaskCsrfToken } from './csrf-token.js';
import { profileOf } from './django-version.js';
import { ALPHABET } from './random-text.js';

const Verdict = verdictOr(z.union([z.literal(true), z.string()]));

const Vectors = z.object({
  cookie_values: z.record(z.string(), z.string().nullable()),
  token_values: z.record(z.string(), z.string().nullable()),
  matrix: z.record(z.string(), z.record(z.string(), Verdict)),
  tokens: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      cookie: z.string(),
      form: z.string().nullable(),
      headers: z.record(z.string(), z.string()),
      verdict: Verdict,
    }),
  ),
  issued: z.array(
    z.object({
      id: z.string(),
      cookie_received: z.string().nullable(),
      token: z.string().optional(),
      cookie_sent: z.string().optional(),
    }),
  ),
  mask: z.array(z.object({ secret: z.string(), token: z.string(), unmasked: z.string() })),
  header_cases: z.record(z.string(), z.record(z.string(), z.string())),
  headers: z.array(
    z.object({
      settings: z.object({
        CSRF_TRUSTED_ORIGINS: z.array(z.string()).optional(),
        CSRF_COOKIE_DOMAIN: z.string().optional(),
      }),
      https: z.boolean(),
      host: z.string(),
      cookie: z.string(),
      'X-CSRFToken': z.string(),
      verdicts: z.record(z.string(), Verdict),
    }),
  ),
});

function settingsFor(version: string): CsrfSettings {
  return {
    profile: profileOf(version),
    trustedOrigins: [],
    useSessions: false,
    cookieName: 'csrftoken',
    headerName: 'x-csrftoken',
  };
}

const REQUEST: CsrfRequest = { method: 'POST', isSecure: false, host: 'app.example.test' };

/** `true`, or the reason, as the vectors spell it. */
function verdictOf(request: CsrfRequest, settings: CsrfSettings): true | string {
  const verdict = checkCsrf(request, settings);
  return verdict.ok ? true : verdict.reason;
}

/**
 * Two kinds of requests crash a Django: a cookie that is not ASCII (1.4) and a Referer like `https://[` (up to 3.2).
 * Those have no reason of Django's; any refusal of ours will do.
 */
function asRefusal(theirs: true | string, ours: true | string): true | string {
  return theirs === RAISES && ours !== true ? RAISES : ours;
}

const given = (value: string | null | undefined) => value ?? undefined;

describe.each(RELEASES)('the CSRF check of Django %s', (release) => {
  const vectors = vectorsOf(release, 'csrf', Vectors);
  const settings = settingsFor(versionOf(release));

  it('says the same of every cookie with every header', () => {
    for (const [cookie, row] of Object.entries(vectors.matrix)) {
      const ours = Object.entries(row).map(([token, theirs]) => {
        const cookieToken = given(vectors.cookie_values[cookie]);
        const requestToken = given(vectors.token_values[token]);
        return [
          token,
          asRefusal(theirs, verdictOf({ ...REQUEST, cookieToken, requestToken }, settings)),
        ];
      });
      expect([cookie, Object.fromEntries(ours)]).toEqual([cookie, row]);
    }
    expect(Object.keys(vectors.matrix)).toHaveLength(14);
  });

  it.each(vectors.tokens)('says the same of $id', ({ method, cookie, form, headers, verdict }) => {
    const requestToken = Object.entries(headers).find(([name]) =>
      /^x-csrftoken$/iu.test(name),
    )?.[1];
    const request = {
      ...REQUEST,
      method,
      cookieToken: cookie,
      formToken: given(form),
      requestToken,
    };
    expect(verdictOf(request, settings)).toBe(verdict);
  });

  it.each(vectors.headers)(
    'says the same of every Origin and Referer: $settings https=$https',
    (row) => {
      const ours = Object.entries(row.verdicts).map(([name, theirs]) => {
        const { Origin: origin, Referer: referer } = vectors.header_cases[name] ?? {};
        const request = {
          method: 'POST',
          isSecure: row.https,
          host: row.host,
          cookieToken: row.cookie,
          requestToken: row['X-CSRFToken'],
          origin,
          referer,
        };
        const verdict = verdictOf(request, {
          ...settings,
          trustedOrigins: row.settings.CSRF_TRUSTED_ORIGINS ?? [],
          cookieDomain: row.settings.CSRF_COOKIE_DOMAIN,
        });
        return [name, asRefusal(theirs, verdict)];
      });
      expect(Object.fromEntries(ours)).toEqual(row.verdicts);
      expect(ours.length).toBeGreaterThan(20);
    },
  );

  it.each(vectors.mask)('masks and unmasks $token', ({ secret, token, unmasked }) => {
    const sameMask = () =>
      Uint8Array.from(token.slice(0, 32), (letter) => ALPHABET.indexOf(letter));
    expect(unmaskCsrfToken(token)).toBe(unmasked);
    expect(maskCsrfSecret(secret, sameMask)).toBe(token);
  });

  it.each(vectors.issued)('issues the like of its own token for the cookie "$id"', (row) => {
    const received = given(row.cookie_received);
    const { token, cookieValue, cookieChanged } = issueCsrfToken(received, settings.profile);
    expect(cookieChanged).toBe(cookieValue !== received);
    const pair = { ...REQUEST, cookieToken: cookieValue, requestToken: token };
    expect(verdictOf(pair, settings)).toBe(true);
    if (row.token === undefined || row.cookie_sent === undefined) return;
    expect([token.length, cookieValue.length]).toEqual([row.token.length, row.cookie_sent.length]);
    expect(token).toMatch(/^[a-zA-Z0-9]+$/u);
    expect(
      verdictOf({ ...REQUEST, cookieToken: row.cookie_sent, requestToken: row.token }, settings),
    ).toBe(true);
    if (row.cookie_sent === row.cookie_received) expect(cookieValue).toBe(row.cookie_sent);
    if (keepsItsSecret(received, row.cookie_sent)) {
      expect(csrfSecretIn(cookieValue)).toBe(csrfSecretIn(row.cookie_sent));
    }
  });
});

/** Whether Django's cookie holds the secret of the one it received, in whatever form. */
function keepsItsSecret(received: string | undefined, sent: string): boolean {
  return received !== undefined && csrfSecretIn(received) === csrfSecretIn(sent);
}

describe('checkCsrf', () => {
  const settings = settingsFor('5.2');
  const secret = 'PubSecret0123456789abcdefGHIJKLM';
  const pair = { ...REQUEST, cookieToken: secret, requestToken: secret };

  it('compares host and port of the Origin to the letter', () => {
    const own = { ...pair, host: 'app.example.test:8000', origin: 'http://app.example.test:8000' };
    expect(verdictOf(own, settings)).toBe(true);
    expect(checkCsrf({ ...own, host: 'app.example.test' }, settings).ok).toBe(false);
    expect(checkCsrf({ ...own, host: 'APP.example.test:8000' }, settings).ok).toBe(false);
  });

  it('takes no host that Django would not take', () => {
    const host = 'app.example.test/x';
    expect(checkCsrf({ ...pair, host, origin: `http://${host}` }, settings).ok).toBe(false);
  });

  it('looks for the page on the port of the cookie domain', () => {
    const secure = { ...pair, isSecure: true, referer: 'https://sub.example.test:8443/' };
    const withDomain = { ...settings, cookieDomain: '.example.test' };
    expect(checkCsrf({ ...secure, host: 'app.example.test' }, withDomain).ok).toBe(false);
    expect(checkCsrf({ ...secure, host: 'app.example.test:8443' }, withDomain).ok).toBe(true);
    expect(checkCsrf({ ...secure, host: 'app.example.test', port: '8443' }, withDomain).ok).toBe(
      true,
    );
  });

  it('reads the secret from the session where the settings say so', () => {
    const inSession = { ...settings, useSessions: true };
    const request = { ...REQUEST, sessionToken: secret, requestToken: secret };
    expect(verdictOf(request, inSession)).toBe(true);
    expect(verdictOf({ ...request, sessionToken: undefined, cookieToken: secret }, inSession)).toBe(
      'CSRF cookie not set.',
    );
  });

  it('makes every token of before worthless when it rotates', () => {
    const { cookieValue, token, cookieChanged } = rotateCsrfToken(settings.profile);
    expect(cookieChanged).toBe(true);
    expect(verdictOf({ ...REQUEST, cookieToken: cookieValue, requestToken: token }, settings)).toBe(
      true,
    );
    expect(
      checkCsrf({ ...REQUEST, cookieToken: cookieValue, requestToken: secret }, settings).ok,
    ).toBe(false);
  });

  it('never throws, and never lets a foreign page or token pass', () => {
    const text = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
    const url = text.map((rest) => (rest === undefined ? undefined : `https://${rest}`));
    const requests = fc.record({
      method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'get', ''),
      isSecure: fc.boolean(),
      host: fc.string(),
      origin: fc.oneof(text, url),
      referer: fc.oneof(text, url),
      cookieToken: fc.constantFrom(secret, undefined),
      requestToken: text,
      formToken: text,
    });
    const foreign = fc.property(
      requests,
      fc.constantFrom(...RELEASES.map(versionOf)),
      (request, version) => {
        expect(checkCsrf(request, settingsFor(version)).ok).toBe(false);
        expect(issueCsrfToken(request.requestToken, profileOf(version)).token).toMatch(
          /^[a-zA-Z0-9]+$/u,
        );
      },
    );
    fc.assert(foreign, { numRuns: 1000 });
  });
});
