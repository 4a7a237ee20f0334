import { DomainError } from '../domain-error.js';

/** The row went away while the request ran: Django's `SessionInterrupted`, a 400 there as here. */
export class SessionInterruptedError extends DomainError {
  readonly code = 'session_interrupted';

  constructor() {
    super(
      'The session was deleted before the request completed; you may have logged out elsewhere. Log in again.',
    );
  }
}

/** The payload is a pickle: replacing it would destroy what the Django beside us keeps there. */
export class SessionUnreadableError extends DomainError {
  readonly code = 'session_unreadable';

  constructor() {
    super(
      'This session holds a pickle, which is never read here. Set SESSION_SERIALIZER to the JSON serializer in Django and log in again.',
    );
  }
}

/** A blob given to the decoder turned out to be a pickle. */
export class PickleRefusedError extends DomainError {
  readonly code = 'pickle_refused';

  constructor() {
    super('The payload is a Python pickle. Pickles can run code when read, so they are refused.');
  }
}

export class SessionNotFoundError extends DomainError {
  readonly code = 'session_not_found';

  constructor() {
    super('There is no session with this key.');
  }
}

export class PrivateSessionKeyError extends DomainError {
  readonly code = 'private_session_key';

  constructor(key: string) {
    super('Keys that begin with an underscore belong to Django and cannot be set.', { key });
  }
}

/** More than anybody's login needs: every request of the session would read and verify all of it. */
export class SessionTooLargeError extends DomainError {
  readonly code = 'session_too_large';

  constructor(most: string, options?: ErrorOptions) {
    super(`The session would hold more than ${most}. Remove some of its keys.`, {}, options);
  }
}
