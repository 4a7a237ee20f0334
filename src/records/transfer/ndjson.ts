import { exactDocument, parseJsonBody } from '../../exact-json.js';
import { isDeeperThan } from '../../http/index.js';
import type { Column } from './columns.js';
import { type ImportRow, LONGEST_ROW, tooLong, unreadable, type Values } from './import-row.js';

/** As deep as a body may be; the document `custom` has a closer bound of its own. */
const DEEPEST = 64;

/**
 * The rows of a file with one JSON object a line; empty lines are passed over. A line that is broken is one bad row. Names that
 * are no columns stay, for the check of the values to refuse them.
 */
export async function* ndjsonRows(
  text: AsyncIterable<string>,
  columns: readonly Column[],
): AsyncGenerator<ImportRow> {
  const passedOver = new Set(columns.flatMap(({ name, isRead }) => (isRead ? [] : [name])));
  let number = 0;
  for await (const line of linesOf(text)) {
    number += 1;
    if (line.length > LONGEST_ROW) {
      yield tooLong(number);
      return;
    }
    if (line.trim() !== '') yield toRow(line, number, passedOver);
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    // Handed out unfinished, so that the reader sees that it is too long before it fills the memory.
    if (rest.length > LONGEST_ROW) yield rest;
  }
  yield rest;
}

function toRow(line: string, number: number, passedOver: ReadonlySet<string>): ImportRow {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadable(number, 'malformed_json', 'Give one JSON object on each line.');
  const read = (values: object): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !passedOver.has(name)));
  return { line: number, values: read(value), exact: read(exactDocument(value)) };
}

function parsed(line: string): unknown {
  if (isDeeperThan(DEEPEST, Buffer.from(line))) return undefined;
  try {
    return parseJsonBody(line);
  } catch {
    return undefined;
  }
}
