/** What `fetch` does with a `Request`; the parts of the client are wrapped round each other as such. */
export type Transport = (request: Request) => Promise<Response>;

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export const isUnsafe = ({ method }: Request): boolean => UNSAFE.has(method);

/** A copy of the request with these headers, where it has none of that name yet. */
export function withHeaders(request: Request, headers: Readonly<Record<string, string>>): Request {
  const copy = new Request(request);
  for (const [name, value] of Object.entries(headers))
    if (!copy.headers.has(name)) copy.headers.set(name, value);
  return copy;
}
