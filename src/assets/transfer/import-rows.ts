import { fieldErrorsOf } from '../../http/index.js';
import { type AssetPatch, assetPatchSchema } from '../dto/asset.dto.js';
import { csvRows } from './csv.js';
import type { ImportOptions, ImportSource } from './import-options.js';
import { failed, type RowReport } from './import-report.js';
import type { ImportRow } from './import-row.js';
import { ndjsonRows } from './ndjson.js';
import { decodeUtf8, NotUtf8Error } from './utf8.js';

/** A row that the schema of assets accepts. */
export interface ValidRow {
  readonly line: number;
  /** The value by which it finds its asset. */
  readonly keyValue: string;
  readonly patch: AssetPatch;
}

export type CheckedRow = ValidRow | RowReport;

export const isValid = (row: CheckedRow): row is ValidRow => 'keyValue' in row;

/**
 * The rows of a file, each checked by the schema that also checks a PATCH.
 * @throws MalformedImportError for a file whose first line names no columns of assets
 */
export async function* checkedRows(
  source: ImportSource,
  { format, key }: Pick<ImportOptions, 'format' | 'key'>,
): AsyncGenerator<CheckedRow> {
  const text = decodeUtf8(source.open());
  const rows = format === 'csv' ? csvRows(text) : ndjsonRows(text);
  try {
    for await (const row of rows) yield check(row, key);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    yield failed(error.line, [{ field: '', code: 'not_utf8', message: error.message }]);
  }
}

function check(row: ImportRow, key: ImportOptions['key']): CheckedRow {
  const { line } = row;
  if ('errors' in row) return failed(line, row.errors);
  const parsed = assetPatchSchema.safeParse(row.values);
  if (!parsed.success) return failed(line, fieldErrorsOf(parsed.error.issues));
  const keyValue = parsed.data[key];
  return typeof keyValue === 'string'
    ? { line, keyValue, patch: parsed.data }
    : failed(line, [{ field: key, ...KEY_MISSING }]);
}

/** Without its key a row would make one more asset each time the file is imported. */
const KEY_MISSING = { code: 'key_missing', message: 'Give the value that names the asset.' };

/** @returns batches of at most `size` rows */
export async function* batchesOf<T>(rows: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
