import type { DataSourceOptions } from 'typeorm';
import type { Config, DatabaseAddress } from '../config/index.js';
import { boundedDriver } from './connection-pool.js';
import { migrationsFor } from './migrations/index.js';
import { withOwnTables } from './own-tables.js';
import { streamOptions, tlsOptions } from './tls.js';

/** A connection may rest for hours; firewalls forget one that says nothing for some minutes, without telling its ends. */
const KEEP_ALIVE_MS = 30_000;

/** The one place that says how we connect; used by the application, the TypeORM CLI and the tests. */
export function dataSourceOptions(config: Config): DataSourceOptions {
  const options: DataSourceOptions = {
    // Also on MySQL: the type only decides which SQL TypeORM writes, and MariaDB's is understood by both.
    type: 'mariadb',
    ...addressOf(config.database.address),
    driver: boundedDriver(config),
    ssl: tlsOptions(config.database.address),
    charset: 'utf8mb4',
    timezone: 'Z',
    // Dates and times come as the server's text (`times.ts`): a Date would cut the microseconds off.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize: config.database.poolSize,
    connectTimeout: 5_000,
    synchronize: false,
    migrations: migrationsFor(config.django.version),
    migrationsTableName: 'lockstep_migrations',
    migrationsTransactionMode: 'none',
    extra: {
      ...streamOptions(config.database.address),
      trace: false,
      enableKeepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
      // JSON comes as its text from every server. Else MySQL and newer MariaDBs mark the column and the driver parses it,
      // older ones do not, and a string looks just like a document that is still to be parsed.
      jsonStrings: true,
    },
  };
  return withOwnTables(options, config.database);
}

function addressOf({ socketPath, tls: _, ...address }: DatabaseAddress) {
  return socketPath === undefined ? address : { ...address, socketPath };
}
