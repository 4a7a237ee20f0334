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
  statementBytes,
  type Column,
  columnsOf,
  csvRows,
  decodeUtf8,
  DELIMITERS,
  exportAnswer,
  exportContent,
  exportPieces,
  failed,
  fieldErrorsIn,
  type FileFormat,
  ApiFormParameters,
  ApiImportBody,
  formatCsvHeader,
  formatCsvRow,
  formatOfName,
  ImportRefusedError,
  type ImportRow,
  type ImportSource,
  ImportTally,
  ImportTooLargeError,
  MEDIA_TYPES,
  ndjsonRows,
  NotUtf8Error,
  receive,
  RecordExport,
  refusePages,
  REPORT_CONTENT,
  reportLines,
  type RowReport,
  RowTooLargeError,
  type Values,
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
