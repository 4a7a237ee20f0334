import { DomainError } from '../domain-error.js';

/** Somebody holds the row for longer than the caller wanted to wait. Nothing was changed. */
export class RowLockedError extends DomainError {
  readonly code = 'row_locked';

  constructor(options?: ErrorOptions) {
    super(
      'Another transaction holds the row, or a backup its table. Nothing was changed; try again.',
      { retry_after: 1 },
      options,
    );
  }
}

/** Deadlocks or snapshot conflicts met every attempt. Nothing was changed. */
export class TryAgainError extends DomainError {
  readonly code = 'try_again';

  constructor(options?: ErrorOptions) {
    super(
      'Others kept changing the same rows. Nothing was changed; try again.',
      { retry_after: 1 },
      options,
    );
  }
}

/** A unique index refused a value. The module that owns the table says which field it was. */
export class DuplicateKeyError extends DomainError {
  readonly code = 'duplicate_key';

  /** @param key the name of the index, without its table */
  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super('A row with this value exists already.', {}, options);
  }
}

/** Another table, as one of the Django beside us, refers to the row by a foreign key. Nothing was deleted. */
export class StillReferencedError extends DomainError {
  readonly code = 'still_referenced';

  /** @param table the one that refers to it; empty where the database user may not see it */
  constructor(table: string, options?: ErrorOptions) {
    const name = table === '' ? 'Another table' : `The table ${table}`;
    super(
      `${name} still refers to it. Nothing was deleted; remove what refers to it first.`,
      { table },
      options,
    );
  }
}

/** The database cannot be reached, has no room for us, or went away; it may be back in a moment. */
export class DatabaseUnavailableError extends DomainError {
  readonly code = 'database_unavailable';

  constructor(details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(
      'The database cannot be reached at the moment. Try again.',
      { retry_after: 2, ...details },
      options,
    );
  }
}

/** The statement took longer than the server may spend on one. */
export class QueryTimeoutError extends DomainError {
  readonly code = 'query_timeout';

  constructor(options?: ErrorOptions) {
    super(
      'The query took too long and was stopped. Ask for less, or filter on an indexed field.',
      { retry_after: 1 },
      options,
    );
  }
}

/** A row, or what is written of it at once, is larger than the server takes. Nothing was changed. */
export class TooLargeForDatabaseError extends DomainError {
  readonly code = 'too_large_for_database';

  constructor(options?: ErrorOptions) {
    super(
      'That is more than the database server takes at once. Send less, or raise max_allowed_packet there.',
      {},
      options,
    );
  }
}

/** The server cannot make anything of a regular expression, or it is too much work for it. */
export class InvalidRegexError extends DomainError {
  readonly code = 'invalid_regex';

  constructor(options?: ErrorOptions) {
    super('The database does not understand the regular expression.', {}, options);
  }
}

/** A table that we must make is there already and belongs to somebody else. */
export class SchemaConflictError extends DomainError {
  readonly code = 'schema_conflict';

  constructor(table: string) {
    super(
      `The database has a table ${table} that Lockstep did not make. Rename it, or give Lockstep a database where the name is free.`,
      { table },
    );
  }
}

/** The database user may not do what the migrations need. */
export class MissingRightsError extends DomainError {
  readonly code = 'missing_rights';

  constructor(hint: string, options?: ErrorOptions) {
    super(hint, { retry_after: 10 }, options);
  }
}

/** The server is set up so that no write can succeed. */
export class DatabaseUnfitError extends DomainError {
  readonly code = 'database_unfit';
}

/** The inventory cannot be served, and `LOCKSTEP_INVENTORY` does not say that it may be left out. */
export class InventoryUnavailableError extends DomainError {
  readonly code = 'inventory_unavailable';
}

/** `LOCKSTEP_INVENTORY=off`. */
export class InventoryOffError extends DomainError {
  readonly code = 'inventory_off';

  constructor() {
    super(
      'This service has no inventory: LOCKSTEP_INVENTORY=off, or lockstep.json names other models only.',
    );
  }
}

/** A trigger is missing, or runs in the name of an account that is gone. Nothing was written. */
export class TriggersBrokenError extends DomainError {
  readonly code = 'triggers_broken';

  constructor(options?: ErrorOptions) {
    super(
      'A trigger of the database does not run, so nothing was written. /health/ready and doctor say what to do.',
      { retry_after: 10 },
      options,
    );
  }
}
