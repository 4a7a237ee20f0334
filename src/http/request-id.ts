import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    requestId?: string;
  }
}

/** What a proxy in front may send; anything else could break a log line or fill it. */
const SANE = /^[A-Za-z0-9._:-]{1,64}$/;

const current = new AsyncLocalStorage<string>();

/**
 * Gives the request its id, the caller's own when it is sane, and echoes it in `X-Request-Id`. Everything that the
 * request causes runs in its context, so that every line in the log can carry the id.
 */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  request.requestId = id;
  response.setHeader('X-Request-Id', id);
  current.run(id, next);
}

/** The id that `requestId` gave; empty only when that middleware is not mounted. */
export const requestIdOf = (request: Request): string => request.requestId ?? '';

/** The id of the request that the running code works for, if there is one. */
export const currentRequestId = (): string | undefined => current.getStore();
