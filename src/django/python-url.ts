/**
 * URLs as Python's `urllib.parse` takes them apart, which is what Django's CSRF rules compare. WHATWG's `URL` would be
 * the wrong tool: it drops default ports, lower-cases hosts and repairs what Python leaves alone.
 */
export interface PythonUrl {
  /** Lower case; empty if there is none. */
  readonly scheme: string;
  /** Name and port as written, with whatever stands before an `@`. */
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/isu;
const HOST = /^([a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(:[0-9]+)?$/iu;

/** `undefined` where Python raises: a bracket without its other half. Python: `urlsplit`. */
export function splitUrl(text: string): PythonUrl | undefined {
  const [, scheme = '', netloc = '', path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
  if (netloc.includes('[') !== netloc.includes(']')) return undefined;
  return { scheme: scheme.toLowerCase(), netloc, path, query, fragment };
}

/** Python: `geturl`, which leaves out empty parts. */
export function joinUrl({ scheme, netloc, path, query, fragment }: PythonUrl): string {
  const search = query === '' ? '' : `?${query}`;
  const hash = fragment === '' ? '' : `#${fragment}`;
  return `${scheme}://${netloc}${path}${search}${hash}`;
}

/**
 * Scheme, host name and port in one text, to compare two URLs by; `undefined` where there is no host. A port counts as
 * written: `:443` is not the same as none. Django 1.4: `utils.http.same_origin`.
 */
export function originOf(text: string): string | undefined {
  const url = splitUrl(text);
  const host = url?.netloc.slice(url.netloc.lastIndexOf('@') + 1).toLowerCase();
  if (url === undefined || host === undefined || host === '') return undefined;
  return `${url.scheme}://${host.replace(/:$/u, '')}`;
}

/** Whether `host` is `pattern`, or under it where `pattern` begins with a dot. Django: `utils.http.is_same_domain`. */
export function isSameDomain(host: string, pattern: string): boolean {
  const domain = pattern.toLowerCase();
  if (!domain.startsWith('.')) return domain !== '' && host === domain;
  return host.endsWith(domain) || host === domain.slice(1);
}

/** Whether a Host header is one that Django's `get_host` lets through. Django: `http.request.host_validation_re`. */
export function isValidHost(host: string): boolean {
  return HOST.test(host);
}
