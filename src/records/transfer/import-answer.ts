import type { StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { flag, streamedAnswer, ValidationFailedError } from '../../http/index.js';
import type { UnitConditions } from '../write-conditions.js';
import { DELIMITERS } from './csv-header.js';
import { MEDIA_TYPES } from './file-format.js';
import { type ImportForm, keyWithFile } from './import.js';
import { reportLines, type RowReport } from './import-report.js';
import type { ImportSource } from './spool.js';
import { receive } from './upload.js';

/** How a file is to be imported, beside the column by which a row finds what it is about. */
export const importQuery = {
  mode: z
    .enum(['atomic', 'rows'])
    .default('atomic')
    .meta({ description: 'All rows or none; or every row that can be written.' }),
  delimiter: z
    .enum(Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[])
    .transform((name) => DELIMITERS[name])
    .optional()
    .meta({ description: 'What stands between two cells of CSV; without it the file tells.' }),
  dry_run: flag.default(false).meta({ description: 'Tries everything and writes nothing.' }),
};

type ImportQuery = z.output<z.ZodObject<typeof importQuery>>;

/**
 * Receives the file of an import and answers with the report on its rows.
 * @throws UnsupportedFileTypeError, MalformedImportError, ImportTooLargeError, CallerGoneError, ValidationFailedError, and what the first
 *   piece of the report throws
 */
export async function importAnswer(
  { request, response }: { request: Request; response: Response },
  { mode, delimiter, dry_run: dryRun }: ImportQuery,
  { lockWait, idempotencyKey }: UnitConditions,
  run: (source: ImportSource, form: ImportForm) => AsyncIterable<RowReport[]>,
): Promise<StreamableFile> {
  const { file, format } = await receive(request);
  file.closeAfter(response);
  if (format === 'ndjson' && delimiter !== undefined) throw delimiterOfNdjson();
  return streamedAnswer(response, { type: MEDIA_TYPES.ndjson }, (signal) => {
    const key = keyWithFile(idempotencyKey, file, () => !response.headersSent);
    const form = { format, delimiter, mode, dryRun, lockWait, idempotencyKey: key, signal };
    return reportLines(run(file, form), dryRun);
  });
}

const delimiterOfNdjson = (): ValidationFailedError =>
  new ValidationFailedError([
    { field: 'delimiter', code: 'unexpected', message: 'Only CSV has one. Leave it out.' },
  ]);
