/**
 * On which servers a variable is set: on every one, or by the comment that only one of them runs. MariaDB runs those with `M!`,
 * MySQL those with its version; a number is the first version that has the variable.
 */
type Where = 'everywhere' | `M!${string}` | `!80${number}`;

/** Everything of MariaDB, and of MySQL from the oldest version that we take. */
const MARIADB = 'M!';
const MYSQL = '!80000';

/** A variable of the session that our SQL needs at this value, whatever the server's configuration says. */
export interface SessionVariable {
  readonly name: string;
  /** As SQL. */
  readonly value: string;
  readonly where: Where;
}

/** Seconds. */
export interface WaitLimits {
  /** For one row, or for a table that somebody locked: `LOCK_WAIT_SECONDS`. */
  readonly lock: number;
  /** For one statement, waiting included. */
  readonly statement: number;
}

const everywhere = (name: string, value: string): SessionVariable => ({
  name,
  value,
  where: 'everywhere',
});

/** At the end of a row: what goes wrong with another value. */
export const sessionVariables = ({ lock, statement }: WaitLimits): readonly SessionVariable[] => [
  // What a text is.
  everywhere('character_set_client', `utf8mb4`), // our bytes are taken for other characters
  everywhere('character_set_results', `utf8mb4`), // characters come as `?`
  everywhere('collation_connection', `utf8mb4_general_ci`), // literals cannot be compared, or compare otherwise
  everywhere('sql_mode', `'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`), // values are cut silently
  everywhere('time_zone', `'+00:00'`), // CURRENT_TIMESTAMP, and so created_at, is not in UTC
  everywhere('lc_messages', `'en_US'`), // logs in the language of the server
  { name: 'old_mode', value: `'UTF8_IS_UTF8MB3'`, where: MARIADB }, // casts and warnings as in old versions
  { name: 'default_regex_flags', value: `''`, where: MARIADB }, // __regex finds other rows than in Django

  // What a transaction is.
  everywhere('autocommit', `1`), // a statement outside of a transaction is never committed
  everywhere('completion_type', `'NO_CHAIN'`), // COMMIT begins the next transaction, or ends the connection
  { name: 'tx_isolation', value: `'READ-COMMITTED'`, where: MARIADB }, // what was read under a lock is old
  { name: 'transaction_isolation', value: `'READ-COMMITTED'`, where: MYSQL },
  { name: 'tx_read_only', value: `0`, where: MARIADB }, // no write is taken
  { name: 'transaction_read_only', value: `0`, where: MYSQL },
  { name: 'idle_transaction_timeout', value: `0`, where: MARIADB }, // a long import loses its transaction
  { name: 'idle_readonly_transaction_timeout', value: `0`, where: MARIADB },
  { name: 'idle_write_transaction_timeout', value: `0`, where: MARIADB },
  { name: 'in_predicate_conversion_threshold', value: `1000`, where: MARIADB }, // rows of an IN are locked in another order
  { name: 'use_secondary_engine', value: `'OFF'`, where: '!80013' }, // HeatWave answers from a copy that is behind

  // Which rows a statement finds and what it may do.
  everywhere('sql_auto_is_null', `0`), // `id IS NULL` finds the row inserted last
  everywhere('sql_select_limit', `18446744073709551615`), // a SELECT without LIMIT is cut
  everywhere('sql_safe_updates', `0`), // an UPDATE without a key is refused
  everywhere('sql_big_selects', `1`), // a SELECT over many rows is refused
  everywhere('group_concat_max_len', `1048576`), // permissions are cut off
  everywhere('div_precision_increment', `4`), // quotients lose their digits
  everywhere('max_sort_length', `1024`), // texts are sorted by their beginning
  everywhere('foreign_key_checks', `1`), // a row that others refer to is deleted
  everywhere('unique_checks', `1`), // a duplicate may get in
  { name: 'check_constraint_checks', value: `1`, where: MARIADB }, // CHECK, as of a JSON column, is passed over
  { name: 'sql_if_exists', value: `0`, where: 'M!100502' }, // ALTER and DROP of what is missing succeed

  // How long something may take.
  everywhere('innodb_lock_wait_timeout', String(Math.max(1, lock))), // a row is waited for as long as the server says
  everywhere('lock_wait_timeout', String(Math.max(1, lock))), // a table that a backup locks, for a day or a year
  { name: 'max_statement_time', value: String(statement), where: MARIADB }, // a slow list keeps the server busy for good
  { name: 'max_execution_time', value: String(statement * 1000), where: MYSQL },
  everywhere('net_read_timeout', `30`), // the line is cut while a large statement arrives
  everywhere('net_write_timeout', `60`), // or while a large answer leaves
  everywhere('wait_timeout', `28800`), // a connection that rests is closed under a request
];

/** The statement that sets them all; one round trip. */
export function pinStatement(limits: WaitLimits): string {
  const parts = sessionVariables(limits).map(({ name, value, where }, index) => {
    const assignment = `${index === 0 ? '' : ', '}${name} = ${value}`;
    return where === 'everywhere' ? assignment : `/*${where} ${assignment} */`;
  });
  return `SET SESSION ${parts.join(' ')}`;
}
