import { DomainError } from '../domain-error.js';

/** The server shows its locks only to users with the PROCESS privilege. */
export class LocksHiddenError extends DomainError {
  readonly code = 'locks_hidden';

  constructor(options?: ErrorOptions) {
    super(
      'The database user may not see locks. GRANT PROCESS ON *.* to it, on MySQL also SELECT ON performance_schema.*.',
      {},
      options,
    );
  }
}
