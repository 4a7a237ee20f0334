import createFetchClient, { type Client, createQuerySerializer } from 'openapi-fetch';
import { keepingCookies } from './cookies.js';
import { sendingCsrfToken } from './csrf.js';
import { RETRY_DEFAULTS, type RetryOptions, retrying } from './retry.js';
import type { paths } from './schema.js';
import { type Transport, withHeaders } from './transport.js';

/** Where the service is, and how it is to be called. */
export interface HttpOptions {
  /** `https://inventory.example.org`; in a browser the page's own origin by default. */
  readonly baseUrl?: string;
  /** REST framework's `Authorization: Token …`, for programs. Without it the session of `login` counts. */
  readonly token?: string;
  /** Another `fetch`, such as one that traces. */
  readonly fetch?: Transport;
  readonly retry?: Partial<RetryOptions>;
  /** The site's `CSRF_HEADER_NAME` as a header; `X-CSRFToken` by default. */
  readonly csrfHeaderName?: string;
}

/** Every route of the OpenAPI document, typed (openapi-fetch), and the transport below it. */
export type Http = Client<paths> & {
  readonly baseUrl: string;
  /** Sends a request as the typed methods do: with cookie or token, CSRF token and retries. */
  readonly send: Transport;
};

export function createHttp(options: HttpOptions = {}): Http {
  const baseUrl = (options.baseUrl ?? originOfPage()).replace(/\/$/, '');
  const { token, csrfHeaderName: headerName = 'X-CSRFToken' } = options;
  const network = options.fetch ?? ((request) => fetch(request));
  const authenticated =
    token === undefined
      ? sendingCsrfToken(isBrowser() ? network : keepingCookies(network), { baseUrl, headerName })
      : sendingToken(network, token);
  const send = retrying(authenticated, { ...RETRY_DEFAULTS, ...options.retry });
  const client = createFetchClient<paths>({
    baseUrl,
    fetch: send,
    credentials: 'include',
    querySerializer: serialize,
  });
  return Object.assign(client, { baseUrl, send });
}

/** A browser never sends it by itself, so that it needs no CSRF token. */
const sendingToken =
  (send: Transport, token: string): Transport =>
  (request) =>
    send(withHeaders(request, { Authorization: `Token ${token}` }));

const serializePlain = createQuerySerializer<Record<string, unknown>>();

/** The lookups of a list are parameters of their own: `{ lookups: { status__in: 'lost' } }` is `status__in=lost`. */
function serialize(query: Record<string, unknown>): string {
  const { lookups, ...others } = query;
  return serializePlain({ ...others, ...(lookups as Record<string, string> | undefined) });
}

/** What a browser has and Node has not. */
const { document, location } = globalThis as {
  readonly document?: object;
  readonly location?: { readonly origin: string };
};

const isBrowser = (): boolean => document !== undefined;

function originOfPage(): string {
  if (location !== undefined) return location.origin;
  throw new TypeError('baseUrl is needed outside of a browser');
}
