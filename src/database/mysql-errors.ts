import { DomainError } from '../domain-error.js';
import {
  DatabaseUnavailableError,
  DuplicateKeyError,
  InvalidRegexError,
  MissingRightsError,
  QueryTimeoutError,
  RowLockedError,
  StillReferencedError,
  TooLargeForDatabaseError,
  TriggersBrokenError,
  TryAgainError,
} from './database.errors.js';
import { serverState, type ServerState } from './server-states.js';

// With `server-states.ts` the only file that knows the numbers of MySQL and MariaDB.
const LOCK_REFUSED = new Set([
  1205, // lock wait timeout; MariaDB's NOWAIT as well
  3572, // MySQL's NOWAIT
]);
const CONFLICT = new Set([
  1213, // deadlock; on Galera also a conflict found at COMMIT
  1020, // the row changed since the snapshot (MariaDB, innodb_snapshot_isolation)
  3101, // Group Replication: a conflict found at COMMIT, rolled back
  1412, // the table was altered meanwhile
  1615, // the same, under a prepared statement
]);
/** What failed COMMIT; in every language the first number of its message is the storage engine's. */
const COMMIT_FAILED = 1180;
/** HA_ERR_LOCK_DEADLOCK: a local victim of a change that Group Replication applied. */
const DEADLOCK_AT_COMMIT = '149';
const STATEMENT_TIMEOUT = new Set([
  1969, // MariaDB, max_statement_time
  3024, // MySQL, max_execution_time
  3699, // MySQL, regexp_time_limit
]);
/** In the middle of a COMMIT nobody knows whether the server had done it before. */
const ENDED_BY_FORCE = new Set([
  1053, // shutdown in progress
  1317, // the statement was killed
  1927, // the connection was
  3169, // the same on MySQL
]);
const TOO_LARGE = new Set([
  1153, // a statement, for max_allowed_packet
  1301, // the result of a function, for the same
  1118, // a row
  1162, // a text
  1197, // a transaction, for the binary log
  1534, // a statement, for the same
  1713, // a change, for the undo log
]);
const UNHOLDABLE_TEXT = new Set([
  1267, // illegal mix of collations
  1270, // of three
  1271, // of more
  3854, // MySQL 8: cannot convert the string
  3988, // the same of a prepared statement
]);
const INVALID_REGEX = new Set([
  1139, // MariaDB, and MySQL before 8
  ...[3685, 3686, 3687, 3688, 3689, 3690, 3691, 3692, 3693], // MySQL, one number for each kind of mistake
  ...[3694, 3695, 3696, 3697, 3698, 3700],
]);
const DENIED = new Set([
  1044, // to this database
  1142, // to this table
  1143, // to this column
  1227, // a privilege of the whole server
]);
const SCHEMA_CHANGED = new Set([
  1054, // no such column
  1146, // no such table
  1176, // no such index
  1364, // a column without a default came, which the INSERT does not name
]);
const DUPLICATE_KEY = 1062;
const PARSE_ERROR = 1064;
/** The class of SQLSTATE for a line that broke or was refused. */
const CONNECTION_EXCEPTION = '08';
/**
 * A Galera node that broke off a connection just while it opened the table keeps a half-read trigger in its table cache
 * (seen on MariaDB 10.11.19, docs/scaling.md): a fault of the server, which FLUSH TABLES ends. In every language the message
 * quotes the trigger, a name of one word, and then the whole message of the parser.
 */
