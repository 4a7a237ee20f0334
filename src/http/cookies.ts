import type { IncomingMessage } from 'node:http';
import type { CookieSettings } from '../config/index.js';

const parsed = new WeakMap<IncomingMessage, ReadonlyMap<string, string>>();

/**
 * The cookies of a request as Django reads them (`django.http.cookie.parse_cookie`): no percent
 * decoding, and of two cookies with one name the last wins. Parsed once per request.
 */
export function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  let cookies = parsed.get(request);
  if (!cookies) {
    cookies = parseCookies(request.headers.cookie ?? '');
    parsed.set(request, cookies);
  }
  return cookies;
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const chunk of header.split(';')) {
    const [name, value] = splitOnce(chunk);
    if (name || value) cookies.set(name, unquote(value));
  }
  return cookies;
}

/** A chunk without `=` is a value without a name, as browsers treat it. */
function splitOnce(chunk: string): [name: string, value: string] {
  const at = chunk.indexOf('=');
  return at < 0 ? ['', chunk.trim()] : [chunk.slice(0, at).trim(), chunk.slice(at + 1).trim()];
}

function unquote(value: string): string {
  const quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  return quoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

/**
 * A `Set-Cookie` value with the attributes in the order in which Python's `http.cookies` prints them.
 * @param maxAge seconds; `undefined` makes a cookie that ends with the browser
 */
export function formatCookie(
  value: string,
  { name, domain, path, secure, httpOnly, sameSite }: CookieSettings,
  maxAge: number | undefined,
  now = new Date(),
): string {
  const expires = maxAge === undefined ? undefined : new Date(now.getTime() + maxAge * 1000);
  return [
    `${name}=${value}`,
    domain && `Domain=${domain}`,
    expires && `expires=${expires.toUTCString()}`,
    httpOnly && 'HttpOnly',
    maxAge !== undefined && `Max-Age=${Math.trunc(maxAge)}`,
    `Path=${path}`,
    sameSite && `SameSite=${sameSite}`,
    secure && 'Secure',
  ]
    .filter(Boolean)
    .join('; ');
}

/** The cookie that deletes (`HttpResponse.delete_cookie`): empty, expired in 1970, without HttpOnly. */
export function formatDeletedCookie(settings: CookieSettings): string {
  const secure = settings.name.startsWith('__Secure-') || settings.name.startsWith('__Host-');
  return formatCookie(
    '""',
    { ...settings, httpOnly: false, secure: secure || settings.sameSite === 'None' },
    0,
    new Date(0),
  );
}
