export { databaseStarted } from './database-start.js';
export { sharedLimits } from './primary-limits.js';
export { Primary } from './primary.js';
export {
  announceReady,
  collectFromAll,
  isFirstProcess,
  NoAnswerError,
  stopRequests,
} from './worker.js';
