export { bulkScope, filter, isMeant, UNCLEAR } from './dto/write.dto.js';
export { Idempotency, type Outcome } from './idempotency.js';
export { partOf } from './idempotency-key.js';
export { isLeaseOn, isNotLeased, type Lease, LeasesRepository } from './leases.repository.js';
export {
  assertNotLeased,
  type HeldLease,
  LEASE_EXAMPLE,
  leaseFields,
  leaseSchema,
  type LeaseView,
  type LeaseWish,
  tokenField,
} from './leases.js';
export { type LeasedRow, Leases } from './leases.service.js';
export { changedByMySql, notKept } from './mysql-numbers.js';
export {
  compileFilter,
  compileList,
  type CompiledList,
  filterNames,
  orderableNames,
  pageOf,
  parseListQuery,
  type QueryParameters,
  type Scope,
  selectWithin,
  type SqlFragment,
} from './query/index.js';
export { RecordsModule } from './records.module.js';
export {
  ApiFormParameters,
  ApiImportBody,
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
  RowTooLargeError,
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
export {
  NotAttemptedError,
  OperationFailedError,
  PreconditionRequiredError,
  TooManyMatchedError,
} from './write.errors.js';
export { WriteModule } from './write.module.js';
