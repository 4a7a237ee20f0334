import { isSameDomain, isValidHost, splitUrl } from './python-url.js';

/**
 * Why an `Origin` header does not stand for one of our own pages. It must be our own scheme and host to the letter, or
 * one of `CSRF_TRUSTED_ORIGINS`. Django 4.0: `CsrfViewMiddleware._origin_verified`.
 */
export function originFault(
  request: { readonly origin: string; readonly isSecure: boolean; readonly host: string },
  trustedOrigins: readonly string[],
): string | undefined {
  const { origin, isSecure, host } = request;
  const own = `${isSecure ? 'https' : 'http'}://${host}`;
  const isTrusted =
    (isValidHost(host) && origin === own) ||
    trustedOrigins.some((trusted) => covers(trusted, origin));
  return isTrusted
    ? undefined
    : `Origin checking failed - ${origin} does not match any trusted origins.`;
}

/** A `*` stands for any number of labels, none included: `https://*.wild.test` covers `https://wild.test`. */
function covers(trusted: string, origin: string): boolean {
  if (!trusted.includes('*')) return trusted === origin;
  const pattern = splitUrl(trusted);
  const asked = splitUrl(origin);
  if (!pattern || asked?.scheme !== pattern.scheme) return false;
  return isSameDomain(asked.netloc, pattern.netloc.replace(/^\*+/u, ''));
}
