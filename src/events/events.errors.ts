import { DomainError } from '../domain-error.js';

/** A `Last-Event-ID` that this feed never gave: it came from another database, or from before a restore. */
export class UnknownPositionError extends DomainError {
  readonly code = 'unknown_position';

  constructor(end: number) {
    super(
      'The feed has not come that far. Read the assets anew and connect without Last-Event-ID.',
      {
        end,
      },
    );
  }
}

/** He has his share of the places, and the others need theirs. */
export class TooManyOwnListenersError extends DomainError {
  readonly code = 'too_many_own_listeners';

  constructor(most: number) {
    super(
      `You listen to the events of this process ${most} times. Close some of these connections.`,
      {
        most,
        retry_after: 10,
      },
    );
  }
}

export class TooManyListenersError extends DomainError {
  readonly code = 'too_many_listeners';

  constructor() {
    super('Too many connections listen to the events of this process.', { retry_after: 10 });
  }
}

/** `watch` before the first start. */
export class EventTableMissingError extends DomainError {
  readonly code = 'not_ready';

  constructor(options?: ErrorOptions) {
    super('lockstep_event is missing: run migrate, or start Lockstep once.', {}, options);
  }
}

/** The triggers of a watch could not all be made within a few seconds. */
export class WatchUndoneError extends DomainError {
  readonly code = 'row_locked';

  constructor(table: string, options?: ErrorOptions) {
    super(
      `A transaction or a backup holds ${table}, and others would have to wait behind a change of its triggers. It is not watched; run watch again when the table is free.`,
      {},
      options,
    );
  }
}
