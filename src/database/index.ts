export { ClusterJobs } from './cluster-jobs.js';
export { dataSourceOptions } from './data-source-options.js';
export {
  DatabaseUnavailableError,
  DuplicateKeyError,
  QueryTimeoutError,
  RowLockedError,
  StillReferencedError,
  TryAgainError,
} from './database.errors.js';
export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { explainDatabase, isAccessDenied, serverStateOf, toDomainError } from './mysql-errors.js';
export { runMigrations, schemaState } from './run-migrations.js';
export { CHECKED_SETTINGS, settingFaults, wrongSettings } from './server-settings.js';
export type { PlainRow } from './statement.js';
export { annotate, lockClause, lockMode, type Tx } from './transaction.js';
