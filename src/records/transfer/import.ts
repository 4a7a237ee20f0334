import { createHash } from 'node:crypto';
import { RowLockedError, TryAgainError } from '../../database/index.js';
import type { IdempotencyKey } from '../idempotency-key.js';
import type { Column } from './columns.js';
import { csvRows } from './csv.js';
import type { FileFormat } from './file-format.js';
import { failed, fieldErrorsIn, type RowReport } from './import-report.js';
import type { ImportRow } from './import-row.js';
import { ndjsonRows } from './ndjson.js';
import type { ImportSource } from './spool.js';
import { ImportRefusedError, ImportTooLargeError } from './transfer.errors.js';
import { decodeUtf8, NotUtf8Error } from './utf8.js';

/** Rows of one transaction: few enough that nobody waits long for one of them. */
const MOST_ROWS = 200;

/** Bytes of a batch, which is in the memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What a statement has beside its values: words, names of columns, numbers of rows. */
export const WORDS_BYTES = 1024;

/** Every row of an import that is all or nothing stays locked, and can be undone, until its end. */
const MOST_ATOMIC_ROWS = 200_000;

/** A refusal shows no more than this many bad rows. */
const MOST_FAILURES = 100;

/** How a file is imported, whatever its rows are. */
export interface ImportForm {
  readonly format: FileFormat;
  /** What stands between two cells of CSV; without it the file tells. */
  readonly delimiter?: string | undefined;
  /** `atomic`: all rows or none. `rows`: every row that can be written. */
  readonly mode: 'atomic' | 'rows';
  /** Everything is tried and undone. */
  readonly dryRun: boolean;
  /** Seconds to wait for a locked row. */
  readonly lockWait?: number | undefined;
  /** Each batch is done once under it. */
  readonly idempotencyKey?: IdempotencyKey | undefined;
  /** Ends the import between two batches. */
  readonly signal?: AbortSignal | undefined;
}

/** A row that names what it is about. */
export interface NamedRow {
  readonly line: number;
}

/** What the rows of a file are brought into. */
export interface ImportTarget<Row extends NamedRow> {
  readonly columns: readonly Column[];
  /** Bytes of the values of one statement. */
  readonly longest: number;
  /** What the row names, or why it cannot be written whatever is in the database. */
  check(row: ImportRow): Row | RowReport;
  /** Of the statements that the row needs. */
  bytesOf(row: Row): number;
  /** Those that would be refused whatever is locked, as far as that can be told before. */
  refused(rows: readonly Row[]): Promise<RowReport[]>;
  /** Runs `work` from BEGIN to COMMIT, and again as a whole after a conflict. */
  transaction<T>(settings: UnitSettings, work: (writing: Writing<Row>) => Promise<T>): Promise<T>;
}

export interface UnitSettings {
  readonly lockWait: number | undefined;
  /** Whom a row may take a unique value from that another row of the file replaces; `batch`: what a row of the same batch names. */
  readonly takes: 'any' | 'batch' | 'none';
}

/** One transaction of an import. */
interface Writing<Row extends NamedRow> {
  /** @returns a report for each row, in any order */
  write(rows: readonly Row[]): Promise<RowReport[]>;
  /** The rows that took a unique value from a row that got no other. */
  readonly unpaid: readonly RowReport[];
}

interface Run<Row extends NamedRow> extends ImportForm {
  readonly target: ImportTarget<Row>;
  readonly source: ImportSource;
}

/**
 * Brings a file into its target, and reports on every row, batch by batch in the order of the file. A batch needs no statement
 * that is longer than the server takes. In the mode `rows` a batch is committed when its report comes; in `atomic` everything is,
 * before the first report.
 * @throws MalformedImportError, ImportRefusedError, ImportTooLargeError, RowLockedError in the mode `atomic`, and what the target's
 *   transactions throw
 */
export async function* importFile<Row extends NamedRow>(
  target: ImportTarget<Row>,
  source: ImportSource,
  form: ImportForm,
): AsyncGenerator<RowReport[]> {
  const run = { ...form, target, source };
  yield* form.mode === 'atomic' ? allOrNothing(run) : rowByRow(run);
}

