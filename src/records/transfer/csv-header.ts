import { shortened } from '../../http/index.js';
import { type Column, columnNamed } from './columns.js';
import { LONGEST_ROW } from './import-row.js';
import { MalformedImportError } from './transfer.errors.js';

/** What may stand between two cells; the words are for a query string and a shell. */
export const DELIMITERS = { ',': ',', ';': ';', '\t': '\t', comma: ',', semicolon: ';', tab: '\t' };

const FOUND_BY_ITSELF = [',', ';', '\t'];

/** The first line that a spreadsheet writes and reads where its lists are not separated by commas. */
const SEPARATOR_LINE = /^"?sep=([^"\r\n])"?[^\S\n]*(?:\r?\n|$)/i;

export interface Dialect {
  readonly delimiter: string;
  /** Without the line that names the delimiter. */
  readonly text: AsyncIterable<string>;
  /** Lines before the header. */
  readonly skipped: number;
}

/**
 * How the cells of a file are separated: as the caller says, or its line `sep=`, or by what stands most often in its header,
 * in whose names there is no such character.
 */
export async function dialectOf(
  text: AsyncIterable<string>,
  given: string | undefined,
): Promise<Dialect> {
  const chunks = text[Symbol.asyncIterator]();
  let head = '';
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head += next.value;
    if (hasWholeLine(head) || head.length > LONGEST_ROW) break;
  }
  const [separatorLine = '', separator] = SEPARATOR_LINE.exec(head) ?? [];
  const body = head.slice(separatorLine.length);
  return {
    delimiter: given ?? separator ?? mostFrequent(body.trimStart().split('\n', 1)[0] ?? ''),
    text: joined(body, chunks),
    skipped: separatorLine === '' ? 0 : 1,
  };
}

/** Whether the line with the header is there, behind one that may name the separator. */
const hasWholeLine = (head: string): boolean =>
  head.replace(SEPARATOR_LINE, '').trimStart().includes('\n');

function mostFrequent(header: string): string {
  const counts = FOUND_BY_ITSELF.map((delimiter) => header.split(delimiter).length);
  return FOUND_BY_ITSELF[counts.indexOf(Math.max(...counts))] ?? ',';
}

async function* joined(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** The column of each cell; undefined for one without a name, which a spreadsheet adds at the end. */
export type Header = readonly (Column | undefined)[];

/**
 * The columns that a first line names, as answers call them or by their labels: `Asset Tag` is `asset_tag`.
 * @throws MalformedImportError
 */
export function parseHeader(names: readonly string[], columns: readonly Column[]): Header {
  const header = names.map((name) => columnNamed(columns, name));
  const unknown = names.filter((name, at) => name.trim() !== '' && header[at] === undefined);
  const known = columns.map(({ name }) => name);
  if (unknown.length > 0)
    throw new MalformedImportError(
      `The first line must name columns, as ${known.slice(0, 3).join(',')}. Rename or remove the unknown ones.`,
      { unknown: unknown.slice(0, 20).map(shortened), known },
    );
  const found = header.filter((column) => column !== undefined);
  const twice = found.find((column, at) => found.indexOf(column) < at)?.name;
  if (twice !== undefined)
    throw new MalformedImportError(`The first line names the column ${twice} twice.`, { twice });
  return header;
}
