import { DomainError } from '../../domain-error.js';
import type { RowReport } from './import-report.js';

/** The file is not one of these rows, as its first line shows. */
export class MalformedImportError extends DomainError {
  readonly code = 'malformed_import';
}

export class UnsupportedFileTypeError extends DomainError {
  readonly code = 'unsupported_media_type';

  constructor() {
    super(
      'Send text/csv or application/x-ndjson in UTF-8, or a form (multipart/form-data) with one such file, without Content-Encoding.',
    );
  }
}

export class ImportTooLargeError extends DomainError {
  readonly code = 'payload_too_large';
}

/** The database takes no statement with this row. */
export class RowTooLargeError extends DomainError {
  readonly code = 'row_too_large';

  constructor(bytes: number, longest: number) {
    super(
      `The row needs a statement of ${bytes} bytes, and the database takes ${longest}. Shorten its texts, or raise max_allowed_packet of the server.`,
      { bytes, longest },
    );
  }
}

/** All or nothing, and some rows cannot be written. */
export class ImportRefusedError extends DomainError {
  readonly code = 'import_refused';

  /** @param rows the first of those that failed */
  constructor(failed: number, rows: readonly RowReport[]) {
    super('Some rows cannot be written, so nothing was. Correct them, or use the mode rows.', {
      failed,
      rows,
    });
  }
}
