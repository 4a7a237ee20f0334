import { CsvError, parse, type Parser } from 'csv-parse';
import type { Column } from './columns.js';
import { exactCell, formatCell, parseCell } from './csv-cell.js';
import { type Dialect, dialectOf, type Header, parseHeader } from './csv-header.js';
import { type ImportRow, LONGEST_ROW, tooLong, unreadable, type Values } from './import-row.js';

const END = '\r\n';

export const formatCsvHeader = (columns: readonly Column[]): string =>
  columns.map(({ name }) => name).join(',') + END;

/** @param row as answers show it */
export const formatCsvRow = (columns: readonly Column[], row: Values): string =>
  columns.map((column) => formatCell(column, row[column.name])).join(',') + END;

interface CsvRecord {
  readonly cells: readonly string[];
  /** The line on which it ends. */
  readonly lines: number;
}

/**
 * The rows of a CSV file. Lines count from 1, which is the header; a row stands at its first line. Behind a row whose
 * quotes are broken nothing can be told apart, so it is the last one.
 * @param columns that the header may name
 * @param delimiter what stands between two cells; without it the file tells
 * @throws MalformedImportError when the header names another one
 */
export async function* csvRows(
  file: AsyncIterable<string>,
  columns: readonly Column[],
  delimiter?: string,
): AsyncGenerator<ImportRow> {
  const dialect = await dialectOf(file, delimiter);
  let header: Header | undefined;
  let line = 1;
  // Inside of quotes the parser takes CR LF for two lines.
  let drift = -dialect.skipped;
  try {
    for await (const { cells, lines } of recordsOf(dialect)) {
      line = lines - drift - count(cells, /[\r\n]/g);
      drift += count(cells, /\r\n/g);
      if (header) yield toRow(header, cells, line);
      else header = parseHeader(cells, columns);
    }
  } catch (error) {
    if (error instanceof RowTooLongError) yield tooLong(line + 1);
    else if (error instanceof CsvError)
      yield unreadable(lineOf(error, line + drift) - drift, ...MALFORMED);
    else throw error;
  }
}

class RowTooLongError extends Error {}

const MALFORMED = [
  'malformed_csv',
  'A quote stands where none may be, or is never closed. Nothing behind it was read.',
] as const;

/** Driven by hand: piped, the parser would drop the good records before a broken one together with it. */
async function* recordsOf({ text, delimiter }: Dialect): AsyncGenerator<CsvRecord> {
  const ready: CsvRecord[] = [];
  const parser = newParser(delimiter, (record) => ready.push(record));
  let unfinished = 0;
  try {
    for await (const lines of wholeLines(text)) {
      const error = await settled((done) => parser.write(lines, done));
      unfinished = ready.length > 0 ? 0 : unfinished + lines.length;
      yield* ready.splice(0);
      if (error) throw error;
      // A quote that is never closed would take the rest of the file into the memory.
      if (unfinished > LONGEST_ROW) throw new RowTooLongError();
    }
  } catch (error) {
    // The parser keeps a row back until it has seen what follows; one in the middle of its quotes it keeps for good.
    await settled((done) => parser.end(done));
    yield* ready.splice(0);
    throw error;
  }
  const error = await settled((done) => parser.end(done));
  yield* ready.splice(0);
  if (error) throw error;
}

/** The same text, cut at the ends of lines: where it breaks off, nothing is given of the line there. */
async function* wholeLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const end = chunk.lastIndexOf('\n') + 1;
    if (end > 0) yield rest + chunk.slice(0, end);
    rest = end > 0 ? chunk.slice(end) : rest + chunk;
    if (rest.length > LONGEST_ROW) throw new RowTooLongError();
  }
  if (rest !== '') yield rest;
}

function newParser(delimiter: string, onRecord: (record: CsvRecord) => unknown): Parser {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    on_record: (cells: string[], { lines }) => {
      onRecord({ cells, lines });
      return null;
    },
  });
  // Every error also comes back from the write that met it.
  return parser.on('error', () => undefined).resume();
}

const settled = (
  work: (done: (error?: Error | null) => void) => unknown,
): Promise<Error | undefined> =>
  new Promise((resolve) => {
    work((error) => {
      resolve(error ?? undefined);
    });
  });

function toRow(header: Header, cells: readonly string[], line: number): ImportRow {
  // A spreadsheet fills every row up to the longest one.
  if (cells.length < header.length || cells.slice(header.length).some(hasText))
    return unreadable(
      line,
      'wrong_cell_count',
      `The row has ${cells.length} cells, the header has ${header.length}. Put quotes around a cell with the separator in it.`,
    );
  const nameless = header.findIndex((column, at) => column === undefined && hasText(cells[at]));
  if (nameless >= 0)
    return unreadable(
      line,
      'nameless_cell',
      `Cell ${nameless + 1} has a value, but its column has no name in the first line.`,
    );
  const valuesOf = (parse: (column: Column, cell: string) => unknown): Values =>
    Object.fromEntries(
      header.flatMap((column, at) =>
        column?.isRead ? [[column.name, parse(column, cells[at] ?? '')]] : [],
      ),
    );
  return { line, values: valuesOf(parseCell), exact: valuesOf(exactCell) };
}

const hasText = (cell: string | undefined): boolean => cell !== undefined && cell.trim() !== '';

const count = (cells: readonly string[], pattern: RegExp): number =>
  cells.reduce((sum, cell) => sum + (cell.match(pattern)?.length ?? 0), 0);

/** The parser tells the line only on the error itself. */
const lineOf = (error: CsvError, last: number): number =>
  'lines' in error && typeof error.lines === 'number' ? error.lines : last + 1;
