import { DomainError } from '../../domain-error.js';

/** A parameter of a list that is not known, or a value that does not fit its field; details: `parameter`, `allowed` or `expected`. */
export class InvalidLookupError extends DomainError {
  readonly code = 'invalid_lookup';
}

/** The value of a parameter is not one that it takes. */
export function unexpected(parameter: string, expected: string): InvalidLookupError {
  return new InvalidLookupError(`${parameter} takes ${expected}.`, { parameter, expected });
}

export class InvalidCursorError extends DomainError {
  readonly code = 'invalid_cursor';

  constructor() {
    super('The cursor does not belong to this list. Start again without cursor.');
  }
}
