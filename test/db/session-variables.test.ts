import { afterAll, beforeAll, expect, test } from 'vitest';
import { pinStatement, sessionVariables } from '../../src/database/session-variables.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';

const LIMITS = { lock: 3, statement: 20 };

/** Every variable: what it must not be, as SQL, and what it must be, as the server shows it. */
const EVERYWHERE: [name: string, opposite: string, wanted: unknown][] = [
  ['character_set_client', 'latin1', 'utf8mb4'],
  ['character_set_results', 'latin1', 'utf8mb4'],
  ['collation_connection', 'latin1_swedish_ci', 'utf8mb4_general_ci'],
  [
    'sql_mode',
    `'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'`,
    'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  ],
  ['time_zone', `'+05:00'`, '+00:00'],
  ['lc_messages', `'de_DE'`, 'en_US'],
  ['autocommit', '0', 1],
  ['completion_type', `'CHAIN'`, 'NO_CHAIN'],
  ['sql_auto_is_null', '1', 0],
  ['sql_select_limit', '1', '18446744073709551615'],
  ['sql_safe_updates', '1', 0],
  ['sql_big_selects', '0', 1],
  ['group_concat_max_len', '4', 1048576],
  ['div_precision_increment', '0', 4],
  ['max_sort_length', '64', 1024],
  ['foreign_key_checks', '0', 1],
  ['unique_checks', '0', 1],
  ['innodb_lock_wait_timeout', '50', 3],
  ['lock_wait_timeout', '86400', 3],
  ['net_read_timeout', '1', 30],
  ['net_write_timeout', '1', 60],
  ['wait_timeout', '1', 28800],
];

const MARIADB: typeof EVERYWHERE = [
  ['old_mode', `''`, 'UTF8_IS_UTF8MB3'],
  ['default_regex_flags', `'EXTENDED,DOTALL'`, ''],
  ['tx_isolation', `'SERIALIZABLE'`, 'READ-COMMITTED'],
  ['tx_read_only', '1', 0],
  ['idle_transaction_timeout', '1', 0],
  ['idle_readonly_transaction_timeout', '1', 0],
  ['idle_write_transaction_timeout', '1', 0],
  ['in_predicate_conversion_threshold', '2', 1000],
  ['check_constraint_checks', '0', 1],
  ['sql_if_exists', '1', 0],
  ['max_statement_time', '1', 20],
];

const MYSQL: typeof EVERYWHERE = [
  ['transaction_isolation', `'SERIALIZABLE'`, 'READ-COMMITTED'],
  ['transaction_read_only', '1', 0],
  ['use_secondary_engine', `'ON'`, 'OFF'],
  ['max_execution_time', '1000', 20_000],
];

let db: TestDatabase;
let variables: typeof EVERYWHERE;

beforeAll(async () => {
  db = await createTestDatabase('session_variables');
  const [server] = await db.query<{ version: string }>('SELECT VERSION() AS version');
  const own = server?.version.includes('MariaDB') ? MARIADB : MYSQL;
  variables = [...EVERYWHERE, ...own];
});

afterAll(() => db.close());

test('every variable that is set has a line in this table, and none has one that is not set', () => {
  const names = [...EVERYWHERE, ...MARIADB, ...MYSQL].map(([name]) => name);
  expect(
    sessionVariables(LIMITS)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names.sort());
});

test('one statement brings each back that has its opposite, also for an account without special rights', async () => {
  await db.query(`DROP USER IF EXISTS test_session_variables`);
  await db.query(`CREATE USER test_session_variables IDENTIFIED BY 'plain'`);
  await db.query(`GRANT SELECT ON \`test\\_session\\_variables\`.* TO test_session_variables`);
  const url = new URL(db.url);
  url.username = 'test_session_variables';
  url.password = 'plain';
  const plain = await openTestDatabase(url.href, { DB_POOL_SIZE: '1' });
  const runner = plain.dataSource.createQueryRunner();
  try {
    await runner.query(
      `SET SESSION ${variables.map(([name, opposite]) => `${name} = ${opposite}`).join(', ')}`,
    );
    await runner.query(pinStatement(LIMITS));
    const columns = variables.map(([name]) => `@@SESSION.${name} AS ${name}`);
    const [seen] = (await runner.query(`SELECT ${columns.join(', ')}`)) as Record<
      string,
      unknown
    >[];
    expect(seen).toEqual(Object.fromEntries(variables.map(([name, , wanted]) => [name, wanted])));
  } finally {
    await runner.release();
    await plain.close();
    await db.query(`DROP USER test_session_variables`);
  }
});
