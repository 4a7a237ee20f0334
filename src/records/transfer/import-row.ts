import type { FieldError } from '../../http/index.js';

/** Values by the names of columns. */
export type Values = Readonly<Record<string, unknown>>;

/** One row of a file: what it says, or why it cannot be read. */
export type ImportRow = { readonly line: number } & (
  | {
      readonly values: Values;
      /** The same with every number of a document as it is spelled. */
      readonly exact: Values;
    }
  | { readonly errors: readonly FieldError[] }
);

/** A row that cannot be read. */
export function unreadable(line: number, code: string, message: string): ImportRow {
  return { line, errors: [{ field: '', code, message }] };
}

/** Longest row in characters: notes and custom at their bounds, escaped. */
export const LONGEST_ROW = 1_000_000;

/** The row behind which nothing is read. */
export const tooLong = (line: number): ImportRow =>
  unreadable(
    line,
    'row_too_long',
    `A row has at most ${LONGEST_ROW} characters. Nothing behind this was read.`,
  );
