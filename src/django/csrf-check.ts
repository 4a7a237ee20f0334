/**
 * Whether an unsafe request comes from one of our own pages. Django: `middleware.csrf.CsrfViewMiddleware.process_view`,
 * in the order and with the reasons of each release.
 */
import { constantTimeEqual } from './constant-time.js';
import { plainCsrfCookie, type CsrfProfile } from './csrf-cookie.js';
import { originFault } from './csrf-origin.js';
import { refererFault } from './csrf-referer.js';
import { csrfFault, csrfSecretIn } from './csrf-token.js';

export interface CsrfRequest {
  readonly method: string;
  /** Over https, as the browser sees it. */
  readonly isSecure: boolean;
  /** As the browser wrote it: `app.example.test:8000`. */
  readonly host: string;
  /** Django's `get_port()`: the port that the server is reached at. By default the one in `host`, or the scheme's. */
  readonly port?: string | undefined;
  readonly origin?: string | undefined;
  readonly referer?: string | undefined;
  readonly cookieToken?: string | undefined;
  readonly sessionToken?: string | undefined;
  /** The `csrfmiddlewaretoken` field of a form; counts in a POST only and wins over the header. */
  readonly formToken?: string | undefined;
  /** The header that `headerName` names. */
  readonly requestToken?: string | undefined;
}

export interface CsrfSettings {
  readonly profile: CsrfProfile;
  /** As that Django spells them: `https://*.example.test` from 4.0 on, `.example.test` before. */
  readonly trustedOrigins: readonly string[];
  readonly useSessions: boolean;
  readonly cookieName: string;
  /** As Node spells headers: `x-csrftoken`. */
  readonly headerName: string;
  /** `CSRF_COOKIE_DOMAIN`, or `SESSION_COOKIE_DOMAIN` with `useSessions`: pages of that domain may send us requests. */
  readonly cookieDomain?: string | undefined;
}

export type CsrfVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Never throws: where an old Django answers 500 (a Referer like `https://[`) the request is refused. */
export function checkCsrf(request: CsrfRequest, settings: CsrfSettings): CsrfVerdict {
  if (SAFE_METHODS.has(request.method)) return { ok: true };
  const reason = pageFault(request, settings) ?? tokenFault(request, settings);
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

/** From 4.0 on an Origin decides where there is one; the Referer only over https, and only in its absence. */
function pageFault(request: CsrfRequest, settings: CsrfSettings): string | undefined {
  const { origin } = request;
  if (origin !== undefined && settings.profile.csrfChecksOrigin) {
    return originFault({ ...request, origin }, settings.trustedOrigins);
  }
  return request.isSecure ? refererFault(request, settings) : undefined;
}

function tokenFault(request: CsrfRequest, settings: CsrfSettings): string | undefined {
  const kept = settings.useSessions ? request.sessionToken : request.cookieToken;
  if (kept === undefined) return 'CSRF cookie not set.';
  const form =
    request.method === 'POST' && request.formToken !== '' ? request.formToken : undefined;
  const sent = form ?? request.requestToken;
  // The release that began to look at the Origin is also the one that began to say what is wrong with a token.
  if (settings.profile.csrfChecksOrigin) {
    const source = form === undefined ? `the '${titled(settings.headerName)}' HTTP header` : 'POST';
    return explainedFault(kept, sent, source);
  }
  const matches =
    settings.profile.csrfCookie === 'plain' ? isSamePlain(kept, sent) : isSameSecret(kept, sent);
  return matches ? undefined : 'CSRF token missing or incorrect.';
}

function explainedFault(
  kept: string,
  sent: string | undefined,
  source: string,
): string | undefined {
  const keptFault = csrfFault(kept);
  if (keptFault !== undefined) return `CSRF cookie ${keptFault}.`;
  if (sent === undefined) return 'CSRF token missing.';
  const fault = csrfFault(sent) ?? (isSameSecret(kept, sent) ? undefined : 'incorrect');
  return fault === undefined ? undefined : `CSRF token from ${source} ${fault}.`;
}

function isSameSecret(kept: string, sent: string | undefined): boolean {
  if (sent === undefined || csrfFault(sent) !== undefined) return false;
  if (csrfFault(kept) !== undefined) return false;
  return constantTimeEqual(csrfSecretIn(kept), csrfSecretIn(sent));
}

/** A cookie of which nothing is left would have been replaced by a new secret, so nothing can equal it. */
function isSamePlain(kept: string, sent = ''): boolean {
  const secret = plainCsrfCookie(kept);
  return secret !== '' && constantTimeEqual(secret, sent);
}

/** `x-csrftoken` as Django writes header names: `X-Csrftoken`. */
function titled(headerName: string): string {
  return headerName
    .toLowerCase()
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-');
}