async function* rowByRow<Row extends NamedRow>(run: Run<Row>): AsyncGenerator<RowReport[]> {
  for await (const batch of batchesOf(run)) {
    run.signal?.throwIfAborted();
    yield await inOrder(batch, (rows) => writeApart(rows, run, run.lockWait));
  }
}

/**
 * One transaction for the batch. When a row of it stays locked the halves are tried on their own, without waiting
 * again, until it stands alone.
 */
async function writeApart<Row extends NamedRow>(
  rows: readonly Row[],
  run: Run<Row>,
  lockWait: number | undefined,
): Promise<RowReport[]> {
  try {
    return await writeBatch(rows, run, lockWait);
  } catch (error) {
    if (!(error instanceof RowLockedError || error instanceof TryAgainError)) throw error;
    const [row] = rows;
    if (row && rows.length === 1) return [failed(row.line, fieldErrorsIn(error))];
    const middle = rows.length >> 1;
    const first = await writeApart(rows.slice(0, middle), run, 0);
    return [...first, ...(await writeApart(rows.slice(middle), run, 0))];
  }
}

/** With swaps inside of the batch; when one of them does not come off, once more without any. */
async function writeBatch<Row extends NamedRow>(
  rows: readonly Row[],
  run: Run<Row>,
  lockWait: number | undefined,
): Promise<RowReport[]> {
  const write = (takes: 'batch' | 'none') =>
    transaction(run, { lockWait, takes }, async (writing) => {
      const reports = await writing.write(rows);
      if (writing.unpaid.length > 0) throw new UnpaidError();
      return reports;
    });
  try {
    return await write('batch');
  } catch (error) {
    if (!(error instanceof UnpaidError)) throw error;
    return write('none');
  }
}

/** The file is read twice: what can be refused without a lock is known before anything is locked. */
async function* allOrNothing<Row extends NamedRow>(run: Run<Row>): AsyncGenerator<RowReport[]> {
  await refuseBadRows(run);
  yield* await transaction(run, { lockWait: run.lockWait, takes: 'any' }, async (writing) => {
    const reports: RowReport[][] = [];
    const failures = new Failures();
    for await (const batch of batchesOf(run)) {
      run.signal?.throwIfAborted();
      reports.push(await inOrder(batch, (rows) => writing.write(rows)));
    }
    const bad = [...writing.unpaid, ...reports.flat().filter(isFailed)];
    const byLines = new Map(bad.map((report) => [report.line, report]));
    for (const report of [...byLines.values()].sort(byLine)) failures.add(report);
    failures.assertNone();
    return reports;
  });
}

/** @throws ImportRefusedError naming the first bad rows, ImportTooLargeError */
async function refuseBadRows<Row extends NamedRow>(run: Run<Row>): Promise<void> {
  const failures = new Failures();
  let count = 0;
  for await (const batch of batchesOf(run)) {
    run.signal?.throwIfAborted();
    count += batch.length;
    if (count > MOST_ATOMIC_ROWS)
      throw new ImportTooLargeError(
        `All or nothing takes at most ${MOST_ATOMIC_ROWS} rows; use the mode rows.`,
      );
    const reports = await inOrder(batch, (rows) => run.target.refused(rows));
    reports.forEach((report) => {
      failures.add(report);
    });
  }
  failures.assertNone();
}

/** A dry run is the same transaction, undone. */
async function transaction<Row extends NamedRow, T>(
  { target, dryRun }: Run<Row>,
  settings: UnitSettings,
  work: (writing: Writing<Row>) => Promise<T>,
): Promise<T> {
  let result: { readonly value: T } | undefined;
  try {
    return await target.transaction(settings, async (writing) => {
      result = { value: await work(writing) };
      if (dryRun) throw new DryRunEnd();
      return result.value;
    });
  } catch (error) {
    if (error instanceof DryRunEnd && result) return result.value;
    throw error;
  }
}

