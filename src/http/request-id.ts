import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    requestId?: string;
  }
}

/** What a proxy in front may send; anything else could break a log line or fill it. */
const SANE = /^[A-Za-z0-9._:-]{1,64}$/;

/** Gives the request its id, the caller's own when it is sane, and echoes it in `X-Request-Id`. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  request.requestId = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', request.requestId);
  next();
}

/** The id that `requestId` gave; empty only when that middleware is not mounted. */
export const requestIdOf = (request: Request): string => request.requestId ?? '';
