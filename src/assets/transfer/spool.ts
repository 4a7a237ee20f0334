import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CallerGoneError } from '../../http/index.js';
import type { ImportSource } from './import-options.js';
import { ImportTooLargeError } from './transfer.errors.js';

/** A million rows of usual length. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The body of a request on the disk. An import reads it more than once, and a caller who sends all of his file before
 * he reads our report must not wait for us while we wait for him. The file loses its name at once, so nothing is left
 * of it when the process ends, however it does.
 */
export class Spool implements ImportSource {
  private constructor(private readonly file: FileHandle) {}

  /** @throws ImportTooLargeError, CallerGoneError */
  static async of(body: IncomingMessage): Promise<Spool> {
    if (Number(body.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
    const path = join(tmpdir(), `lockstep-import-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    try {
      // A destroyed body would take the connection with it, and the caller would not learn why.
      const chunks = body.iterator({ destroyOnReturn: false });
      await pipeline(chunks, atMost(MOST_BYTES), createWriteStream('', shared(file)));
    } catch (error) {
      await file.close();
      throw body.errored ? new CallerGoneError({ cause: error }) : error;
    }
    return new Spool(file);
  }

  open(): Readable {
    return createReadStream('', { ...shared(this.file), start: 0 });
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** By its number: a stream that knows the handle would keep it from closing. */
const shared = ({ fd }: FileHandle) => ({ fd, autoClose: false });

const tooLarge = (): ImportTooLargeError =>
  new ImportTooLargeError(`A file has at most ${MOST_BYTES} bytes; send it in parts.`);

function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen <= bytes) done(null, chunk);
      else done(tooLarge());
    },
  });
}
