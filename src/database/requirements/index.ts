export { accountExists, type Ask, type DatabaseFacts, readFacts, readTriggers } from './facts.js';
export { neededRights, type NeededRights } from './needed-rights.js';
export {
  checkTriggersWork,
  isProblemOf,
  needsRepair,
  REPAIR,
  SCHEMA_RIGHTS,
  sentencesOf,
  type Unmet,
  unmetRequirements,
} from './unmet.js';
