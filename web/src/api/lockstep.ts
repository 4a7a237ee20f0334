import { createLockstep, LockstepError, type Problem, type Rows } from '@lockstep/client';

/** The service that this page comes from. */
export const lockstep = createLockstep();

/** A row of any model. */
export type Row = Readonly<Record<string, unknown>>;

interface AnyRows {
  readonly row: Row;
  readonly create: Row;
  readonly update: Row;
  readonly key: string | number;
}

/** The rows of a model by its label. */
export const rowsOf = (label: string): Rows<AnyRows> => lockstep.model<AnyRows>(label);

/** What to show of a failure. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Whether the login is over. */
export const isLoggedOut = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && error.status === 401;

/** The code of a refusal. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof LockstepError ? error.code : undefined;

/** The messages of a refusal by the names of fields. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  return error instanceof LockstepError && error.problem ? fieldsOf(error.problem) : {};
}

function fieldsOf({ errors, field, fields, detail }: Problem): Record<string, string> {
  const named = Array.isArray(errors) ? (errors as { field: string; message: string }[]) : [];
  const pairs = named.map((one) => [one.field.replace(/^set\./, ''), one.message] as const);
  if (pairs.length > 0) return Object.fromEntries(pairs.filter(([name]) => name !== ''));
  const names = Array.isArray(fields) ? fields : [field];
  return Object.fromEntries(
    names.filter((name) => typeof name === 'string').map((name) => [name, detail]),
  );
}
