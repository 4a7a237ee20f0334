import type { DomainError } from '../domain-error.js';
import {
  DatabaseUnavailableError,
  DuplicateKeyError,
  InvalidRegexError,
  MissingRightsError,
  QueryTimeoutError,
  RowLockedError,
  StillReferencedError,
  TriggersBrokenError,
  TryAgainError,
} from './database.errors.js';

// The only file that knows the numbers of MySQL and MariaDB.
const LOCK_REFUSED = new Set([
  1205, // lock wait timeout; MariaDB's NOWAIT as well
  3572, // MySQL's NOWAIT
]);
const CONFLICT = new Set([
  1213, // deadlock; on Galera also a conflict found at COMMIT
  1020, // the row changed since the snapshot (MariaDB, innodb_snapshot_isolation)
  3101, // Group Replication: a conflict found at COMMIT, rolled back
]);
/** What failed COMMIT; its message names the reason by a number of the storage engine. */
const COMMIT_FAILED = 1180;
/** HA_ERR_LOCK_DEADLOCK: a local victim of a change that Group Replication applied. */
const DEADLOCK_AT_COMMIT = /error 149\b/;
const STATEMENT_TIMEOUT = new Set([
  1969, // MariaDB, max_statement_time
  3024, // MySQL, max_execution_time
  3699, // MySQL, regexp_time_limit
]);
const UNAVAILABLE = new Set([
  1021, // the disk is full
  1114, // a table cannot grow, for the same reason
  1040, // too many connections
  1203, // too many connections of this user
  1047, // Galera: this node is not in the primary component
  1053, // shutdown in progress
  COMMIT_FAILED, // Galera: the node lost the others meanwhile
  1290, // read-only: a primary of yesterday, or not one yet
  1836, // the same
  3100, // Group Replication: the member lost its group
  1927, // connection killed
]);
const UNHOLDABLE_TEXT = new Set([
  1267, // illegal mix of collations
  1271, // the same with more than two
  3854, // MySQL 8: cannot convert the string
]);
const INVALID_REGEX = new Set([
  1139, // MariaDB, and MySQL before 8
  ...[3685, 3686, 3687, 3688, 3689, 3690, 3691, 3692, 3693], // MySQL, one number for each kind of mistake
  ...[3694, 3695, 3696, 3697, 3698, 3700],
]);
const DENIED = new Set([
  1044, // to this database
  1142, // to this table
  1227, // a privilege of the whole server
]);
const DUPLICATE_KEY = 1062;
const PARSE_ERROR = 1064;
/**
 * A Galera node that broke off a connection just while it opened the table keeps a half-read trigger in its table cache
 * (seen on MariaDB 10.11.19, docs/scaling.md): a fault of the server, which FLUSH TABLES ends.
 */
const BROKEN_TRIGGER = /^Trigger '[^']*' has an error in its body/;
const DEFINER_GONE = 1449; // the account in whose name a trigger runs
const NULL_REFUSED = 1048;
const UNKNOWN_TRIGGER = 1360;
const BINARY_LOG_NEEDS_TRUST = 1419;
/** A foreign key of another table would lose its row. */
const STILL_REFERENCED = 1451;

/** How Node and mysql2 say that there is no connection (any more). */
const CONNECTION_LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND', // a container's name is gone while it is stopped
  'EAI_AGAIN',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'POOL_WAIT_TIMEOUT',
]);

const DENIED_HINT =
  'The database refuses this to the account that is used, or to the one in whose name a trigger runs. doctor says which rights are missing.';

interface DriverError extends Error {
  code?: string;
  errno?: number;
  sqlMessage?: string;
  fatal?: boolean;
}

