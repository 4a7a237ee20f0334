export { type Column, columnsOf } from './columns.js';
export { csvRows, formatCsvHeader, formatCsvRow } from './csv.js';
export { DELIMITERS } from './csv-header.js';
export { exportAnswer, exportPieces, refusePages } from './export.js';
export { type FileFormat, formatOfName, MEDIA_TYPES } from './file-format.js';
export {
  failed,
  fieldErrorsIn,
  ImportTally,
  reportLines,
  type RowReport,
} from './import-report.js';
export type { ImportRow, Values } from './import-row.js';
export { ndjsonRows } from './ndjson.js';
export { RecordExport } from './record-export.js';
export type { ImportSource } from './spool.js';
export { statementBytes } from './statement-size.js';
export { ImportRefusedError, ImportTooLargeError, RowTooLargeError } from './transfer.errors.js';
export {
  ApiFormParameters,
  ApiImportBody,
  exportContent,
  REPORT_CONTENT,
} from './transfer-responses.js';
export { receive } from './upload.js';
export { decodeUtf8, NotUtf8Error } from './utf8.js';
