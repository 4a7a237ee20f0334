import { DomainError } from '../domain-error.js';
import type { RecordView } from './record-reader.js';
import type { FieldError } from '../http/index.js';

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

/** One thing that is wrong, with what would be right. */
export interface RefusedField extends FieldError {
  readonly expected?: string;
}

/** Fields of a body that cannot be written so. The code is that of the first; `errors` has them all. */
export class ValuesRefusedError extends DomainError {
  readonly code: string;

  constructor(errors: readonly RefusedField[], options?: ErrorOptions) {
    const [{ field, code, message, expected } = NOTHING] = errors;
    super(
      field === '' ? message : `${field}: ${message}`,
      { field, ...(expected === undefined ? {} : { expected }), errors },
      options,
    );
    this.code = code;
  }
}

const NOTHING: RefusedField = { field: '', code: 'invalid_value', message: 'Give other values.' };

/** Others have the value, or the combination of values, that a unique index allows once. */
export class NotUniqueError extends DomainError {
  readonly code = 'not_unique';

  /** @param fields of the index, as far as they are shown */
  constructor(fields: readonly string[], options?: ErrorOptions) {
    super(
      fields.length === 0
        ? 'Another row has the same values. Nothing was written.'
        : `Another row has the same ${fields.join(' and ')}. Nothing was written.`,
      { fields },
      options,
    );
  }
}

/** A foreign key, or a key of a many-to-many relation, leads to no row. */
export class RelatedMissingError extends DomainError {
  readonly code = 'related_missing';

  constructor(field: string | undefined, options?: ErrorOptions) {
    super(
      'There is no row that this refers to. Nothing was written.',
      field === undefined ? {} : { field },
      options,
    );
  }
}

/** A trigger of the site says no by SIGNAL. Its message is for the log of the site: it may tell of hidden columns. */
export class RefusedByTriggerError extends DomainError {
  readonly code = 'conflict';

  constructor(options?: ErrorOptions) {
    super('A trigger of the table refuses this. Nothing was written.', {}, options);
  }
}

/** A trigger of the site gave the row another primary key than it had, or was to have: nobody could say which row it is now. */
export class KeyChangedByTriggerError extends DomainError {
  readonly code = 'conflict';

  constructor() {
    super('A trigger of the table changes the key of the row. Nothing was written.');
  }
}

/** What lockstep.json does not allow, or the table does not let anybody do. */
export class WriteNotAllowedError extends DomainError {
  constructor(
    readonly code: 'model_read_only' | 'add_not_allowed' | 'delete_not_allowed',
    message: string,
  ) {
    super(message);
  }
}

/** Of the rows that moved on, so many are named. */
const MOST_NAMED = 100;

/** A row as it is now. */
export interface PresentRow {
  readonly key: unknown;
  readonly view: RecordView;
  readonly etag: string;
}

/** Rows moved on since the caller read them; `current` is what to look at before trying again. */
export class RecordChangedError extends DomainError {
  readonly code = 'precondition_failed';

  constructor(changed: readonly [PresentRow, ...PresentRow[]], isWeakened: boolean) {
    super(isWeakened ? WEAKENED : CHANGED, {
      etag: changed[0].etag,
      current: changed[0].view,
      rows: changed.slice(0, MOST_NAMED).map(({ key, etag }) => ({ key, etag })),
    });
  }
}

const CHANGED =
  'The row was changed since you read it. Nothing was written; compare and try again.';
const WEAKENED =
  'If-Match has the present ETag as a weak one (W/), which never matches (RFC 9110 section 13.1.1). Nothing was written. ' +
  'A proxy that compresses answers made it weak: send the tag without W/.';

/** A claim of more rows than there are; none was taken. */
export class NotEnoughRowsError extends DomainError {
  readonly code = 'not_enough_rows';

  constructor(wanted: number, available: number) {
    super(`Only ${available} of ${wanted} rows are free. None was taken.`, { wanted, available });
  }
}
