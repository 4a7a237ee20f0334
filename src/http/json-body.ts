import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, type NextFunction, type Request, type Response } from 'express';
import { UnsupportedMediaTypeError } from './http.errors.js';

/** Deeper texts are no assets; each level costs the parsers after JSON.parse a stack frame. */
const DEEPEST = 64;

/**
 * Bodies are JSON, of 1 MB and 64 levels at most. Mount it behind whatever may refuse a request without its body.
 * @param streamed paths whose bodies their routes read themselves, with limits of their own
 */
export function acceptJsonBodies(
  app: NestExpressApplication,
  streamed: readonly string[] = [],
): void {
  const readJson = json({ limit: '1mb', type: 'application/json', verify: refuseDeep });
  for (const handler of [refuseOtherTypes, readJson])
    app.use((request: Request, response: Response, next: NextFunction) => {
      if (streamed.includes(request.path)) next();
      else handler(request, response, next);
    });
}

/** Without this a form's body would be silently absent. */
function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const isRefused = hasBody(request) && request.is('application/json') !== 'application/json';
  next(isRefused ? new UnsupportedMediaTypeError() : undefined);
}

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function refuseDeep(_request: unknown, _response: unknown, body: Buffer): void {
  if (isDeeperThan(DEEPEST, body)) throw new Error('too deep');
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether arrays and objects nest deeper than `limit`. Looks at bytes only: brackets inside texts do not count. */
export function isDeeperThan(limit: number, json: Uint8Array): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length && depth <= limit; at++) {
    const byte = json[at];
    if (byte === QUOTE) isInText = !isInText;
    else if (isInText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) depth++;
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  return depth > limit;
}
