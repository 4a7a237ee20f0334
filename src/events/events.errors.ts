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
