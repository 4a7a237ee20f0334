import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { IncomingMessage } from 'node:http';
import { CallerGoneError } from '../../http/index.js';
import { type FileFormat, formatOf, formatOfName } from './file-format.js';
import { bounded, Spool } from './spool.js';
import { MalformedImportError, UnsupportedFileTypeError } from './transfer.errors.js';

/** A file that was sent. */
export interface Upload {
  readonly file: Spool;
  readonly format: FileFormat;
}

/** ASCII is UTF-8. */
const UTF8 = /^(utf-?8|us-ascii|ascii)$/i;

/** What Django's templates put into every form. */
const CSRF_FIELD = 'csrfmiddlewaretoken';

/**
 * The file that a request brings: its body, or the one file of the form (RFC 7578) that its body is.
 * @throws UnsupportedFileTypeError also for a compressed body, which could be far larger than it looks
 * @throws MalformedImportError, ImportTooLargeError, CallerGoneError
 */
export async function receive(request: IncomingMessage): Promise<Upload> {
  const [type, charset] = typeOf(request.headers['content-type'] ?? '');
  if (request.headers['content-encoding'] !== undefined) throw new UnsupportedFileTypeError();
  if (type === 'multipart/form-data') return receiveForm(request);
  const format = formatOf(type);
  if (format === undefined || !UTF8.test(charset)) throw new UnsupportedFileTypeError();
  return { file: await Spool.of(request, request.headers['content-length']), format };
}

/** `text/csv; charset="UTF-8"`: without a charset it is UTF-8. */
function typeOf(header: string): [type: string, charset: string] {
  const [type = '', ...parameters] = header.split(';');
  const charset = parameters.map((text) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(text)?.[1]);
  return [type.trim().toLowerCase(), charset.find((name) => name !== undefined) ?? 'utf-8'];
}

async function receiveForm(request: IncomingMessage): Promise<Upload> {
  const form = new Form(request.headers['content-type'] ?? '');
  try {
    // A destroyed body would take the connection with it, and the caller would not learn why.
    for await (const chunk of bounded(request.iterator({ destroyOnReturn: false })))
      await form.write(chunk);
    return await form.end();
  } catch (error) {
    await form.abandon();
    throw request.errored ? new CallerGoneError({ cause: error }) : error;
  }
}

/** A form with one file, which is kept while it arrives. */
class Form {
  private readonly parser: BusboyInstance;
  private part: BusboyFileStream | undefined;
  private upload: Promise<Upload | undefined> | undefined;
  private fault: Error | undefined;

  /** @throws MalformedImportError */
  constructor(contentType: string) {
    this.parser = newParser(contentType)
      .on('file', (_name, part, fileName, _encoding, type) => {
        this.take(part, fileName, type);
      })
      .on('field', (name) => {
        if (name !== CSRF_FIELD) this.fault ??= new MalformedImportError(QUERY_ONLY);
      })
      .on('error', (error) => {
        this.fault ??= new MalformedImportError('The form breaks off.', {}, { cause: error });
      });
  }

  /** @throws what is wrong with the form so far */
  async write(chunk: Buffer): Promise<void> {
    await new Promise((resolve) => this.parser.write(chunk, resolve));
    if (this.fault) throw this.fault;
  }

  /** @throws what is wrong with the form */
  async end(): Promise<Upload> {
    await new Promise((resolve) =>
      this.parser.once('finish', resolve).once('error', resolve).end(),
    );
    const upload = await this.upload;
    if (this.fault) throw this.fault;
    if (!upload) throw new MalformedImportError(ONE_FILE);
    return upload;
  }

  async abandon(): Promise<void> {
    this.part?.destroy();
    const upload = await this.upload;
    await upload?.file.close();
  }

  private take(part: BusboyFileStream, fileName: string, type: string): void {
    // The parser tells its own listeners, too; one that nobody hears would end the process.
    part.on('error', () => undefined);
    const format = formatOf(type.toLowerCase()) ?? formatOfName(fileName);
    if (this.part) this.fault ??= new MalformedImportError(ONE_FILE);
    else if (format === undefined) this.fault ??= new UnsupportedFileTypeError();
    else this.upload = this.keep(part, format);
    if (this.fault) part.resume();
    else this.part = part;
  }

  private async keep(part: BusboyFileStream, format: FileFormat): Promise<Upload | undefined> {
    try {
      return { file: await Spool.of(part), format };
    } catch (error) {
      this.fault ??= error instanceof Error ? error : new Error(String(error));
      // What nobody reads would keep `write` waiting.
      part.resume();
      return undefined;
    }
  }
}

const ONE_FILE = 'Send a form with just one file, of CSV or NDJSON.';
const QUERY_ONLY =
  'A form brings the file only. Give key, mode, dry_run and delimiter in the query of the address.';

/** @throws MalformedImportError */
function newParser(contentType: string): BusboyInstance {
  const limits = { fields: 10, fieldSize: 1000, parts: 12 };
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch (error) {
    throw new MalformedImportError('The form has no boundary.', {}, { cause: error });
  }
}
