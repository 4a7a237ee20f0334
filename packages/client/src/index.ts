export {
  type Asset,
  type AssetCreate,
  type AssetPatch,
  type Holder,
  type Lease,
  type Listed,
  type ListQuery,
  type Row,
  type WriteOptions,
  type Written,
} from './assets.js';
export { Lockstep, type User } from './client.js';
export {
  type AssetEvent,
  type FeedEvent,
  type FeedOptions,
  type FeedQuery,
  type RecordEvent,
} from './feed.js';
export { type HttpOptions } from './http.js';
export { type ImportOptions, type ImportSummary, type RowReport } from './import.js';
export { LockstepError, type Problem } from './problem.js';
export { type RetryOptions } from './retry.js';
export { type components, type paths } from './schema.js';
