import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ResultSetHeader } from 'mysql2';
import type { QueryRunner } from 'typeorm';
import { DatabaseUnavailableError } from './database.errors.js';
import { isConflict } from './mysql-errors.js';
import { ownTablesOf } from './own-tables.js';

/** How long a process waits for another one that migrates: in turns, because every statement has a time limit. */
const PATIENCE_MS = 120_000;
const SECONDS_PER_TURN = 10;
/** Between two looks at a row, which nobody wakes us for. */
const SECONDS_PER_LOOK = 0.5;

/**
 * Runs `work` while no other process of this server does: a named lock, which ends with its connection.
 * @throws DatabaseUnavailableError when another one takes longer than two minutes
 */
export async function underNamedLock<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const name = `lockstep_migrate:${String(runner.dataSource.options.database)}`.slice(0, 64);
  await inTurns(name, async () => {
    const params = [name, SECONDS_PER_TURN];
    const rows: unknown = await runner.query('SELECT GET_LOCK(?, ?) AS held', params);
    return isDeepStrictEqual(rows, [{ held: 1 }]);
  });
  try {
    return await work();
  } finally {
    await runner.query('DO RELEASE_LOCK(?)', [name]);
  }
}

/** A holder that says nothing for so long is dead. */
const HELD_SECONDS = 60;

const tableOf = (name: string): string => `
  CREATE TABLE IF NOT EXISTS ${name} (
    id tinyint NOT NULL PRIMARY KEY,
    holder char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    held_until datetime(6) NOT NULL
  ) ENGINE=InnoDB`;

/**
 * The same on a cluster of several writers, where a named lock is one node's, and two processes on two nodes would drop each
 * other's triggers. Here it is a row: of two nodes that take it, COMMIT refuses one. Whoever migrates renews it before each statement,
 * and stops when somebody else has it.
 * @throws DatabaseUnavailableError when another one takes longer than two minutes, or took the lock away
 */
export async function underClusterLock<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const holder = randomBytes(16).toString('hex');
  const query = runner.query.bind(runner);
  const table = ownTablesOf(runner.dataSource).migrationLock;
  const lock: ClusterLock = { table, holder, query };
  await runner.query(tableOf(table));
  const take = () => unlessConflict(() => make(lock).then(() => claim(lock)));
  await inTurns('lockstep_migration_lock', async () => {
    if (await take()) return true;
    await runner.query('DO SLEEP(?)', [SECONDS_PER_LOOK]);
    return false;
  });
  const stopRenewing = renewBeforeStatements(runner, lock);
  try {
    return await work();
  } finally {
    stopRenewing();
    await runner.query(`UPDATE ${table} SET held_until = '1970-01-01' WHERE holder = ?`, [holder]);
  }
}

/** Of two nodes that make or take the row at once, COMMIT refuses one. */
async function unlessConflict(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write();
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

interface ClusterLock {
  readonly table: string;
  readonly holder: string;
  readonly query: QueryRunner['query'];
}

async function make({ table, query }: ClusterLock): Promise<void> {
  await query(`INSERT IGNORE INTO ${table} VALUES (1, '', '1970-01-01')`);
}

async function claim({ table, holder, query }: ClusterLock): Promise<boolean> {
  const { affectedRows } = (await query(
    `UPDATE ${table}
        SET holder = ?, held_until = UTC_TIMESTAMP(6) + INTERVAL ${HELD_SECONDS} SECOND
      WHERE id = 1 AND (holder = ? OR held_until < UTC_TIMESTAMP(6))`,
    [holder, holder],
  )) as ResultSetHeader;
  return affectedRows === 1;
}

/** @returns what ends it */
function renewBeforeStatements(runner: QueryRunner, lock: ClusterLock): () => void {
  const { query } = lock;
  const renewing = async (...args: Parameters<QueryRunner['query']>): Promise<unknown> => {
    if (!(await unlessConflict(() => claim(lock))))
      throw new DatabaseUnavailableError({ waiting_for: 'lockstep_migration_lock' });
    return query(...args);
  };
  Object.assign(runner, { query: renewing });
  return () => Object.assign(runner, { query });
}

async function inTurns(name: string, take: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  do if (await take()) return;
  while (performance.now() < deadline);
  throw new DatabaseUnavailableError({ waiting_for: name });
}
