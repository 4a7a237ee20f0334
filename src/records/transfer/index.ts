export { type Column, columnsOf } from './columns.js';
export { formatCsvHeader, formatCsvRow } from './csv.js';
export { DELIMITERS } from './csv-header.js';
export { exportAnswer, exportPieces, refusePages } from './export.js';
export { type FileFormat, formatOfName } from './file-format.js';
export {
  importFile,
  type ImportForm,
  type ImportTarget,
  type UnitSettings,
  WORDS_BYTES,
  writeOnce,
} from './import.js';
export { importAnswer, importQuery } from './import-answer.js';
export { failed, fieldErrorsIn, ImportTally, type RowReport } from './import-report.js';
export type { ImportRow, Values } from './import-row.js';
export { RecordExport } from './record-export.js';
export { RecordImport } from './record-import.js';
export { RECORD_IMPORT_PATH } from './record-transfer.controller.js';
export type { ImportSource } from './spool.js';
export { assertFits, statementBytes } from './statement-size.js';
export {
  ApiFormParameters,
  ApiImportBody,
  exportContent,
  REPORT_CONTENT,
} from './transfer-responses.js';
