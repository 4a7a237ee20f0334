import type { Transport } from './transport.js';

/** Keeps the cookies of one origin in memory, for Node, where `fetch` keeps none. A browser does it itself and hides `Set-Cookie`. */
export function keepingCookies(send: Transport): Transport {
  const jar = new Map<string, string>();
  return async (request) => {
    const copy = new Request(request);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) copy.headers.set('cookie', cookies.join('; '));
    const response = await send(copy);
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  };
}

/** RFC 6265, section 5.2; the service deletes a cookie by `Max-Age=0`. */
function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const [name = '', ...value] = pair.split('=');
  const isDeleted = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
  if (isDeleted) jar.delete(name.trim());
  else jar.set(name.trim(), value.join('=').trim());
}
