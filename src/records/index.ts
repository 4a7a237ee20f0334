export { bulkScope, filter, isMeant, UNCLEAR } from './dto/write.dto.js';
export { Batches, type Step as BatchStep } from './batch.js';
export type { Cells, Command, LockedRow, Update as RowUpdate } from './commands.js';
export { pagePath } from './describe.js';
export { Idempotency } from './idempotency.js';
export { partOf } from './idempotency-key.js';
export {
  type HeldLease,
  LEASE_EXAMPLE,
  leaseFields,
  leaseSchema,
  type LeaseView,
  type LeaseWish,
  tokenField,
} from './leases.js';
export { type LeasedRow, Leases } from './leases.service.js';
export {
  allOf,
  compileFilter,
  compileList,
  concat,
  containing,
  filterNames,
  orderableNames,
  pageOf,
  parseListQuery,
  type QueryParameters,
  type Scope,
  selectWithin,
  type SqlFragment,
  type SqlValue,
} from './query/index.js';
export { RecordReader, type RecordView, wholeRows, type Wish } from './record-reader.js';
export { RecordReads } from './record-reads.js';
export { RecordLocks } from './record-locks.js';
export { RecordRows } from './record-rows.js';
export { RecordUnits } from './record-units.js';
export { RecordsModule } from './records.module.js';
export {
  ApiFormParameters,
  ApiImportBody,
  assertFits,
  type Column,
  columnsOf,
  DELIMITERS,
  exportAnswer,
  exportContent,
  exportPieces,
  failed,
  fieldErrorsIn,
  type FileFormat,
  formatCsvHeader,
  formatCsvRow,
  formatOfName,
  importAnswer,
  importFile,
  type ImportForm,
  importQuery,
  type ImportRow,
  type ImportSource,
  ImportTally,
  type ImportTarget,
  RECORD_IMPORT_PATH,
  RecordExport,
  RecordImport,
  refusePages,
  REPORT_CONTENT,
  type RowReport,
  statementBytes,
  type UnitSettings,
  type Values,
  WORDS_BYTES,
  writeOnce,
} from './transfer/index.js';
export {
  ApiConditions,
  ApiIdempotencyKey,
  ApiLeaseToken,
  ApiWait,
  Conditions,
  LeaseConditions,
  UnitConditions,
  type WriteConditions,
} from './write-conditions.js';
export { WriteModule } from './write.module.js';
export type { WritePolicy, Writer, WriteScope } from './write-policy.js';
export type { Values as RowValues, Wanted } from './write-values.js';
