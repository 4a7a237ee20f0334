import { lockstep, type Row } from '../api/lockstep.js';

interface Conditions {
  readonly etag?: string;
  readonly token?: string | undefined;
  readonly wait?: number;
  readonly idempotencyKey?: string;
}

/** What a route of the inventory answered, or that somebody holds the row in a transaction. */
type Answer =
  { readonly outcome: 'done'; readonly value: unknown } | { readonly outcome: 'locked' };

/** Sends to one of the routes that only the inventory has. @throws Error with what the API says */
export async function post(path: string, body: Row, conditions: Conditions): Promise<Answer> {
  const { etag, token, wait, idempotencyKey } = conditions;
  const headers = {
    'Content-Type': 'application/json',
    ...(etag !== undefined && { 'If-Match': etag }),
    ...(token !== undefined && { 'Lease-Token': token }),
    ...(wait !== undefined && { Prefer: `wait=${String(wait)}` }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  };
  const request = new Request(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const response = await lockstep.http.send(request);
  const answer: unknown = await response.json();
  if (response.ok) return { outcome: 'done', value: answer };
  const problem = answer as { code: string; detail: string };
  if (problem.code === 'row_locked') return { outcome: 'locked' };
  throw new Error(problem.detail);
}
