import { parseJson } from './call.js';
import type { Http } from './http.js';
import type { Key } from './models.js';
import { checked } from './problem.js';
import { textOf } from './streams.js';

/** What became of one row of the file. */
export interface RowReport {
  /** Where the row begins in the file, from 1. */
  readonly line: number;
  readonly result: 'created' | 'updated' | 'unchanged' | 'failed';
  /** Absent when the row failed. */
  readonly id?: Key;
  readonly errors?: readonly {
    readonly field: string;
    readonly code: string;
    readonly message: string;
  }[];
}

export interface ImportSummary {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly dry_run: boolean;
}

/** What `fetch` takes as a body: a `File` of a form, a text, a stream. */
export type FileBody = NonNullable<RequestInit['body']>;

export interface ImportOptions {
  readonly type: 'text/csv' | 'application/x-ndjson';
  /** The unique field by which a line finds its row: the model's `lookup_field` by default, `asset_tag` of assets. */
  readonly key?: string;
  /** All rows or none (the default), or every row that can be written. */
  readonly mode?: 'atomic' | 'rows';
  /** Tries everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Between two cells of CSV; without it the file tells. */
  readonly delimiter?: 'comma' | 'semicolon' | 'tab';
  /** Called with each part of the report as the service sends it. */
  readonly onProgress?: (reports: readonly RowReport[]) => void;
  readonly signal?: AbortSignal;
}

/** @throws LockstepError for a refused file; TypeError when the report broke off, so that nobody knows what was written */
export async function importFile(
  { baseUrl, send }: Http,
  path: string,
  file: FileBody,
  options: ImportOptions,
): Promise<ImportSummary> {
  const response = await checked(await send(requestOf(baseUrl + path, file, options)));
  for await (const lines of linesOf(response, options.signal)) {
    const parsed = lines.map((line) => parseJson(line) as RowReport | { summary: ImportSummary });
    const reports = parsed.filter((line): line is RowReport => !('summary' in line));
    if (reports.length > 0) options.onProgress?.(reports);
    const last = parsed.at(-1);
    if (last !== undefined && 'summary' in last) return last.summary;
  }
  throw new TypeError('the report of the import broke off');
}

function requestOf(path: string, file: FileBody, options: ImportOptions): Request {
  const url = new URL(path);
  const { key, mode, dryRun: dry_run, delimiter } = options;
  for (const [name, value] of Object.entries({ key, mode, dry_run, delimiter }))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return new Request(url, {
    method: 'POST',
    body: file,
    headers: { 'Content-Type': options.type },
    credentials: 'include',
    signal: options.signal ?? null,
    // A stream goes out while it is made; browsers and Node want that said.
    ...(file instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
}

/** The whole lines of each piece of the body as it comes. */
async function* linesOf(response: Response, signal?: AbortSignal): AsyncGenerator<string[]> {
  let rest = '';
  for await (const piece of textOf(response, signal)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter(Boolean);
  }
}
