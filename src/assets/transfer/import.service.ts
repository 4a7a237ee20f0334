import { Injectable } from '@nestjs/common';
import { RowLockedError, type Tx, TryAgainError } from '../../database/index.js';
import {
  failed,
  fieldErrorsIn,
  ImportRefusedError,
  type ImportSource,
  ImportTooLargeError,
  type RowReport,
} from '../../records/index.js';
import { AssetWrites } from '../asset-writes.js';
import type { ImportOptions } from './import-options.js';
import { ImportKeysRepository } from './import-keys.repository.js';
import {
  batchesOf,
  type BatchSize,
  type CheckedRow,
  checkedRows,
  isNamed,
  type NamedRow,
} from './import-rows.js';
import { ImportWriter } from './import-writer.js';
import { Takings } from './takings.js';

/** Rows of one transaction: few enough that nobody waits long for one of them. */
const MOST_ROWS = 200;

/** Bytes of a batch, which is in the memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What a statement has beside its values: words, names of columns, numbers of rows. */
const WORDS_BYTES = 1024;

/** Every row of an import that is all or nothing stays locked, and can be undone, until its end. */
const MOST_ATOMIC_ROWS = 200_000;

/** A refusal shows no more than this many bad rows. */
const MOST_FAILURES = 100;

/** Brings a file of assets into the database. */
@Injectable()
export class ImportService {
  constructor(
    private readonly writer: ImportWriter,
    private readonly keys: ImportKeysRepository,
    private readonly writes: AssetWrites,
  ) {}

  /**
   * Reports on every row, batch by batch in the order of the file. A batch needs no statement that is longer than the server
   * takes. In `rows` mode a batch is committed when its report
   * comes; in `atomic` mode everything is, before the first report.
   * @throws MalformedImportError, ImportRefusedError, ImportTooLargeError, RowLockedError in `atomic` mode, and what
   *   `Database.inTransaction` throws
   */
  async *run(source: ImportSource, options: ImportOptions): AsyncGenerator<RowReport[]> {
    const longest = (await this.keys.longestStatement()) - WORDS_BYTES;
    const size = { rows: MOST_ROWS, bytes: Math.min(MOST_BYTES, longest) };
    const limits: Limits = { ...options, longest, size };
    yield* options.mode === 'atomic'
      ? this.allOrNothing(source, limits)
      : this.rowByRow(source, limits);
  }

  private async *rowByRow(source: ImportSource, options: Limits): AsyncGenerator<RowReport[]> {
    for await (const batch of batchesOf(checkedRows(source, options), options.size)) {
      options.signal?.throwIfAborted();
      yield await inOrder(batch, (rows) => this.writeApart(rows, options, options.lockWait));
    }
  }

  /**
   * One transaction for the batch. When a row of it stays locked the halves are tried on their own, without waiting
   * again, until it stands alone.
   */
  private async writeApart(
    rows: readonly NamedRow[],
    options: Limits,
    lockWait: number | undefined,
  ): Promise<RowReport[]> {
    try {
      return await this.writeBatch(rows, options, lockWait);
    } catch (error) {
      if (!(error instanceof RowLockedError || error instanceof TryAgainError)) throw error;
      const [row] = rows;
      if (row && rows.length === 1) return [failed(row.line, fieldErrorsIn(error))];
      const middle = rows.length >> 1;
      const first = await this.writeApart(rows.slice(0, middle), options, 0);
      return [...first, ...(await this.writeApart(rows.slice(middle), options, 0))];
    }
  }

  /** With swaps inside of the batch; when one of them does not come off, once more without any. */
  private async writeBatch(
    rows: readonly NamedRow[],
    options: Limits,
    lockWait: number | undefined,
  ): Promise<RowReport[]> {
    const write = (scope: 'batch' | 'none') =>
      this.transaction(options, lockWait, async (tx) => {
        const takings = new Takings(scope);
        const reports = await this.writer.write(tx, rows, { ...options, takings });
        if (takings.unpaid.length > 0) throw new UnpaidError();
        return reports;
      });
    try {
      return await write('batch');
    } catch (error) {
      if (!(error instanceof UnpaidError)) throw error;
      return write('none');
    }
  }

  /** The file is read twice: what the schema refuses is known before anything is locked. */
  private async *allOrNothing(source: ImportSource, options: Limits): AsyncGenerator<RowReport[]> {
    await this.refuseBadRows(source, options);
    yield* await this.transaction(options, options.lockWait, async (tx) => {
      const reports: RowReport[][] = [];
      const failures = new Failures();
      const takings = new Takings('any');
      for await (const batch of batchesOf(checkedRows(source, options), options.size)) {
        options.signal?.throwIfAborted();
        const write = (rows: readonly NamedRow[]) =>
          this.writer.write(tx, rows, { ...options, takings });
        reports.push(await inOrder(batch, write));
      }
      const failed = [...takings.unpaid, ...reports.flat().filter(isFailed)];
      const byLines = new Map(failed.map((report) => [report.line, report]));
      for (const report of [...byLines.values()].sort(byLine)) failures.add(report);
      failures.assertNone();
      return reports;
    });
  }

  /** @throws ImportRefusedError naming the first bad rows, ImportTooLargeError */
  private async refuseBadRows(source: ImportSource, options: Limits): Promise<void> {
    const failures = new Failures();
    let count = 0;
    for await (const batch of batchesOf(checkedRows(source, options), options.size)) {
      options.signal?.throwIfAborted();
      count += batch.length;
      if (count > MOST_ATOMIC_ROWS)
        throw new ImportTooLargeError(
          `All or nothing takes at most ${MOST_ATOMIC_ROWS} rows; use the mode rows.`,
        );
      const reports = await inOrder(batch, (rows) => this.writer.refused(rows, options.key));
      reports.forEach((report) => {
        failures.add(report);
      });
    }
    failures.assertNone();
  }

  /** A dry run is the same transaction, undone. */
  private async transaction<T>(
    { actor, dryRun }: ImportOptions,
    lockWait: number | undefined,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    let result: { readonly value: T } | undefined;
    try {
      return await this.writes.unit(actor, { lockWait, idempotencyKey: undefined }, async (tx) => {
        result = { value: await work(tx) };
        if (dryRun) throw new DryRunEnd();
        return result.value;
      });
    } catch (error) {
      if (error instanceof DryRunEnd && result) return result.value;
      throw error;
    }
  }
}

interface Limits extends ImportOptions {
  /** Bytes of the values of one statement. */
  readonly longest: number;
  readonly size: BatchSize;
}

/** Rolls the transaction of a dry run back. */
class DryRunEnd extends Error {}

/** Rolls a batch back in which a row took a value from an asset that got no other. */
class UnpaidError extends Error {}

/** Writes the rows that name their assets, and puts all reports into the order of the file. */
async function inOrder(
  batch: readonly CheckedRow[],
  write: (rows: readonly NamedRow[]) => Promise<RowReport[]>,
): Promise<RowReport[]> {
  const named = batch.filter(isNamed);
  const refused = batch.flatMap((row) => (isNamed(row) ? [] : [row]));
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
    this.count += 1;
    if (this.first.length < MOST_FAILURES) this.first.push(report);
  }

  /** @throws ImportRefusedError */
  assertNone(): void {
    if (this.count > 0) throw new ImportRefusedError(this.count, this.first);
  }
}
