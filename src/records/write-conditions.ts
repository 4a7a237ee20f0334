import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems, parsePrefer } from '../http/index.js';
import { type IdempotencyKey, idempotencyKeyOf } from './idempotency-key.js';
import { ConditionNotAskedError } from './write.errors.js';

/** Under which conditions the caller wants their write. */
export interface WriteConditions {
  /** `If-Match`: only if the row still is what they read. */
  readonly ifMatch: string | undefined;
  /** `Prefer: wait=N`: seconds to wait for the row; 0 = not at all. */
  readonly lockWait: number | undefined;
  /** `Lease-Token`: the caller writes under their lease. */
  readonly leaseToken: string | undefined;
  /** `Idempotency-Key`, on POST and PATCH. */
  readonly idempotencyKey: IdempotencyKey | undefined;
}

/** The part that also a write has which names no row: a create, a claim. */
export type UnitConditions = Pick<WriteConditions, 'lockWait' | 'idempotencyKey'>;

/** The part that the end of a lease has. */
export type LeaseConditions = UnitConditions & Pick<WriteConditions, 'leaseToken'>;

/** Reads the conditions from the headers, and confirms the waiting time in `Preference-Applied`. */
export const Conditions = createParamDecorator(
  (_: unknown, context: ExecutionContext): WriteConditions => conditionsIn(context, UNASKED),
);

/** The same for a write that names no row. */
export const UnitConditions = createParamDecorator(
  (_: unknown, context: ExecutionContext): UnitConditions =>
    conditionsIn(context, [...UNASKED, 'If-Match', 'Lease-Token']),
);

/** The same for the end of a lease, which has no versions as its row has. */
export const LeaseConditions = createParamDecorator(
  (_: unknown, context: ExecutionContext): LeaseConditions =>
    conditionsIn(context, [...UNASKED, 'If-Match']),
);

/** The conditions that no write asks. */
const UNASKED = ['If-None-Match'];

/** @throws ConditionNotAskedError: a write must not be done without a condition that it was sent under (RFC 9110 section 13) */
function conditionsIn(context: ExecutionContext, unasked: readonly string[]): WriteConditions {
  const http = context.switchToHttp();
  const request = http.getRequest<Request>();
  const response = http.getResponse<Response>();
  const header = unasked.find((name) => request.get(name) !== undefined);
  if (header !== undefined) throw new ConditionNotAskedError(header);
  const { wait } = parsePrefer(request.headers.prefer);
  if (wait !== undefined) response.setHeader('Preference-Applied', `wait=${wait}`);
  return {
    ifMatch: request.headers['if-match'],
    lockWait: wait,
    leaseToken: request.get('lease-token'),
    idempotencyKey: idempotencyKeyOf(request, response),
  };
}

/** `Prefer` in the OpenAPI document. */
export const ApiWait = () =>
  ApiHeader({ name: 'Prefer', description: '`wait=N`: seconds to wait for a locked row.' });

/** `Lease-Token` in the OpenAPI document. */
export const ApiLeaseToken = () =>
  ApiHeader({ name: 'Lease-Token', description: 'The token of your lease on the row.' });

/** `If-Match`, `Prefer` and `Lease-Token` in the OpenAPI document. */
export const ApiConditions = () =>
  applyDecorators(
    ApiHeader({ name: 'If-Match', description: 'The ETag of the row as you read it.' }),
    ApiWait(),
    ApiLeaseToken(),
  );

/** `Idempotency-Key` in the OpenAPI document. */
export const ApiIdempotencyKey = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      description:
        'A text of your own; sent again within 24 hours, the write is not done again and its answer repeated.',
    }),
    ApiProblems(422),
  );
