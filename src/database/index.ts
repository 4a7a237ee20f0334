export { AuthUser } from './auth-user.entity.js';
export { ClusterJobs } from './cluster-jobs.js';
export { CombinedReads, preparedIn } from './combined-reads.js';
export { dataSourceOptions } from './data-source-options.js';
export {
  DatabaseUnavailableError,
  DuplicateKeyError,
  InventoryOffError,
  InventoryUnavailableError,
  MissingRightsError,
  QueryTimeoutError,
  RowLockedError,
  StillReferencedError,
  TryAgainError,
} from './database.errors.js';
export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { GROUP_VIEW, type GroupView, standingOf } from './group-member.js';
export {
  explainDatabase,
  isAccessDenied,
  isLockFailure,
  isSchemaChange,
  isTriggerRefused,
  rowRefusalOf,
  serverStateOf,
  toDomainError,
} from './mysql-errors.js';
export {
  isOwnTable,
  type OwnTables,
  ownTables,
  ownSchemaOf,
  ownTablesOf,
  presentOwnTables,
} from './own-tables.js';
export { MADE_BY_US } from './migrations/assets.js';
export { MIGRATION_NAMES } from './migrations/index.js';
export {
  askOn,
  type InventoryState,
  migrateDatabase,
  type Migrated,
  runMigrations,
} from './run-migrations.js';
export { Inventory } from './inventory.js';
export {
  accountExists,
  type Ask,
  type DatabaseFacts,
  isProblemOf,
  neededRights,
  type NeededRights,
  readFacts,
  SCHEMA_RIGHTS,
  sentencesOf,
  type Unmet,
  unmetRequirements,
} from './requirements/index.js';
export { CHECKED_SETTINGS, settingFaults, wrongSettings } from './server-settings.js';
export { type PlainRow, quoted } from './statement.js';
export { toDate, toIsoTime, toTimeText } from './times.js';
export { annotate, lockClause, lockMode, type Tx } from './transaction.js';
export {
  DJANGO_USER,
  quotedName,
  shownUserId,
  type UserColumn,
  type UserId,
  type UserLinks,
  UserModel,
} from './user-model.js';
