import { parse } from 'csv-parse/browser/esm/sync';

/** The rows of a CSV file as texts, the header first. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What of a file is read to show it. */
const PREVIEW_BYTES = 65_536;
const PREVIEW_ROWS = 5;

/** Which field each column goes into; '' for one that is left out. */
export type Mapping = readonly string[];

/** The header and first rows. @throws Error for what is no CSV */
export async function preview(file: Blob): Promise<Table> {
  const text = await file.slice(0, PREVIEW_BYTES).text();
  return parsed(text, PREVIEW_ROWS + 1);
}

/** By the names of fields, or as people call them, whatever the case. */
export function guess(
  header: readonly string[],
  fields: readonly { readonly name: string; readonly label: string }[],
): Mapping {
  const plain = (text: string): string =>
    text
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_');
  return header.map((column) => {
    const wanted = plain(column);
    const found = fields.find(({ name, label }) => [plain(name), plain(label)].includes(wanted));
    return found?.name ?? '';
  });
}

/** The file with its columns under the names of their fields, without those that are left out; as it is where nothing differs. */
export async function mapped(
  file: Blob,
  header: readonly string[],
  mapping: Mapping,
): Promise<Blob> {
  if (header.every((name, at) => name === mapping[at])) return file;
  const { rows } = parsed(await file.text());
  const kept = mapping.flatMap((name, at) => (name === '' ? [] : [at]));
  const lines = [mapping, ...rows].map((row) => kept.map((at) => cell(row[at] ?? '')).join(','));
  return new Blob([lines.map((line) => `${line}\r\n`).join('')], { type: 'text/csv' });
}

function parsed(text: string, to?: number): Table {
  const rows = parse(text, {
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: true,
    ...(to === undefined ? {} : { to }),
  });
  const [header = [], ...others] = rows;
  return { header, rows: others };
}

const cell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
