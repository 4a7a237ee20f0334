/** The two forms of a file of rows. */
export type FileFormat = 'csv' | 'ndjson';

/** Their media types; both are UTF-8, and a charset parameter says so to spreadsheets. */
export const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
};

/** Further ones of what is sent: a browser on a machine with Excel says of CSV that it is Excel's. */
const SENT_TYPES: ReadonlyMap<string, FileFormat> = new Map([
  [MEDIA_TYPES.csv, 'csv'],
  ['application/csv', 'csv'],
  ['application/vnd.ms-excel', 'csv'],
  ['text/tab-separated-values', 'csv'],
  [MEDIA_TYPES.ndjson, 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
]);

/** @param type a media type, without parameters */
export const formatOf = (type: string): FileFormat | undefined => SENT_TYPES.get(type);

/** @param name of a file */
export function formatOfName(name: string): FileFormat | undefined {
  if (/\.(csv|tsv|txt)$/i.test(name)) return 'csv';
  return /\.(ndjson|jsonl|json)$/i.test(name) ? 'ndjson' : undefined;
}
