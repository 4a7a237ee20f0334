import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { exactDocument, stringifyJson } from '../exact-json.js';
import { isMergePatch, MalformedHeaderError } from '../http/index.js';

/** A write that its caller may send again without it being done twice (draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyKey {
  /** The header as it came. */
  readonly text: string;
  /** SHA-256 of what was asked for: method, address, body and how a patch is meant. */
  readonly fingerprint: Buffer;
  /** To be called when the answer is that of an earlier request. */
  readonly markReplayed: () => void;
}

/** The other methods do the same thing twice without harm. */
const METHODS = ['POST', 'PATCH'];

/** @throws MalformedHeaderError */
export function idempotencyKeyOf(request: Request, response: Response): IdempotencyKey | undefined {
  const text = request.get('idempotency-key');
  if (text === undefined || !METHODS.includes(request.method)) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(text))
    throw new MalformedHeaderError('Idempotency-Key', '1 to 200 visible ASCII characters');
  const asked: unknown[] = [request.method, request.originalUrl, exactDocument(request.body)];
  // The same body means something else then.
  if (isMergePatch(request)) asked.push('merge');
  return {
    text,
    fingerprint: createHash('sha256').update(stringifyJson(asked)).digest(),
    markReplayed: () => {
      response.setHeader('Idempotency-Replayed', 'true');
    },
  };
}

/**
 * The key of one part of a request whose parts are transactions of their own. The blank keeps it apart from every key
 * that a caller can send.
 */
export function partOf(key: IdempotencyKey | undefined, part: number): IdempotencyKey | undefined {
  return key && { ...key, text: `${key.text} ${part}` };
}
