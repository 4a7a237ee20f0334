import { LockstepError, type ModelDescription, type Refused } from '@lockstep/client';
import { HttpError } from 'ra-core';
import { toRecord } from './records.js';

/**
 * A refusal as react-admin shows it: `errors` by field go to the inputs of a form, and `root.serverError` above them. The other members of
 * the problem document stand beside them.
 */
export function toHttpError(error: unknown): unknown {
  if (!(error instanceof LockstepError)) return error;
  const { problem, status, message } = error;
  if (!problem) return new HttpError(message, status);
  const errors = errorsIn(problem);
  return new HttpError(message, status, errors ? { ...problem, errors } : problem);
}

/** What a write met: 412 or 423, with the present row as `current`, or with the `lease` that stands in the way. */
export function refusedError(
  refused: Refused<Record<string, unknown>>,
  model: ModelDescription,
): HttpError {
  const { problem, outcome } = refused;
  const current = outcome === 'changed' ? { current: toRecord(refused.current, model) } : {};
  return new HttpError(problem.detail, problem.status, { ...problem, outcome, ...current });
}

type Errors = Record<string, unknown>;

function errorsIn({
  errors,
  field,
  fields,
  detail,
}: Readonly<Record<string, unknown>>): Errors | null {
  if (Array.isArray(errors)) return byField(errors as { field: string; message: string }[]);
  const names = Array.isArray(fields)
    ? (fields as string[])
    : typeof field === 'string'
      ? [field]
      : [];
  return names.length === 0
    ? null
    : byField(names.map((name) => ({ field: name, message: String(detail) })));
}

/** Bodies of writes by filter have their fields below `set`. */
const byField = (errors: readonly { field: string; message: string }[]): Errors =>
  Object.fromEntries(
    errors.map(({ field, message }): [string, unknown] =>
      field === '' ? ['root', { serverError: message }] : [field.replace(/^set\./, ''), message],
    ),
  );
