import { isUnsafe, type Transport, withHeaders } from './transport.js';

interface CsrfOptions {
  readonly baseUrl: string;
  /** Django's `CSRF_HEADER_NAME` as a header: `X-CSRFToken`. */
  readonly headerName: string;
}

/** A login and a logout change Django's secret (`django.middleware.csrf.rotate_token`). */
const CHANGES_SECRET = /\/api\/auth\/(login|logout)$/;

/**
 * Sends Django's CSRF token with unsafe requests of a session. It is fetched once, and again after a login or a refusal;
 * the refused request is then sent a second time.
 */
export function sendingCsrfToken(send: Transport, { baseUrl, headerName }: CsrfOptions): Transport {
  let token: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const request = new Request(`${baseUrl}/api/auth/csrf`, { credentials: 'include' });
    const response = await send(request);
    const { csrfToken } = (await response.json()) as { csrfToken?: unknown };
    if (typeof csrfToken === 'string') return csrfToken;
    throw new TypeError(`no CSRF token at ${request.url} (status ${response.status})`);
  }

  function currentToken(): Promise<string> {
    token ??= fetchToken().catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  }

  const sendWithToken = async (request: Request): Promise<Response> =>
    send(withHeaders(request, { [headerName]: await currentToken() }));

  return async (request) => {
    if (!isUnsafe(request)) return send(request);
    const again = request.clone();
    const response = await sendWithToken(request);
    if (CHANGES_SECRET.test(new URL(request.url).pathname)) token = undefined;
    if (response.status !== 403 || !(await isCsrfFailure(response))) return response;
    token = undefined;
    return sendWithToken(again);
  };
}

async function isCsrfFailure(response: Response): Promise<boolean> {
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return (problem as { code?: unknown } | undefined)?.code === 'csrf_failed';
}
