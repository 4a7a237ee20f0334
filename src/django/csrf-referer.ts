import type { CsrfProfile } from './csrf-cookie.js';
import { isSameDomain, isValidHost, joinUrl, originOf, splitUrl } from './python-url.js';
import { isAtLeast } from './release.js';

const NO_REFERER = 'Referer checking failed - no Referer.';
const MALFORMED = 'Referer checking failed - Referer is malformed.';
const INSECURE = 'Referer checking failed - Referer is insecure while host is secure.';

interface RefererRequest {
  readonly host: string;
  readonly port?: string | undefined;
  readonly referer?: string | undefined;
}

interface RefererSettings {
  readonly profile: CsrfProfile;
  readonly trustedOrigins: readonly string[];
  readonly cookieDomain?: string | undefined;
}

/**
 * Why the `Referer` of an https request does not stand for one of our own pages. Without it somebody between us and
 * the browser could send a form from an http page of our name. Django: `CsrfViewMiddleware._check_referer`.
 */
export function refererFault(
  request: RefererRequest,
  settings: RefererSettings,
): string | undefined {
  const { referer } = request;
  if (referer === undefined) return NO_REFERER;
  if (!isAtLeast(settings.profile.version, '1.9')) return otherOriginFault(referer, request.host);
  const url = splitUrl(referer);
  if (!url || url.scheme === '' || url.netloc === '') return MALFORMED;
  if (url.scheme !== 'https') return INSECURE;
  const isGood = goodHosts(request, settings).some((host) => isSameDomain(url.netloc, host));
  return isGood
    ? undefined
    : `Referer checking failed - ${joinUrl(url)} does not match any trusted origins.`;
}

/** Up to 1.8: scheme, host and port of our own page, compared without case, and nothing to be configured. */
function otherOriginFault(referer: string, host: string): string | undefined {
  const own = `https://${host}/`;
  const isSameOrigin = isValidHost(host) && originOf(referer) === originOf(own);
  return isSameOrigin ? undefined : `Referer checking failed - ${referer} does not match ${own}.`;
}

function goodHosts(request: RefererRequest, settings: RefererSettings): string[] {
  const trusted = settings.profile.csrfChecksOrigin
    ? settings.trustedOrigins.map((origin) => splitUrl(origin)?.netloc.replace(/^\*+/u, '') ?? '')
    : settings.trustedOrigins;
  return [...trusted, ...ownHosts(request, settings)];
}

/** Our own host to the letter, or everything under the domain that the cookie is for. */
function ownHosts({ host, port }: RefererRequest, { cookieDomain }: RefererSettings): string[] {
  if (cookieDomain === undefined) return isValidHost(host) ? [host] : [];
  const ownPort = port ?? /:(\d+)$/u.exec(host)?.[1] ?? '443';
  const isStandard = ownPort === '443' || ownPort === '80';
  return [isStandard ? cookieDomain : `${cookieDomain}:${ownPort}`];
}
