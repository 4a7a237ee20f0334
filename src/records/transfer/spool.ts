import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, type Readable } from 'node:stream';
import { CallerGoneError } from '../../http/index.js';
import { ImportTooLargeError } from './transfer.errors.js';

/** A file, which may be read more than once: a transaction that met a deadlock begins again. */
export interface ImportSource {
  open(): AsyncIterable<Uint8Array>;
}

/** A million rows of usual length. */
const MOST_BYTES = 256 * 1024 * 1024;

const PIECE = 64 * 1024;

/**
 * The body of a request on the disk. An import reads it more than once, and a caller who sends all of his file before
 * he reads our report must not wait for us while we wait for him. The file loses its name at once, so nothing is left
 * of it when the process ends, however it does.
 */
export class Spool implements ImportSource {
  private constructor(
    private readonly file: FileHandle,
    /** SHA-256 of the bytes. */
    readonly digest: Buffer,
  ) {}

  /** @param length in bytes, where it is told beforehand. @throws ImportTooLargeError, CallerGoneError */
  static async of(body: Readable, length?: string): Promise<Spool> {
    if (Number(length ?? 0) > MOST_BYTES) throw tooLarge();
    const file = await nameless();
    const hash = createHash('sha256');
    try {
      // A destroyed body would take the connection with it, and the caller would not learn why.
      const chunks = bounded(body.iterator({ destroyOnReturn: false }));
      for await (const chunk of chunks) {
        hash.update(chunk);
        await file.appendFile(chunk);
      }
    } catch (error) {
      await file.close();
      throw body.errored ? new CallerGoneError({ cause: error }) : error;
    }
    return new Spool(file, hash.digest());
  }

  /** Read by position, so that two readers at once do not disturb each other. */
  async *open(): AsyncGenerator<Buffer> {
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await this.file.read(Buffer.alloc(PIECE), 0, PIECE, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  /** Gives the file up when the answer is over, or at once where the caller hung up while the body was still being kept. */
  closeAfter(response: ServerResponse): void {
    finished(response, () => void this.close());
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `lockstep-import-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

const tooLarge = (): ImportTooLargeError =>
  new ImportTooLargeError(`A file has at most ${MOST_BYTES} bytes; send it in parts.`);

/** @throws ImportTooLargeError */
export async function* bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > MOST_BYTES) throw tooLarge();
    yield chunk;
  }
}
