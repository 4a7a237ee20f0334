export { Primary } from './primary.js';
export {
  announceReady,
  collectFromAll,
  isFirstProcess,
  NoAnswerError,
  stopRequests,
} from './worker.js';
