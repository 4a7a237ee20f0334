import type { Result } from './call.js';
import type { components } from './schema.js';

/** A problem document (RFC 9457). Its `code` is stable; `/api/docs/problems` explains each. */
export type Problem = components['schemas']['Problem'] & Readonly<Record<string, unknown>>;

/** An answer that is neither a success nor an outcome that the method returns by name. */
export class LockstepError extends Error {
  override readonly name = 'LockstepError';

  constructor(
    readonly response: Response,
    /** Undefined for an answer that isn't the service's own, such as a proxy's page. */
    readonly problem: Problem | undefined,
  ) {
    super(problem?.detail ?? `${response.url} answered ${response.status}`);
  }

  get code(): Problem['code'] | undefined {
    return this.problem?.code;
  }

  get status(): number {
    return this.response.status;
  }
}

/** The body of a success. @throws LockstepError */
export function dataOf<T>(result: Result<T>): T {
  if (result.response.ok) return result.data as T;
  throw failureOf(result);
}

export const failureOf = ({ error, response }: Result<unknown>): LockstepError =>
  new LockstepError(response, isProblem(error) ? error : undefined);

/** @throws LockstepError for anything but a success */
export async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const error: unknown = await response.json().catch(() => undefined);
  throw failureOf({ error, response });
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
