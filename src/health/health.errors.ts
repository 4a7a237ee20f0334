import { DomainError } from '../domain-error.js';

/** What a check found: `ok`, or what is wrong and what to do. */
export type CheckResults = Readonly<Record<string, string>>;

/** Before the reason why a part is left out that the rest does without. */
export const LEFT_OUT = 'Left out.';

export const isPassed = (result: string): boolean => result === 'ok' || result.startsWith(LEFT_OUT);

/** No requests, please. The details name the checks that failed. */
export class NotReadyError extends DomainError {
  readonly code = 'not_ready';

  constructor(checks: CheckResults) {
    const failed = Object.keys(checks).filter((name) => !isPassed(checks[name] ?? ''));
    super(`Not ready: ${failed.join(', ')}.`, { checks });
  }
}
