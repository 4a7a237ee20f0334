import { DomainError } from '../domain-error.js';

const REASONS = {
  'no privilege':
    'The database user may not see locks. GRANT PROCESS ON *.* to it, on MySQL also SELECT ON performance_schema.*.',
  'not recorded':
    'The server records no locks: it was started with performance_schema=OFF. Start it with ON.',
} as const;

/** The server shows its locks only to users with the PROCESS privilege, and MySQL only while it records them. */
export class LocksHiddenError extends DomainError {
  readonly code = 'locks_hidden';

  constructor(reason: keyof typeof REASONS, options?: ErrorOptions) {
    super(REASONS[reason], {}, options);
  }
}
