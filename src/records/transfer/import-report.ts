import { z } from 'zod';
import type { DomainError } from '../../domain-error.js';
import { type JsonNumber, stringifyJson } from '../../exact-json.js';
import type { FieldError } from '../../http/index.js';

const fieldErrorSchema = z.object({ field: z.string(), code: z.string(), message: z.string() });

/** What became of one row. `line` is where it begins in the file, from 1. */
const rowReportSchema = z
  .object({
    line: z.int(),
    result: z.enum(['created', 'updated', 'unchanged', 'failed']),
    id: z
      .union([z.int(), z.string()])
      .optional()
      .meta({ description: 'The primary key; absent when the row failed.' }),
    errors: z.array(fieldErrorSchema).optional().meta({ description: 'Why the row failed.' }),
  })
  .meta({ example: { line: 2, result: 'created', id: 7 } });

const SUMMARY = {
  rows: 2,
  created: 1,
  updated: 0,
  unchanged: 0,
  failed: 1,
  dry_run: false,
};

const importSummarySchema = z
  .object({
    rows: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    dry_run: z.boolean(),
  })
  .meta({ example: SUMMARY });

/** A line of the report: one for each row, and at last the summary. A report without a summary is not whole. */
export const importLineSchema = z
  .union([rowReportSchema, z.object({ summary: importSummarySchema })])
  .meta({ example: { summary: SUMMARY } });

export type RowReport = Omit<z.output<typeof rowReportSchema>, 'id'> & {
  /** As answers show it. */
  id?: number | string | JsonNumber | undefined;
};
export type ImportSummary = z.output<typeof importSummarySchema>;

/** The report on a row that is not written. */
export const failed = (line: number, errors: readonly FieldError[]): RowReport => ({
  line,
  result: 'failed',
  errors: [...errors],
});

/** The refusal of a rule as errors of the row; the field is empty when it is about the whole row. */
export function fieldErrorsIn({ code, message, details }: DomainError): FieldError[] {
  const { errors, field, fields } = details;
  if (Array.isArray(errors)) return errors as FieldError[];
  const names = Array.isArray(fields) ? fields.join(', ') : '';
  return [{ field: typeof field === 'string' ? field : names, code, message }];
}

/** Counts what was reported. */
export class ImportTally {
  private readonly counts = { rows: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };

  constructor(private readonly isDryRun: boolean) {}

  add({ result }: RowReport): void {
    this.counts.rows += 1;
    this.counts[result] += 1;
  }

  get summary(): ImportSummary {
    return { ...this.counts, dry_run: this.isDryRun };
  }
}

/** The report as NDJSON, a piece for each batch: one line for each row, and at last the summary. */
export async function* reportLines(
  reports: AsyncIterable<RowReport[]>,
  isDryRun: boolean,
): AsyncGenerator<string> {
  const tally = new ImportTally(isDryRun);
  for await (const batch of reports) {
    batch.forEach((report) => {
      tally.add(report);
    });
    yield batch.map((report) => `${stringifyJson(report)}\n`).join('');
  }
  yield `${JSON.stringify({ summary: tally.summary })}\n`;
}
