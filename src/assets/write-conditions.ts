import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { parsePrefer } from '../http/index.js';
import { etagOf } from './asset-view.js';

/** Under which conditions the caller wants his write. */
export interface WriteConditions {
  /** `If-Match`: only if the asset still is what he read. */
  readonly ifMatch: string | undefined;
  /** `Prefer: wait=N`: seconds to wait for the row; 0 = not at all. */
  readonly lockWait: number | undefined;
  /** `Lease-Token`: the caller writes under his lease. */
  readonly leaseToken: string | undefined;
}

/** Reads the conditions from the headers, and confirms the waiting time in `Preference-Applied`. */
export const Conditions = createParamDecorator(
  (_: unknown, context: ExecutionContext): WriteConditions => {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const { wait } = parsePrefer(request.headers.prefer);
    if (wait !== undefined)
      http.getResponse<Response>().setHeader('Preference-Applied', `wait=${wait}`);
    return {
      ifMatch: request.headers['if-match'],
      lockWait: wait,
      leaseToken: request.get('lease-token'),
    };
  },
);

/** `Prefer` in the OpenAPI document. */
export const ApiWait = () =>
  ApiHeader({ name: 'Prefer', description: '`wait=N`: seconds to wait for a locked row.' });

/** `Lease-Token` in the OpenAPI document. */
export const ApiLeaseToken = () =>
  ApiHeader({ name: 'Lease-Token', description: 'The token of your lease on the asset.' });

/** `If-Match`, `Prefer` and `Lease-Token` in the OpenAPI document. */
export const ApiConditions = () =>
  applyDecorators(
    ApiHeader({ name: 'If-Match', description: 'The ETag of the asset as you read it.' }),
    ApiWait(),
    ApiLeaseToken(),
  );

/** The conditions of one operation of a batch, as they stand in the body. */
interface BodyConditions {
  readonly id: number;
  readonly if_match?: string | undefined;
  readonly version?: number | undefined;
  readonly lease_token?: string | undefined;
}

/** The same for an operation of a batch; how long to wait is said once, in the header. */
export function conditionsOf(
  { id, if_match, version, lease_token }: BodyConditions,
  { lockWait }: Pick<WriteConditions, 'lockWait'>,
): WriteConditions {
  const ifMatch = version === undefined ? if_match : etagOf({ id, version });
  return { ifMatch, lockWait, leaseToken: lease_token };
}
