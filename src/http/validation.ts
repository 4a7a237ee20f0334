import { StandardSchemaValidationPipe } from '@nestjs/common';
import { type FieldError, ValidationFailedError } from './http.errors.js';

/** An issue as zod 4 gives it; Standard Schema promises only `message` and `path`. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** More would only help somebody who wants large answers. */
const MOST_ERRORS = 100;
/** Longer than any field of ours; what comes from the caller may be as long as his request. */
const LONGEST_NAME = 200;

/** Checks what `@Body({ schema })` and its kin were given, and hands the handler the schema's output. */
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: refused });
  }

  /**
   * Nest would take every key `constructor` and `prototype` away without a word, though they are data. The schemas make new
   * objects and refuse unknown keys, or keep a document as it was parsed, so nothing here reaches a prototype.
   */
  protected override stripProtoKeys(): void {
    return;
  }
}

/** @returns the error that names each field */
export function refused(issues: readonly Issue[]): ValidationFailedError {
  return new ValidationFailedError(fieldErrorsOf(issues));
}

/** What the schema refused, field by field: of each the first objection, which is what the others follow from. */
export function fieldErrorsOf(issues: readonly Issue[]): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const error of issues.slice(0, MOST_ERRORS).flatMap(toFieldErrors))
    if (!errors.has(error.field)) errors.set(error.field, error);
  return [...errors.values()];
}

/** One entry per issue; unknown keys are one issue in zod and one entry per key here. */
function toFieldErrors(issue: Issue): FieldError[] {
  const code = 'code' in issue && typeof issue.code === 'string' ? issue.code : 'invalid';
  const path = (issue.path ?? []).map(keyOf);
  return unknownKeys(issue).map((keys) => ({
    field: shortened([...path, ...keys].join('.')),
    message: keys.length > 0 ? 'This field is not known here.' : issue.message,
    code,
  }));
}

/** A name that somebody made up, as far as it is worth quoting. */
export const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;

function unknownKeys(issue: Issue): string[][] {
  if (!('keys' in issue) || !Array.isArray(issue.keys)) return [[]];
  return issue.keys.slice(0, MOST_ERRORS).map((key) => [String(key)]);
}

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof segment === 'object' ? segment.key : segment);
