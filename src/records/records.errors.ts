import { DomainError } from '../domain-error.js';

export class RecordNotFoundError extends DomainError {
  readonly code = 'record_not_found';

  constructor(label: string, key: string) {
    super('There is no row with this key.', { label, key });
  }
}

/** A table or a column is gone, although the schema was read again. */
export class SchemaChangedError extends DomainError {
  readonly code = 'schema_changed';

  constructor(label: string, options?: ErrorOptions) {
    super(
      'The table is no longer what it was. Try again; if that does not help, `manage models check` says what has changed.',
      { label, retry_after: 30 },
      options,
    );
  }
}
