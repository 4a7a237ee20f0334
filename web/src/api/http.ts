/** What the API says when it refuses (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  readonly [member: string]: unknown;
}

interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A refusal, or an answer that never came (`code` is `network`). */
export class ApiError extends Error {
  readonly status: number;

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.status = problem.status;
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The page may be gone before the answer is there. */
  readonly keepalive?: boolean;
}

export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly etag: string | null;
}

let csrfToken: string | undefined;

/** The token that unsafe methods need; asked for once, and again after a login or a refusal. */
async function csrf(): Promise<string> {
  csrfToken ??= (await request<{ csrfToken: string }>('/api/auth/csrf')).data.csrfToken;
  return csrfToken;
}

/** Has the token asked for anew: a login makes another one. */
export function forgetCsrf(): void {
  csrfToken = undefined;
}

/** @throws ApiError; the error of `fetch` when `signal` aborts */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  try {
    return await send<T>(path, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'csrf_failed') throw error;
    forgetCsrf();
    return send<T>(path, options);
  }
}

async function send<T>(path: string, options: RequestOptions): Promise<Answer<T>> {
  const { method = 'GET', body, headers, signal, keepalive } = options;
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'x-csrftoken': await csrf() }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    ...(keepalive && { keepalive }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0, code: 'network', title: 'The service does not answer.' });
  });
  const data = await bodyOf(response);
  if (!response.ok && response.status !== 304) throw new ApiError(problemIn(response, data));
  return { data: data as T, status: response.status, etag: response.headers.get('etag') };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  return isJson && text !== '' ? parseExact(text) : text;
}

function problemIn({ status, statusText }: Response, data: unknown): Problem {
  if (typeof data === 'object' && data !== null && 'code' in data) return data as Problem;
  return { status, code: 'unexpected', title: statusText || `HTTP ${status}` };
}

/** Integers that JavaScript cannot hold stay the text that was sent, where the browser tells it. */
function parseExact(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? (context?.source ?? value)
      : value,
  );
}

/** What to show of a failure. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The problem behind an error, if the API told one. */
export const problemOf = (error: unknown): Problem | undefined =>
  error instanceof ApiError ? error.problem : undefined;

/** The messages of a refusal by the names of fields. */
export function fieldErrors(error: unknown): Record<string, string> {
  const problem = problemOf(error);
  if (!problem) return {};
  const named = (problem.errors ?? []).filter(({ field }) => field !== '');
  if (named.length > 0)
    return Object.fromEntries(named.map(({ field, message }) => [field, message]));
  const fields = Array.isArray(problem.fields) ? problem.fields : [problem.field];
  return Object.fromEntries(
    fields.filter((name) => typeof name === 'string').map((name) => [name, problem.detail ?? '']),
  );
}
