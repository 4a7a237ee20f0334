import { DomainError } from '../domain-error.js';

/** A model that is not served, or that the caller may not see: nobody can tell one from the other. */
export class ModelNotFoundError extends DomainError {
  readonly code = 'model_not_found';

  constructor(label: string) {
    super('There is no such model. GET /api/models lists those that you may see.', { label });
  }
}

export class RecordNotFoundError extends DomainError {
  readonly code = 'record_not_found';

  constructor(label: string, key: string) {
    super('There is no row with this key.', { label, key });
  }
}

/** Rows that nothing tells apart cannot be read piece by piece, and there are too many of them for one. */
export class NoKeyError extends DomainError {
  readonly code = 'no_key';

  constructor(label: string, most: number) {
    super(
      `The table has no key that is shown, so at most ${most} rows of it can be exported. Name fewer by filters.`,
      { label, most },
    );
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
