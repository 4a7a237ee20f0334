export { type BatchAnswer, type BatchOperation, type BatchResult } from './batch.js';
export { type AnyModels, createLockstep, Lockstep, type User } from './client.js';
export {
  type AssetEvent,
  type FeedEvent,
  type FeedOptions,
  type FeedQuery,
  type RecordEvent,
} from './feed.js';
export { type HttpOptions } from './http.js';
export { type FileBody, type ImportOptions, type ImportSummary, type RowReport } from './import.js';
export {
  type AnyModel,
  type Asset,
  type AssetCreate,
  type AssetModel,
  type AssetPatch,
  type EventOf,
  type FieldDescription,
  type Key,
  type ModelDescription,
  type ModelTypes,
  type RelationDescription,
} from './models.js';
export {
  type Holder,
  type Lease,
  type ReadOptions,
  type Refused,
  type Row,
  type RowRef,
  type WriteOptions,
  type Written,
} from './outcomes.js';
export { dataOf, LockstepError, type Problem } from './problem.js';
export {
  type AggregateQuery,
  type BulkOptions,
  type BulkResult,
  type ExportQuery,
  type FilterQuery,
  type Group,
  type Listed,
  type ListQuery,
  type Lookup,
  type Lookups,
  type Page,
  type PageQuery,
} from './queries.js';
export { type RetryOptions } from './retry.js';
export { type History, Rows } from './rows.js';
export { type components, type paths } from './schema.js';
