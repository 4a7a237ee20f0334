import { HttpException } from '@nestjs/common';
import { toDomainError } from '../database/index.js';
import { DomainError } from '../domain-error.js';
import { genericCode, type ProblemCode, problemType } from './status-table.js';

/** What an error means to the caller. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Turns whatever was thrown into what may be told: service errors by the status table, the framework's by their
 * status, a driver's by what the database module knows of it. Everything else is a bare `internal_error` that says
 * nothing of the inside.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof DomainError) return failureOf(error.code, error.message, error.details);
  // Before the database is asked: a file that is not found (ENOENT) must not look like a missing socket.
  const fault = requestFault(error);
  if (fault !== undefined) return failureOf(...fault);
  const known = toDomainError(error);
  return known === undefined
    ? failureOf('internal_error')
    : failureOf(known.code, known.message, known.details);
}

/** The status that the error will be answered with. */
export const statusOf = (error: unknown): number => toFailure(error).status;

const HIDDEN = 'The request failed here. It was logged with the request_id of this answer.';

function failureOf(code: string, detail = HIDDEN, details: Failure['details'] = {}): Failure {
  const type = problemType(code);
  const isHidden = type.code === 'internal_error';
  return { ...type, detail: isHidden ? HIDDEN : detail, details: isHidden ? {} : details };
}

/** Code and detail of an error that came from the framework and blames the request. */
function requestFault(error: unknown): [ProblemCode, string] | undefined {
  const status = frameworkStatus(error);
  if (status === undefined || !(error instanceof Error)) return undefined;
  const cause = error.cause ?? error;
  return (
    parserFault(cause) ?? [genericCode(status), status < 500 ? error.message : 'Try again later.']
  );
}

/** body-parser's `type`, and Express's URIError for a path as `/%E0`; their own messages quote the request. */
function parserFault(cause: unknown): [ProblemCode, string] | undefined {
  if (cause instanceof URIError) return ['malformed_uri', 'The path has a broken % sequence.'];
  const type = isRecord(cause) && typeof cause.type === 'string' ? cause.type : '';
  return parserFaults.get(type);
}

const parserFaults: ReadonlyMap<string, [ProblemCode, string]> = new Map([
  ['entity.too.large', ['payload_too_large', 'Send less than 1 MB at once.']],
  ['encoding.unsupported', ['unsupported_media_type', 'Send the body without Content-Encoding.']],
]);

/** The status of Nest's HttpException, or of an http-errors error (body-parser, Express) with a 4xx. */
function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!isRecord(error) || typeof error.statusCode !== 'number') return undefined;
  const isCallersFault = error.statusCode >= 400 && error.statusCode < 500;
  return error.status === error.statusCode && isCallersFault ? error.statusCode : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
