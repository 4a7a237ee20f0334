import { isUtf8 } from 'node:buffer';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, raw, type Request, type Response, Router } from 'express';
import { parseJsonBody } from '../exact-json.js';
import {
  MalformedJsonError,
  PayloadTooLargeError,
  UnsupportedMediaTypeError,
} from './http.errors.js';

/** 1 MB. */
const LONGEST_BYTES = 1_048_576;
/** For the rest of a body that nobody reads: hung up on at once, its sender might never see the answer. */
const LINGER_MS = 1_000;

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
  const accept = Router();
  // Found by the router, which also knows them in capitals and with a slash behind them.
  for (const path of streamed) accept.post(path, leaveAlone);
  accept.use(hangUpOnTheRest, refuseOtherTypes, readBody, parseBody);
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (hasNoBody(request)) next();
    else accept(request, response, next);
  });
}

function leaveAlone(_request: Request, _response: Response, next: NextFunction): void {
  next('router');
}

const JSON_TYPE = 'application/json';

/** RFC 7396; rows of models have documents that it can go into. */
const MERGE_PATCH = 'application/merge-patch+json';

/** The media types that a PATCH of this path takes (RFC 5789 section 3.1). */
export const patchTypesOf = (path: string): readonly string[] =>
  /^\/api\/models\//i.test(path) ? [JSON_TYPE, MERGE_PATCH] : [JSON_TYPE];

/** Whether the body is to be merged into the documents of the row instead of taking their place. */
export const isMergePatch = (request: Request): boolean =>
  typeof request.is(MERGE_PATCH) === 'string';

const typesOf = ({ method, path }: Request): readonly string[] =>
  method === 'PATCH' ? patchTypesOf(path) : [JSON_TYPE];

const readBytes = raw({ limit: LONGEST_BYTES, type: [JSON_TYPE, MERGE_PATCH] });

/** The reader would say that a body is too long only when it has come to its end, which it may never do. */
function readBody(request: Request, response: Response, next: NextFunction): void {
  if (Number(request.headers['content-length'] ?? 0) > LONGEST_BYTES) {
    next(new PayloadTooLargeError());
    return;
  }
  let [received, isSettled] = [0, false];
  const settle = (error?: unknown): void => {
    if (!isSettled) next(error);
    isSettled = true;
  };
  if (hasBody(request))
    request.on('data', ({ length }: Buffer) => {
      received += length;
      if (received > LONGEST_BYTES) settle(new PayloadTooLargeError());
    });
  readBytes(request, response, settle);
}

/** Whoever is answered before his body has ended has a moment to end it; Node would read on for as long as he sends. */
function hangUpOnTheRest(request: Request, response: Response, next: NextFunction): void {
  if (hasBody(request))
    response.once('finish', () => {
      if (!request.complete)
        setTimeout(() => !request.complete && request.destroy(), LINGER_MS).unref();
    });
  next();
}

/** Without this a form's body would be silently absent. */
function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const types = [...typesOf(request)];
  const isRefused = hasBody(request) && request.is(types) === false;
  next(isRefused ? new UnsupportedMediaTypeError() : undefined);
}

/**
 * Most requests are reads, which so pass one layer of Express instead of three and a parser (RFC 9112 section 6.3). A length
 * of 0 is a body: an empty one, which the parser makes an empty object.
 */
const hasNoBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] === undefined && headers['content-length'] === undefined;

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** An empty body counts as an empty object: a common mistake of clients. */
function parseBody(request: Request, _response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  if (Buffer.isBuffer(bytes)) {
    refuseUnreadable(bytes, request.headers['content-type'] ?? '');
    request.body = bytes.length === 0 ? {} : parsed(bytes);
  }
  next();
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

/** Nothing is guessed at: neither another charset nor broken UTF-8, which a decoder would make another text of. */
function refuseUnreadable(bytes: Buffer, contentType: string): void {
  const [, charset = 'utf-8'] = CHARSET.exec(contentType) ?? [];
  if (!/^utf-?8$/i.test(charset)) throw new UnsupportedMediaTypeError('Send the body in UTF-8.');
  if (!isUtf8(bytes)) throw new MalformedJsonError('Send the body in UTF-8.');
  if (isDeeperThan(DEEPEST, bytes))
    throw new MalformedJsonError(`Nest objects and arrays ${DEEPEST} deep at most.`);
}

function parsed(bytes: Buffer): unknown {
  try {
    const body = parseJsonBody(bytes.toString().replace(/^\ufeff/, ''));
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Its message would quote the body.
  }
  throw new MalformedJsonError('Send one JSON object or array.');
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
