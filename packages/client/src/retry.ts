import { isUnsafe, type Transport, withHeaders } from './transport.js';

/** How often and how long a request is tried again. */
export interface RetryOptions {
  /** Times a request is sent again; 0 = never. */
  readonly attempts: number;
  /** Milliseconds. A `Retry-After` beyond it ends the tries: the answer is the caller's. */
  readonly longestWait: number;
}

export const RETRY_DEFAULTS: RetryOptions = { attempts: 3, longestWait: 10_000 };

const TRY_LATER = new Set([429, 503]);
/** Routes that keep the answer of a request under its `Idempotency-Key`. */
const KEEPS_ANSWERS = /\/api\/(assets|models\/[^/]+|batch)(?!\/import$)(\/|$)/;

/**
 * Sends again what the service could not do for the moment (429, 503; as `Retry-After` says) and what got no answer, where
 * that does no harm: every other method, and POST and PATCH under an `Idempotency-Key`, which they get here when they have none.
 */
export function retrying(send: Transport, options: RetryOptions): Transport {
  return async (request) => {
    const keyed = withKey(request);
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await outcomeOf(send, keyed.clone());
      const wait = attempt < options.attempts ? waitAfter(outcome, keyed, attempt, options) : null;
      if (wait !== null) await pause(wait, request.signal);
      else if ('error' in outcome) throw outcome.error;
      else return outcome.response;
    }
  };
}

type Outcome = { readonly response: Response } | { readonly error: unknown };

async function outcomeOf(send: Transport, request: Request): Promise<Outcome> {
  try {
    return { response: await send(request) };
  } catch (error) {
    return { error };
  }
}

const isKeyed = (request: Request): boolean => request.headers.has('idempotency-key');

function withKey(request: Request): Request {
  const keeps = KEEPS_ANSWERS.test(new URL(request.url).pathname);
  if (!keeps || !['POST', 'PATCH'].includes(request.method)) return request;
  return withHeaders(request, { 'Idempotency-Key': crypto.randomUUID() });
}

/** Milliseconds until the next try; null when there is none. */
function waitAfter(
  outcome: Outcome,
  request: Request,
  attempt: number,
  { longestWait }: RetryOptions,
): number | null {
  if (request.signal.aborted) return null;
  if ('error' in outcome) return isRepeatable(request) ? backoff(attempt) : null;
  const { response } = outcome;
  if (!TRY_LATER.has(response.status)) return null;
  // Its transaction may have been committed all the same, so the key must be there to tell.
  if (response.status === 503 && !isRepeatable(request)) return null;
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  const wait = Math.max(seconds * 1000, backoff(attempt));
  return wait <= longestWait ? wait : null;
}

/** Done twice, it is as done once (RFC 9110, section 9.2.2), or the service sees to it. */
const isRepeatable = (request: Request): boolean =>
  !isUnsafe(request) || isKeyed(request) || ['PUT', 'DELETE'].includes(request.method);

/** Doubled each time, and never the same for two clients. */
const backoff = (attempt: number): number => 100 * 2 ** attempt * (0.5 + Math.random() / 2);

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', abort, { once: true });
  });
}
