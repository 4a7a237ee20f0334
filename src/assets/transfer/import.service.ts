import { Injectable } from '@nestjs/common';
import { RowLockedError, type Tx, TryAgainError } from '../../database/index.js';
import { AssetWrites } from '../asset-writes.js';
import type { ImportOptions, ImportSource } from './import-options.js';
import { failed, fieldErrorsIn, type RowReport } from './import-report.js';
import { batchesOf, type CheckedRow, checkedRows, isValid, type ValidRow } from './import-rows.js';
import { ImportWriter } from './import-writer.js';
import { ImportRefusedError, ImportTooLargeError } from './transfer.errors.js';

/** Rows of one transaction: few enough that nobody waits long for one of them. */
const BATCH = 200;

/** Every row of an import that is all or nothing stays locked, and can be undone, until its end. */
const MOST_ATOMIC_ROWS = 200_000;

/** A refusal shows no more than this many bad rows. */
const MOST_FAILURES = 100;

/** Brings a file of assets into the database. */
@Injectable()
export class ImportService {
  constructor(
    private readonly writer: ImportWriter,
    private readonly writes: AssetWrites,
  ) {}

  /**
   * Reports on every row, batch by batch in the order of the file. In `rows` mode a batch is committed when its report
   * comes; in `atomic` mode everything is, before the first report.
   * @throws MalformedImportError, ImportRefusedError, ImportTooLargeError, RowLockedError in `atomic` mode, and what
   *   `Database.inTransaction` throws
   */
  run(source: ImportSource, options: ImportOptions): AsyncGenerator<RowReport[]> {
    return options.mode === 'atomic'
      ? this.allOrNothing(source, options)
      : this.rowByRow(source, options);
  }

  private async *rowByRow(
    source: ImportSource,
    options: ImportOptions,
  ): AsyncGenerator<RowReport[]> {
    for await (const batch of batchesOf(checkedRows(source, options), BATCH)) {
      options.signal?.throwIfAborted();
      yield await inOrder(batch, (rows) => this.writeApart(rows, options, options.lockWait));
    }
  }

  /**
   * One transaction for the batch. When a row of it stays locked the halves are tried on their own, without waiting
   * again, until it stands alone.
   */
  private async writeApart(
    rows: readonly ValidRow[],
    options: ImportOptions,
    lockWait: number | undefined,
  ): Promise<RowReport[]> {
    try {
      return await this.transaction(options, lockWait, (tx) =>
        this.writer.write(tx, rows, options.key),
      );
    } catch (error) {
      if (!(error instanceof RowLockedError || error instanceof TryAgainError)) throw error;
      const [row] = rows;
      if (row && rows.length === 1) return [failed(row.line, fieldErrorsIn(error))];
      const middle = rows.length >> 1;
      const first = await this.writeApart(rows.slice(0, middle), options, 0);
      return [...first, ...(await this.writeApart(rows.slice(middle), options, 0))];
    }
  }

  /** The file is read twice: what the schema refuses is known before anything is locked. */
  private async *allOrNothing(
    source: ImportSource,
    options: ImportOptions,
  ): AsyncGenerator<RowReport[]> {
    await refuseBadRows(source, options);
    yield* await this.transaction(options, options.lockWait, async (tx) => {
      const reports: RowReport[][] = [];
      const failures = new Failures();
      for await (const batch of batchesOf(checkedRows(source, options), BATCH)) {
        options.signal?.throwIfAborted();
        reports.push(await inOrder(batch, (rows) => this.writer.write(tx, rows, options.key)));
      }
      for (const report of reports.flat()) if (report.result === 'failed') failures.add(report);
      failures.assertNone();
      return reports;
    });
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

/** Rolls the transaction of a dry run back. */
class DryRunEnd extends Error {}

/** Writes the rows that are valid, and puts all reports into the order of the file. */
async function inOrder(
  batch: readonly CheckedRow[],
  write: (rows: readonly ValidRow[]) => Promise<RowReport[]>,
): Promise<RowReport[]> {
  const valid = batch.filter(isValid);
  const refused = batch.flatMap((row) => (isValid(row) ? [] : [row]));
  const written = valid.length > 0 ? await write(valid) : [];
  return [...refused, ...written].sort((a, b) => a.line - b.line);
}

/** @throws ImportRefusedError naming the first bad rows, ImportTooLargeError */
async function refuseBadRows(source: ImportSource, options: ImportOptions): Promise<void> {
  const failures = new Failures();
  let rows = 0;
  for await (const row of checkedRows(source, options)) {
    options.signal?.throwIfAborted();
    rows += 1;
    if (rows > MOST_ATOMIC_ROWS)
      throw new ImportTooLargeError(
        `All or nothing takes at most ${MOST_ATOMIC_ROWS} rows; use the mode rows.`,
      );
    if (!isValid(row)) failures.add(row);
  }
  failures.assertNone();
}

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
