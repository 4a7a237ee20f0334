export { lockstepAuthProvider, type Permissions } from './auth-provider.js';
export {
  type DataProviderOptions,
  lockstepDataProvider,
  type LockstepDataProvider,
  type Meta,
} from './data-provider.js';
export { type Lock, type LockOptions } from './locks.js';
export { type LockstepRecord } from './records.js';
export { type Callback, type RealtimeEvent } from './subscriptions.js';
