import type { Http } from './http.js';

/** A request to a route that is only known when it is made: that of a model. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/api` on. */
  readonly path: string;
  readonly query?: QueryValues;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** The body of a success, or that of anything else. */
export interface Result<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** Sends it as the typed methods do, and reads the answer. */
export async function call<T>(http: Http, wanted: Call): Promise<Result<T>> {
  const response = await http.send(requestOf(http, wanted));
  const text = await response.text();
  if (!response.ok) return { error: parsedOrNothing(text), response };
  return { data: (text === '' ? undefined : parseJson(text)) as T, response };
}

export function requestOf({ baseUrl }: Http, wanted: Call): Request {
  const { method = 'GET', path, query = {}, body, headers, signal = null } = wanted;
  const url = new URL(baseUrl + path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return new Request(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: 'include',
    signal,
  });
}

/** Texts are matched as well, so that digits inside of them are no numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/gs;

/**
 * As `JSON.parse`, but an integer that a JavaScript number cannot hold, as the key of a table may be, comes as text. The service
 * takes it back as such.
 */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const exact = text.replace(TOKEN, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
  return JSON.parse(exact);
}

function parsedOrNothing(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
