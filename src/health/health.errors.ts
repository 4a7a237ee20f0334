import { DomainError } from '../domain-error.js';

/** What a check found: `ok`, or one sentence on what is wrong. */
export type CheckResults = Readonly<Record<string, string>>;

/** No requests, please. The details name the checks that failed. */
export class NotReadyError extends DomainError {
  readonly code = 'not_ready';

  constructor(checks: CheckResults) {
    const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok');
    super(`Not ready: ${failed.join(', ')}.`, { checks });
  }
}
