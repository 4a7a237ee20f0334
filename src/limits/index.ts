export { Limits, type LoginTry, type Outcome, type Turn } from './limits.js';
export { OwnLimits } from './own-limits.js';
export type { WindowState } from './window-counter.js';
