import { setTimeout as pause } from 'node:timers/promises';

const STORM_MS = 4_000;

/** Default from 11.6.2 on: a row that changed since a snapshot is refused with 1020, which is run again like a deadlock. */
export const snapshotIsolation = {
  name: 'snapshot-isolation',
  title: 'innodb_snapshot_isolation is on',
  limitSeconds: 10,
  flags: ['--innodb-snapshot-isolation=ON'],
  disturb: ({ database }) => loaded(database, { innodb_snapshot_isolation: 1 }),
};

/**
 * Those of the defaults of MariaDB 11.8 that 10.11 knows. It does not know `character_set_collations`, by which there
 * every utf8mb4 column without a collation of its own is uca1400; and it is the newest in Debian 12.
 */
export const mariadb118Defaults = {
  name: 'mariadb-11.8-defaults',
  title: 'the defaults of MariaDB 11.8, as far as this server knows them',
  limitSeconds: 10,
  flags: [
    '--innodb-snapshot-isolation=ON',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_uca1400_ai_ci',
  ],
  disturb: ({ database }) =>
    loaded(database, {
      innodb_snapshot_isolation: 1,
      collation_server: 'utf8mb4_uca1400_ai_ci',
    }),
};

/** Nothing but the load; but the server must really be as the name of the fault says. */
async function loaded(database, expected) {
  await pause(STORM_MS);
  const connection = await database.connect();
  const names = Object.keys(expected);
  const [[found]] = await connection.query(
    `SELECT ${names.map((name) => `@@global.${name} AS ${name}`).join(', ')}`,
  );
  await connection.end();
  return names
    .filter((name) => found[name] !== expected[name])
    .map((name) => `${name} is ${found[name]}`);
}
