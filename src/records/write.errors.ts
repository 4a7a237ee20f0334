import { DomainError } from '../domain-error.js';

/** `REQUIRE_IF_MATCH`, and there was none. */
export class PreconditionRequiredError extends DomainError {
  readonly code = 'precondition_required';

  constructor() {
    super('Send If-Match with the ETag of the row as you read it.');
  }
}

/** A header with a condition that this write does not ask. */
export class ConditionNotAskedError extends DomainError {
  readonly code = 'bad_request';

  constructor(header: string) {
    super(
      `This write does not support ${header}, so nothing was done. Leave it out; operations of a batch have if_match and lease_token.`,
      { header },
    );
  }
}

/** The key stands for another request of the same user. */
export class IdempotencyKeyReusedError extends DomainError {
  readonly code = 'idempotency_key_reused';

  constructor() {
    super(
      'Something else was asked for under this Idempotency-Key. Take a new key for a new request.',
    );
  }
}

/** Somebody has the row open in a form. */
export class LeaseHeldError extends DomainError {
  readonly code = 'lease_held';

  /** @param lease as answers show it, with the name of its row */
  constructor(lease: { holder: { username: string | null }; seconds_left: number }) {
    super(
      `${lease.holder.username ?? 'Somebody'} is editing the row. Nothing was changed; try again when the lease is over.`,
      { lease, retry_after: Math.max(1, lease.seconds_left) },
    );
  }
}

/**
 * The token of a lease that ran out, was given up or was taken by somebody else. Refused also when nobody has a lease
 * now: since then others may have written, and the holder must look before they go on.
 */
export class LeaseLostError extends DomainError {
  readonly code = 'lease_lost';

  constructor() {
    super(
      'The lease of this token is over. Nothing was changed; read the row and take a lease anew.',
    );
  }
}

export class LeaseNotFoundError extends DomainError {
  readonly code = 'lease_not_found';

  /** @param name how answers name the row */
  constructor(name: Readonly<Record<string, unknown>>) {
    super('Nobody has a lease on this row.', name);
  }
}

/** A filter found more than the caller was ready to write; nothing was written. */
export class TooManyMatchedError extends DomainError {
  readonly code = 'too_many_matched';

  constructor(max: number) {
    super(`More than ${max} rows match. Nothing was written; narrow the filter or raise max.`, {
      max,
    });
  }
}

/** An operation of an atomic batch failed, and with it the batch; code and details are those of the operation. */
export class OperationFailedError extends DomainError {
  readonly code: string;

  constructor(operation: { index: number; op: string; model?: string }, cause: DomainError) {
    super(
      `Operation ${operation.index} failed, so none was done. ${cause.message}`,
      { ...cause.details, operation },
      { cause },
    );
    this.code = cause.code;
  }
}

/** An operation of a partial batch that came after its time was over, or after the database went away. */
export class NotAttemptedError extends DomainError {
  readonly code = 'not_attempted';

  constructor() {
    super('The batch ended before this operation. Nothing of it was done; send it again.');
  }
}