/** The error that a service may throw for this one of the driver or of TypeORM; undefined for a fault of ours. */
export function toDomainError(error: unknown): DomainError | undefined {
  const driver = driverErrorOf(error);
  if (!driver) return undefined;
  const options = { cause: error };
  const { errno = 0 } = driver;
  if (LOCK_REFUSED.has(errno)) return new RowLockedError(options);
  if (isConflict(driver)) return new TryAgainError(options);
  if (STATEMENT_TIMEOUT.has(errno)) return new QueryTimeoutError(options);
  if (INVALID_REGEX.has(errno)) return new InvalidRegexError(options);
  if (errno === DUPLICATE_KEY) return new DuplicateKeyError(keyOf(driver), options);
  if (errno === DEFINER_GONE) return new TriggersBrokenError(options);
  if (DENIED.has(errno)) return new MissingRightsError(DENIED_HINT, options);
  if (errno === STILL_REFERENCED) return new StillReferencedError(childTableOf(driver), options);
  return isUnavailable(driver) ? new DatabaseUnavailableError({}, options) : undefined;
}

/** Whether the whole unit may be run again from a new transaction: nothing of it was written. */
export function isConflict(error: unknown): boolean {
  const driver = driverErrorOf(error);
  const { errno = 0, message = '' } = driver ?? {};
  return CONFLICT.has(errno) || (errno === COMMIT_FAILED && DEADLOCK_AT_COMMIT.test(message));
}

/** Whether nobody here can tell if a COMMIT that failed so was done: the line broke, or the node lost the others. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (
    isConnectionLost(error) || (driverErrorNumber(error) === COMMIT_FAILED && !isConflict(error))
  );
}

/** Whether a text was compared with a column whose character set cannot hold it. */
export function isUnholdableText(error: unknown): boolean {
  return UNHOLDABLE_TEXT.has(driverErrorNumber(error));
}

/** Whether the statement met somebody else's lock or change: what its transaction did so far is undone or unsure. */
export function isLockFailure(error: unknown): boolean {
  return isConflict(error) || LOCK_REFUSED.has(driverErrorNumber(error));
}

/** Whether the database user lacks a right. */
export function isAccessDenied(error: unknown): boolean {
  return DENIED.has(driverErrorNumber(error));
}

/** Whether a trigger did not run: its definer is gone, or no trigger gave the value of a column that refuses NULL. */
export function isBrokenTrigger(error: unknown): boolean {
  const number = driverErrorNumber(error);
  return number === DEFINER_GONE || number === NULL_REFUSED;
}

export function isUnknownTrigger(error: unknown): boolean {
  return driverErrorNumber(error) === UNKNOWN_TRIGGER;
}

/** Whether the server, which keeps a binary log, makes triggers for accounts with SUPER only. */
export function isTriggerRefused(error: unknown): boolean {
  return driverErrorNumber(error) === BINARY_LOG_NEEDS_TRUST;
}

/** Whether the connection itself is gone, so that nobody knows what the server did with the last command. */
export function isConnectionLost(error: unknown): boolean {
  const driver = driverErrorOf(error);
  return driver !== undefined && (CONNECTION_LOST.has(driver.code ?? '') || driver.fatal === true);
}

/** The number of MySQL for this error; 0 for any other. */
function driverErrorNumber(error: unknown): number {
  return driverErrorOf(error)?.errno ?? 0;
}

function isUnavailable(error: DriverError): boolean {
  return (
    UNAVAILABLE.has(error.errno ?? 0) ||
    (error.errno === PARSE_ERROR && BROKEN_TRIGGER.test(error.message)) ||
    CONNECTION_LOST.has(error.code ?? '') ||
    error.message === 'Queue limit reached.' ||
    error.message === 'Pool is closed.'
  );
}

/** TypeORM wraps the driver's error, and spreads its members over its own. */
function driverErrorOf(error: unknown): DriverError | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
}

/** "… a foreign key constraint fails (`site`.`lending_loan`, CONSTRAINT …": the name of the table in it. */
function childTableOf({ sqlMessage = '' }: DriverError): string {
  return /fails \(`[^`]*`\.`([^`]+)`/.exec(sqlMessage)?.[1] ?? '';
}

/** `Duplicate entry 'x' for key 'assets_asset.serial'` on MySQL 8, without the table on MariaDB. */
function keyOf({ sqlMessage = '' }: DriverError): string {
  const name = /for key '([^']+)'$/.exec(sqlMessage)?.[1] ?? '';
  return name.slice(name.indexOf('.') + 1);
}