const BROKEN_TRIGGER = /^[^']*'[^'\s]+'[^']*: '/;
const DEFINER_GONE = 1449; // the account in whose name a trigger runs
const NULL_REFUSED = 1048;
const UNKNOWN_TRIGGER = 1360;
const BINARY_LOG_NEEDS_TRUST = 1419;
/** A foreign key of another table would lose its row; the second where the account may not see that table. */
const STILL_REFERENCED = new Set([1451, 1217]);

/** A value that does not fit its column. */
const REFUSED_VALUE = new Set([
  1048, // NULL
  1264, // out of range
  1265, // cut
  1292, // no such date or number
  1366, // no number, or a text that the character set cannot hold
  1367, // the same of a float
  1406, // too long
  1411, // a wrong value for a function
  3140, // no JSON (MySQL)
  3819, // a CHECK of the table (MySQL)
  4025, // the same (MariaDB)
]);
/** A foreign key leads to no row; the second where the account may not see that table. */
const RELATED_MISSING = new Set([1452, 1216]);

/** The SQLSTATE of `SIGNAL` in a trigger that refuses a row, whatever number it gives. */
const SIGNALLED = '45000';

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
  'POOL_REFUSED',
  'POOL_WAIT_TIMEOUT',
]);

const DENIED_HINT =
  'The database refuses this to the account that is used, or to the one in whose name a trigger runs. doctor says which rights are missing.';

interface DriverError extends Error {
  code?: string;
  errno?: number;
  sqlMessage?: string;
  sqlState?: string;
  fatal?: boolean;
  /** Of `statement.ts`. */
  statementBytes?: number;
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
  if (TOO_LARGE.has(errno)) return new TooLargeForDatabaseError(options);
  if (errno === DEFINER_GONE) return new TriggersBrokenError(options);
  if (DENIED.has(errno)) return new MissingRightsError(DENIED_HINT, options);
  if (STILL_REFERENCED.has(errno)) return new StillReferencedError(childTableOf(driver), options);
  return isUnavailable(driver) ? new DatabaseUnavailableError({}, options) : undefined;
}

/** Whether the whole unit may be run again from a new transaction: nothing of it was written. */
export function isConflict(error: unknown): boolean {
  const { errno = 0, message = '' } = driverErrorOf(error) ?? {};
  if (errno === COMMIT_FAILED) return /\d+/.exec(message)?.[0] === DEADLOCK_AT_COMMIT;
  return CONFLICT.has(errno);
}

/**
 * Whether nobody here can tell if a COMMIT that failed so was done: the line broke, somebody ended it, or the node lost the others.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  const errno = driverErrorNumber(error);
  if (isConnectionLost(error) || ENDED_BY_FORCE.has(errno)) return true;
  return errno === COMMIT_FAILED && !isConflict(error);
}

/** Whether a text was compared with a column whose character set cannot hold it. */
export function isUnholdableText(error: unknown): boolean {
  return UNHOLDABLE_TEXT.has(driverErrorNumber(error));
}

/** Whether the statement met somebody else's lock or change: what its transaction did so far is undone or unsure. */
export function isLockFailure(error: unknown): boolean {
  return isConflict(error) || LOCK_REFUSED.has(driverErrorNumber(error));
}

/** Whether the statement names something that the database does not have (any more). */
export function isSchemaChange(error: unknown): boolean {
  return SCHEMA_CHANGED.has(driverErrorNumber(error));
}

/** Whether the database user lacks a right; also of an error that a service was told so by. */
export function isAccessDenied(error: unknown): boolean {
  return DENIED.has(driverErrorNumber(error instanceof DomainError ? error.cause : error));
}

/** What the error says of the server, the line to it or our account there; undefined where it says nothing of them. */
export function serverStateOf(error: unknown): ServerState | undefined {
  const driver = driverErrorOf(error instanceof DomainError ? error.cause : error);
  return driver && serverState(driver.errno ?? 0, driver.code ?? '');
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

/** Why the database did not take a row. */
export interface RowRefusal {
  readonly kind: 'value' | 'related' | 'trigger';
  /** Names that the server quotes, the column last; beside them may stand values. */
  readonly names: readonly string[];
}

/** Undefined for an error that is not about the values of a row. */
export function rowRefusalOf(error: unknown): RowRefusal | undefined {
  const { errno = 0, sqlMessage = '', sqlState } = driverErrorOf(error) ?? {};
  if (RELATED_MISSING.has(errno)) {
    // The definition stands there as SQL, in every language.
    const [, column] = /FOREIGN KEY \(`((?:[^`]|``)+)`\)/.exec(sqlMessage) ?? [];
    return { kind: 'related', names: column === undefined ? [] : [column.replaceAll('``', '`')] };
  }
  if (sqlState === SIGNALLED) return { kind: 'trigger', names: [] };
  if (!REFUSED_VALUE.has(errno)) return undefined;
  const quotes = sqlMessage.matchAll(/[`']([^`']+)[`']/g);
  return {
    kind: 'value',
    names: Array.from(quotes, ([, name = '']) => name.split('.').at(-1) ?? name),
  };
}

/** The same with what to do, for the person who started a program. The reason that TLS failed for is OpenSSL's or Node's. */
export function explainDatabase(error: unknown): string | undefined {
  const state = serverStateOf(error);
  if (!state) return undefined;
  const { code, message = '' } = driverErrorOf(error) ?? {};
  const reason = code === 'HANDSHAKE_SSL_ERROR' ? ` (${message.trim()})` : '';
  return `${state.sentence} ${state.remedy}${reason}`;
}

/** Whether the connection itself is gone, so that nobody knows what the server did with the last command. */
export function isConnectionLost(error: unknown): boolean {
  const driver = driverErrorOf(error);
  return driver !== undefined && (CONNECTION_LOST.has(driver.code ?? '') || driver.fatal === true);
}

/** Whether the line broke under a statement that is larger than the server takes. */
export function isTooLargeToSend(error: unknown, largestStatement: number): boolean {
  return isConnectionLost(error) && (driverErrorOf(error)?.statementBytes ?? 0) > largestStatement;
}

/** The number of MySQL for this error; 0 for any other. */
function driverErrorNumber(error: unknown): number {
  return driverErrorOf(error)?.errno ?? 0;
}

function isUnavailable(driver: DriverError): boolean {
  const { errno = 0, code = '', sqlState = '' } = driver;
  return (
    serverState(errno, code) !== undefined ||
    sqlState.startsWith(CONNECTION_EXCEPTION) ||
    isConnectionLost(driver) ||
    (errno === PARSE_ERROR && BROKEN_TRIGGER.test(driver.message))
  );
}

/** TypeORM wraps the driver's error, and spreads its members over its own. */
function driverErrorOf(error: unknown): DriverError | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
}

/**
 * "… (`site`.`lending_loan`, CONSTRAINT …": in every language the first two names are those of the database and the table. A
 * backquote in a name is doubled.
 */
function childTableOf({ sqlMessage = '' }: DriverError): string {
  const table = /\(`(?:[^`]|``)*`\.`((?:[^`]|``)+)`/.exec(sqlMessage)?.[1] ?? '';
  return table.replaceAll('``', '`');
}

/** The index is what every language quotes last, without its table on MariaDB: 'assets_asset.serial' on MySQL 8. */
function keyOf({ sqlMessage = '' }: DriverError): string {
  const name = /'([^']+)'[^']*$/.exec(sqlMessage)?.[1] ?? '';
  return name.slice(name.indexOf('.') + 1);
}
