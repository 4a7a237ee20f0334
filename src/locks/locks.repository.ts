import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { LocksHiddenError } from './locks.errors.js';

export interface TransactionRow {
  readonly id: string;
  readonly connection: number;
  readonly age_seconds: number;
  readonly is_waiting: 0 | 1;
  readonly statement: string | null;
  readonly rows_locked: number;
  readonly rows_changed: number;
}

export interface LockRow {
  readonly transaction_id: string;
  readonly is_granted: 0 | 1;
  readonly lock_table: string;
  readonly lock_index: string | null;
  readonly lock_data: string | null;
}

export interface WaitRow extends Omit<LockRow, 'transaction_id' | 'is_granted'> {
  readonly waiting_id: string;
  readonly blocking_id: string;
}

/** What a server holds at one moment. */
export interface LockTables {
  readonly transactions: TransactionRow[];
  readonly locks: LockRow[];
  readonly waits: WaitRow[];
}

/** Of our database only. `trx_started` is in the time of the machine, whatever the session's time zone. */
const TRANSACTIONS = `
  SELECT CAST(trx.trx_id AS CHAR) AS id, trx.trx_mysql_thread_id AS connection,
      TIMESTAMPDIFF(SECOND, trx.trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) AS age_seconds,
      trx.trx_state = 'LOCK WAIT' AS is_waiting, trx.trx_query AS statement,
      trx.trx_rows_locked AS rows_locked, trx.trx_rows_modified AS rows_changed
    FROM information_schema.innodb_trx trx
    JOIN information_schema.processlist process ON process.id = trx.trx_mysql_thread_id
   WHERE process.db = DATABASE() AND trx.trx_mysql_thread_id <> CONNECTION_ID()
   ORDER BY trx.trx_started, trx.trx_id LIMIT 1000`;

interface Dialect {
  readonly locks: string;
  readonly waits: string;
}

const MARIADB: Dialect = {
  locks: `
    SELECT CAST(own.lock_trx_id AS CHAR) AS transaction_id,
        NOT EXISTS (SELECT 1 FROM information_schema.innodb_lock_waits wait
                     WHERE wait.requested_lock_id = own.lock_id) AS is_granted,
        own.lock_table, own.lock_index, own.lock_data
      FROM information_schema.innodb_locks own WHERE own.lock_type = 'RECORD' LIMIT 10000`,
  waits: `
    SELECT CAST(wait.requesting_trx_id AS CHAR) AS waiting_id, CAST(wait.blocking_trx_id AS CHAR) AS blocking_id,
        own.lock_table, own.lock_index, own.lock_data
      FROM information_schema.innodb_lock_waits wait
      JOIN information_schema.innodb_locks own ON own.lock_id = wait.requested_lock_id LIMIT 10000`,
};

const MYSQL: Dialect = {
  locks: `
    SELECT CAST(own.engine_transaction_id AS CHAR) AS transaction_id, own.lock_status = 'GRANTED' AS is_granted,
        own.object_name AS lock_table, own.index_name AS lock_index, own.lock_data AS lock_data
      FROM performance_schema.data_locks own
     WHERE own.lock_type = 'RECORD' AND own.object_schema = DATABASE() LIMIT 10000`,
  waits: `
    SELECT CAST(wait.requesting_engine_transaction_id AS CHAR) AS waiting_id,
        CAST(wait.blocking_engine_transaction_id AS CHAR) AS blocking_id,
        own.object_name AS lock_table, own.index_name AS lock_index, own.lock_data AS lock_data
      FROM performance_schema.data_lock_waits wait
      JOIN performance_schema.data_locks own ON own.engine_lock_id = wait.requesting_engine_lock_id LIMIT 10000`,
};

/**
 * The tables in which a server shows its transactions and locks: one set on MariaDB, another on MySQL 8. MariaDB shows
 * copies that it renews when nobody has looked for a tenth of a second; so the three questions see one moment.
 */
@Injectable()
export class LocksRepository {
  constructor(private readonly database: Database) {}

  /** @throws LocksHiddenError where MySQL's tables would be empty */
  async read(): Promise<LockTables> {
    const { locks, waits } = await this.dialect();
    return {
      transactions: await this.database.query<TransactionRow>(TRANSACTIONS),
      locks: await this.database.query<LockRow>(locks),
      waits: await this.database.query<WaitRow>(waits),
    };
  }

  private async dialect(): Promise<Dialect> {
    const [server] = await this.database.query<{ version: string; isRecording: 0 | 1 }>(
      'SELECT VERSION() AS version, @@GLOBAL.performance_schema AS isRecording',
    );
    if (server?.version.includes('MariaDB')) return MARIADB;
    if (server?.isRecording !== 1) throw new LocksHiddenError('not recorded');
    return MYSQL;
  }
}
