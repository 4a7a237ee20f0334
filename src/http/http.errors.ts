import { DomainError } from '../domain-error.js';

/** One thing that is wrong with what the caller sent. */
export interface FieldError {
  /** Where: `name`, `filter.status`, `operations.2.id`; empty for the body as a whole. */
  readonly field: string;
  readonly message: string;
  /** The kind of fault, as zod names it: `invalid_type`, `too_big`, `unrecognized_keys`. */
  readonly code: string;
}

/** A body, query or path that its schema refused. */
export class ValidationFailedError extends DomainError {
  readonly code = 'validation_failed';

  constructor(errors: readonly FieldError[]) {
    super('Correct the fields that errors names and send the request again.', { errors });
  }
}

/** Too many requests. `retryAfter` in seconds. */
export class RateLimitedError extends DomainError {
  readonly code = 'rate_limited';

  constructor(retryAfter: number) {
    super(`Wait ${retryAfter} seconds before the next try.`, { retry_after: retryAfter });
  }
}

/**
 * Nobody said in time whether a limit is met. The caller is turned away: were he let in, whoever keeps the counting
 * process busy would be rid of the limits.
 */
export class LimitsUnknownError extends DomainError {
  readonly code = 'limits_unknown';

  constructor() {
    super('It could not be found out in time whether this is one request too many. Try again.');
  }
}

/** The method is known, but not at this path. */
export class MethodNotAllowedError extends DomainError {
  readonly code = 'method_not_allowed';

  constructor(readonly allowed: readonly string[]) {
    super(`Allowed here: ${allowed.join(', ')}.`, { allowed });
  }
}

/** A header whose meaning matters too much to be ignored. */
export class MalformedHeaderError extends DomainError {
  readonly code = 'malformed_header';

  constructor(name: string, expected: string) {
    super(`${name} must hold ${expected}.`, { header: name });
  }
}

/** A body beyond what any request needs. */
export class PayloadTooLargeError extends DomainError {
  readonly code = 'payload_too_large';

  constructor() {
    super('Send less than 1 MB at once.');
  }
}

/** A content type other than JSON, or a charset other than UTF-8. */
export class UnsupportedMediaTypeError extends DomainError {
  readonly code = 'unsupported_media_type';

  constructor(detail = 'Send the body as application/json.') {
    super(detail);
  }
}

/** A body that is no JSON, or not one that is read here. */
export class MalformedJsonError extends DomainError {
  readonly code = 'malformed_json';
}

/** The connection broke before the body or the answer was whole. The code is for the log; nobody reads the answer. */
export class CallerGoneError extends DomainError {
  readonly code = 'bad_request';

  constructor(options?: ErrorOptions) {
    super('The connection broke in the middle of the request.', {}, options);
  }
}

/** An `Accept` that names nothing of what there is. */
export class NotAcceptableError extends DomainError {
  readonly code = 'not_acceptable';

  constructor(offered: readonly string[]) {
    super(`Accept one of ${offered.join(', ')}.`, { offered });
  }
}
