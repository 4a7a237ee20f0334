import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { CallerGoneError } from './http.errors.js';

/** Text that may wait for the caller to read it; more is not made before he does. */
const BUFFERED = 64 * 1024;

/** As long as load balancers wait. What he did not take stays in our memory, and in that of the kernel. */
const STALLED_MS = 60_000;

/** What a caller sees of a streamed answer. */
export interface StreamOptions {
  /** The media type. */
  readonly type: string;
  readonly disposition?: string;
  /** Milliseconds after which a caller who takes nothing is cut off. */
  readonly stalledMs?: number;
}

/**
 * An answer that is made while it is sent. It is begun before the status goes out, so that what fails at once is a
 * problem document; what fails later breaks the connection, which tells the caller that the answer is not whole.
 * @throws CallerGoneError, and what the first piece throws
 * @param make gives the pieces, none of them empty; the signal says that the caller went away
 */
export async function streamedAnswer(
  response: Response,
  { stalledMs = STALLED_MS, ...options }: StreamOptions,
  make: (gone: AbortSignal) => AsyncIterable<string>,
): Promise<StreamableFile> {
  if (response.destroyed) throw new CallerGoneError();
  const gone = new AbortController();
  const pieces = make(gone.signal);
  const stream = Readable.from(pieces, { objectMode: false, highWaterMark: BUFFERED });
  response.once('close', () => {
    const reason = new CallerGoneError();
    gone.abort(reason);
    stream.destroy(reason);
  });
  await once(stream, 'readable');
  response.setTimeout(stalledMs, () => {
    // Nothing moves while the next piece is made, either.
    if (response.writableNeedDrain) response.destroy();
  });
  return new StreamableFile(stream, options);
}
