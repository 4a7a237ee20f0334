import type { StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { stringifyJson } from '../../exact-json.js';
import { flag, NotAcceptableError, streamedAnswer } from '../../http/index.js';
import { InvalidLookupError, type QueryParameters } from '../query/index.js';
import type { Column } from './columns.js';
import { formatCsvHeader, formatCsvRow } from './csv.js';
import { type FileFormat, formatOf, MEDIA_TYPES } from './file-format.js';
import type { Values } from './import-row.js';

/** Rows of the first statement, and of one at most: short for the server, and small in memory. */
const FIRST = 25;
const MOST = 200;

/** Characters of a piece, or nearly so: a caller who does not read leaves one in our memory. */
const PIECE = 256_000;

const BYTE_ORDER_MARK = '\ufeff';

/** An export has no pages. */
const NOT_HERE = ['limit', 'cursor', 'count', 'etags', 'expand'];

export interface FileForm {
  readonly format: FileFormat;
  /** Begins CSV with a byte order mark, without which Excel takes it for another character set. */
  readonly bom: boolean;
}

/** Rows that stand one behind the other in the list. */
export interface ExportPage {
  readonly columns: readonly Column[];
  /** As answers show them. */
  readonly rows: readonly Values[];
  /** The cursor of the page behind it. */
  readonly next: string | null;
}

/** Where a page begins, and how many rows it has at most. */
export interface PagePlace {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/**
 * The text of a file, piece by piece; a slow reader holds no connection and no transaction. Each row is as it is when its piece
 * is read.
 * @throws what `read` throws
 */
export async function* exportPieces(
  read: (place: PagePlace) => Promise<ExportPage>,
  { format, bom }: FileForm,
): AsyncGenerator<string> {
  let mark = bom ? BYTE_ORDER_MARK : '';
  let limit = FIRST;
  let cursor: string | undefined;
  do {
    const { text, next } = await pieceOf(read, { cursor, limit }, format);
    if (text !== '') yield mark + text;
    mark = '';
    // How long a row is shows only when it was read: behind long ones the next piece has fewer.
    limit = text.length > PIECE ? Math.max(1, limit >> 1) : Math.min(MOST, 2 * limit);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/** Keeps nothing but the text, of which the rows are many times the size. */
async function pieceOf(
  read: (place: PagePlace) => Promise<ExportPage>,
  place: PagePlace,
  format: FileFormat,
): Promise<{ text: string; next: string | null }> {
  const { columns, rows, next } = await read(place);
  const header = format === 'csv' && place.cursor === undefined ? formatCsvHeader(columns) : '';
  const lines = rows.map((row) =>
    format === 'csv' ? formatCsvRow(columns, row) : `${stringifyJson(row)}\n`,
  );
  return { text: header + lines.join(''), next };
}

/** @throws InvalidLookupError for parameters of a page */
export function refusePages(parameters: QueryParameters): void {
  const parameter = NOT_HERE.find((name) => parameters[name] !== undefined);
  if (parameter !== undefined)
    throw new InvalidLookupError(`An export has no pages; leave ${parameter} out.`, { parameter });
}

/**
 * The answer to an export, in the form that its query or `Accept` asks for.
 * @param name of the file, without its end
 * @param run gives the text, for the parameters that are not about the form
 * @throws InvalidLookupError, NotAcceptableError, and what the first piece throws
 */
export function exportAnswer(
  { request, response }: { request: Request; response: Response },
  { format, bom, ...parameters }: QueryParameters,
  name: string,
  run: (parameters: QueryParameters, form: FileForm) => AsyncIterable<string>,
): Promise<StreamableFile> {
  const form = format === undefined ? acceptedFormat(request) : namedFormat(format);
  const hasMark = readMark(bom, form);
  const disposition = `attachment; filename="${name.replace(/[^\w.-]/g, '_')}.${form}"`;
  return streamedAnswer(
    response,
    { type: `${MEDIA_TYPES[form]}; charset=utf-8`, disposition },
    () => run(parameters, { format: form, bom: hasMark }),
  );
}

/** @throws NotAcceptableError */
function acceptedFormat(request: Request): FileFormat {
  const offered = Object.values(MEDIA_TYPES);
  const accepted = request.accepts(offered);
  const format = accepted === false ? undefined : formatOf(accepted);
  if (format === undefined) throw new NotAcceptableError(offered);
  return format;
}

/** @throws InvalidLookupError */
function namedFormat(name: string | string[]): FileFormat {
  if (name === 'csv' || name === 'ndjson') return name;
  throw new InvalidLookupError('format takes csv or ndjson.', {
    parameter: 'format',
    expected: 'csv or ndjson',
  });
}

/** @throws InvalidLookupError */
function readMark(bom: string | string[] | undefined, format: FileFormat): boolean {
  const parsed = flag.default(false).safeParse(bom);
  if (parsed.success && !(parsed.data && format === 'ndjson')) return parsed.data;
  throw new InvalidLookupError('bom takes true or false, and goes with CSV only.', {
    parameter: 'bom',
    expected: 'true or false',
  });
}