/** Rolls the transaction of a dry run back. */
class DryRunEnd extends Error {}

/** Rolls a batch back in which a row took a value from another that got no other. */
class UnpaidError extends Error {}

/** @returns batches of at most this many rows and bytes, but of one row at least */
async function* batchesOf<Row extends NamedRow>(
  run: Run<Row>,
): AsyncGenerator<(Row | RowReport)[]> {
  const most = Math.min(MOST_BYTES, run.target.longest);
  let [batch, bytes]: [(Row | RowReport)[], number] = [[], 0];
  for await (const row of checkedRows(run)) {
    const more = isReport(row) ? 0 : run.target.bytesOf(row);
    if (batch.length > 0 && (batch.length === MOST_ROWS || bytes + more > most)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(row);
    bytes += more;
  }
  if (batch.length > 0) yield batch;
}

/** @throws MalformedImportError for a file whose first line names other columns */
async function* checkedRows<Row extends NamedRow>({
  target,
  source,
  format,
  delimiter,
}: Run<Row>): AsyncGenerator<Row | RowReport> {
  const { columns } = target;
  const text = decodeUtf8(source.open());
  const rows = format === 'csv' ? csvRows(text, columns, delimiter) : ndjsonRows(text, columns);
  try {
    for await (const row of rows) yield target.check(row);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    yield failed(error.line, [{ field: '', code: 'not_utf8', message: error.message }]);
  }
}

const isReport = (row: NamedRow): row is RowReport => 'result' in row;

/** Writes the rows that name something, and puts all reports into the order of the file. */
async function inOrder<Row extends NamedRow>(
  batch: readonly (Row | RowReport)[],
  write: (rows: readonly Row[]) => Promise<RowReport[]>,
): Promise<RowReport[]> {
  const named = batch.filter((row): row is Row => !isReport(row));
  const refused = batch.filter(isReport);
  const written = named.length > 0 ? await write(named) : [];
  return [...refused, ...written].sort(byLine);
}

const byLine = (a: RowReport, b: RowReport): number => a.line - b.line;

const isFailed = ({ result }: RowReport): boolean => result === 'failed';

/** Counts the rows that failed and keeps the first of them. */
class Failures {
  private count = 0;
  private readonly first: RowReport[] = [];

  add(report: RowReport): void {
    this.count += isFailed(report) ? 1 : 0;
    if (isFailed(report) && this.first.length < MOST_FAILURES) this.first.push(report);
  }

  /** @throws ImportRefusedError */
  assertNone(): void {
    if (this.count > 0) throw new ImportRefusedError(this.count, this.first);
  }
}

/**
 * Writes rows of a batch once for an Idempotency-Key: what an earlier request committed is not done again. Kept by the line of the
 * first row; a batch that was cut in halves then is found by its first half, and the rest by its own first line.
 * @param once does the work, or gives what it gave when it was done under the key and this number
 */
export async function writeOnce<Row extends NamedRow>(
  rows: readonly Row[],
  once: (part: number, work: () => Promise<RowReport[]>) => Promise<RowReport[]>,
  write: (rows: readonly Row[]) => Promise<RowReport[]>,
): Promise<RowReport[]> {
  const [first] = rows;
  if (!first) return [];
  const reports = await once(first.line, () => write(rows));
  const lines = new Set(reports.map(({ line }) => line));
  const others = rows.filter(({ line }) => !lines.has(line));
  return [...reports, ...(await writeOnce(others, once, write))];
}

/**
 * The key of a request whose body is this file: another file under it is another request.
 * @param mayTell whether the headers of the answer, which say that it is a replay, are still to be sent
 */
export const keyWithFile = (
  key: IdempotencyKey | undefined,
  { digest }: { digest: Buffer },
  mayTell: () => boolean,
): IdempotencyKey | undefined =>
  key && {
    ...key,
    fingerprint: createHash('sha256').update(key.fingerprint).update(digest).digest(),
    markReplayed: () => {
      if (mayTell()) key.markReplayed();
    },
  };
