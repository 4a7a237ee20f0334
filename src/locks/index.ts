export { LocksModule } from './locks.module.js';
