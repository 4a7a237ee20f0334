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
  toHeldLease,
  tokenField,
  toLeaseView,
} from './leases.js';
export {
  compileFilter,
  compileList,
  type CompiledList,
  filterNames,
  InvalidLookupError,
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
  LeaseHeldError,
  LeaseLostError,
  LeaseNotFoundError,
  NotAttemptedError,
  OperationFailedError,
  PreconditionRequiredError,
  TooManyMatchedError,
} from './write.errors.js';
export { WriteModule } from './write.module.js';
