import { stdout } from 'node:process';
import { stringifyJson } from '../exact-json.js';

export type Row = Readonly<Record<string, unknown>>;

/** Where a command prints: lines and tables for people, one JSON document with `--json`. */
export class Output {
  constructor(
    private readonly asJson: boolean,
    private readonly write: (text: string) => void = (text) => stdout.write(text),
  ) {}

  /** The result of a command; `lines` is how a person reads it. */
  result(value: unknown, lines: readonly string[]): void {
    const text = this.asJson ? stringifyJson(value, 2) : lines.join('\n');
    this.write(`${text}\n`);
  }

  /** Rows as an aligned table, or as a JSON array. */
  table(rows: readonly Row[], whenEmpty: string): void {
    this.result(rows, rows.length > 0 ? toLines(rows) : [whenEmpty]);
  }
}

/** Rows as lines of an aligned table, with the names of the columns first. */
export function toLines(rows: readonly Row[]): string[] {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => printable(row[name])))];
  const widths = names.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** One line per value: what comes from a row must not move the cursor of a terminal. */
export function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : stringifyJson(value ?? null);
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
