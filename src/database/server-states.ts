/** What is the matter with the server, with the line to it or with our account there. */
export interface ServerState {
  /** For `/health/ready`: says nothing of names and addresses. */
  readonly sentence: string;
  /** What the person who runs us does about it. */
  readonly remedy: string;
}

const COMMIT_FAILED = 1180;

/** By the numbers of MySQL and MariaDB, and by mysql2's own codes. */
const STATES: readonly (readonly [
  ids: readonly (number | string)[],
  ...state: [string, string],
])[] = [
  [
    [1045, 1698],
    'The database refuses the user or the password of DATABASE_URL.',
    'Correct them; special characters are percent-encoded. MariaDB says so, too, where it wants TLS and ssl-mode=DISABLED.',
  ],
  [
    [1820, 1862],
    'The password of the database account has expired.',
    'Set a new one there by ALTER USER, and in DATABASE_URL.',
  ],
  [
    [3118, 3955, 4150, 4151], // MySQL; after failed logins; the same two on MariaDB
    'The database account is locked.',
    'Unlock it: ALTER USER … ACCOUNT UNLOCK.',
  ],
  [
    [1044],
    'The user of DATABASE_URL has no rights on that database, or it does not exist.',
    'GRANT them, or correct the name.',
  ],
  [
    [1142, 1143, 1227, 1370], // on a table, on a column, on the whole server, on a routine
    'The database account lacks a right.',
    'GRANT it; the README names those that are needed.',
  ],
  [
    [1049],
    'The server has no database of the name in DATABASE_URL.',
    'Create it (CREATE DATABASE name CHARACTER SET utf8mb4), or correct the name.',
  ],
  [
    [1040, 1135],
    'The database server takes no more connections.',
    'Raise max_connections there, or lower DB_POOL_SIZE or WEB_CONCURRENCY.',
  ],
  [
    [1203, 1226],
    'The database account takes no more connections or statements.',
    'Raise its limits (max_user_connections, ALTER USER … WITH), or lower DB_POOL_SIZE or WEB_CONCURRENCY.',
  ],
  [
    [1129],
    'The database server blocks this host after too many failed connections.',
    'FLUSH HOSTS there.',
  ],
  [
    [1130],
    'The database server takes no connections from this host.',
    'Make the account for this host: CREATE USER name@host.',
  ],
  [
    [1251, 1524],
    'The database account logs in by a method that is not known on both sides.',
    'ALTER USER … IDENTIFIED WITH caching_sha2_password on MySQL, mysql_native_password on MariaDB.',
  ],
  [
    [3159],
    'The database server takes connections with TLS only.',
    'Set ssl-mode=REQUIRED in DATABASE_URL.',
  ],
  [
    ['HANDSHAKE_NO_SSL_SUPPORT'],
    'The database server offers no TLS, and ssl-mode in DATABASE_URL asks for it.',
    'Give the server a certificate, or set ssl-mode=PREFERRED.',
  ],
  [
    ['HANDSHAKE_SSL_ERROR'],
    'The TLS connection to the database failed.',
    'Its certificate must be of the authority in ssl-ca, and name the host with ssl-mode=VERIFY_IDENTITY.',
  ],
  [
    [3, 1021, 1026, 1030, 1114],
    'The database server cannot write to its disk, which may be full.',
    'Make room there; its log says more.',
  ],
  [[1037, 1038, 1041], 'The database server has no memory left.', 'Give it more, or less to do.'],
  [
    [1206, 1461, 1637],
    'The database server has no room for more locks, transactions or prepared statements.',
    'Raise innodb_buffer_pool_size or max_prepared_stmt_count there.',
  ],
  [[1053], 'The database server is shutting down.', 'Start it again.'],
  [
    [3032], // also of a member that lost its group
    'The database server is in offline mode.',
    'SET GLOBAL offline_mode = OFF there.',
  ],
  [
    [3098],
    'The MySQL group takes no writes to one of the tables.',
    'doctor says which, and why: no primary key, a cascading foreign key, not InnoDB.',
  ],
  [
    [1047, 3100, 3796, 3797, 3798, 3799, COMMIT_FAILED], // Galera; Group Replication, at a write and at a read; either, at COMMIT
    'The node of the database is not part of its cluster.',
    'Name another node in DATABASE_URL, or let this one join.',
  ],
  [
    [1290, 1792, 1836, 1874],
    'The database server is read-only.',
    'It may be a replica: name the primary in DATABASE_URL.',
  ],
  [[1223], 'The database is locked for a backup.', 'UNLOCK TABLES, or wait.'],
  [
    [1317, 1927, 3169], // the statement; the connection on MariaDB, on MySQL
    'Somebody ended the statement or the connection on the database server.',
    'Ask who runs KILL there.',
  ],
  [
    [1152, 1158, 1159, 1160, 1161, 1184, 4031],
    'The database server broke the connection off.',
    'Its log says why; init_connect may be wrong.',
  ],
  [
    [1193],
    'The database server does not know a variable that is set on every connection.',
    'It must be MariaDB 10.6, MySQL 8.0 or later.',
  ],
];

const states: ReadonlyMap<number | string, ServerState> = new Map(
  STATES.flatMap(([ids, sentence, remedy]) => ids.map((id) => [id, { sentence, remedy }] as const)),
);

/** The numbers by which a client, and so a proxy that is one, says that it does not reach the server. */
const isClientError = (errno: number): boolean => errno >= 2000 && errno < 2100;
/** ProxySQL: no server of the group answered in time. */
const PROXYSQL_TIMEOUT = 9001;

const BEHIND_PROXY: ServerState = {
  sentence: 'A proxy does not reach the database.',
  remedy: 'Look at the server behind it.',
};

/** The state that an error of the driver tells of; undefined for one about the statement. */
export function serverState(errno: number, code: string): ServerState | undefined {
  const isProxys = isClientError(errno) || errno === PROXYSQL_TIMEOUT;
  return states.get(errno) ?? states.get(code) ?? (isProxys ? BEHIND_PROXY : undefined);
}
