/** The two forms of a file of assets. */
export type FileFormat = 'csv' | 'ndjson';

/** Their media types; both are UTF-8, and a charset parameter says so to spreadsheets. */
export const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
};

/** @param type a media type, without parameters */
export function formatOf(type: string | false | null): FileFormat | undefined {
  if (type === MEDIA_TYPES.csv) return 'csv';
  return type === MEDIA_TYPES.ndjson ? 'ndjson' : undefined;
}
