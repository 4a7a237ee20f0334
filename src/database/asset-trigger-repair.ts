import type { QueryRunner } from 'typeorm';
import { assetTriggers, createTriggers } from './migrations/asset-triggers.js';
import { isAccessDenied, isBrokenTrigger } from './mysql-errors.js';
import { ownTablesOf } from './own-tables.js';
import { type Ask, needsRepair, readTriggers } from './requirements/index.js';

/**
 * Makes those of our triggers anew that are missing, not those of this version, or do not work; for one who holds the
 * migration lock and whose migrations have run.
 * @returns the names of those that were made. Throws the driver's error where this account may not
 */
export async function repairTriggers(runner: QueryRunner, ask: Ask): Promise<string[]> {
  const own = ownTablesOf(runner.dataSource);
  const found = await readTriggers(ask, own);
  let broken = found.filter((trigger) => needsRepair(trigger, own));
  if (broken.length === 0 && !(await work(runner))) broken = found;
  const names = broken.map(({ name }) => name);
  if (found.some(({ name, state }) => name === VERSION_TRIGGER && state === 'missing'))
    await moveVersions(runner);
  await createTriggers(
    runner,
    assetTriggers(own).filter(({ name }) => names.includes(name)),
  );
  return names;
}

const VERSION_TRIGGER = 'assets_asset_before_update';

/** No asset has it, and the counter of ids does not move for it. */
const TRIAL_ID = -1;

/**
 * Whether all of them do their work, by trying: an insert, an update and a delete that are undone. So it shows what
 * `information_schema` does not: a definer that is gone or lost a right, a trigger that this account may not see.
 */
async function work(runner: QueryRunner): Promise<boolean> {
  const waits = await takeWaits(runner);
  await runner.query('START TRANSACTION');
  try {
    await runner.query(
      `INSERT INTO assets_asset (id, asset_tag, name, notes, custom, version) VALUES (?, ?, '', '', '{}', NULL)`,
      [TRIAL_ID, `lockstep-trial-${Date.now()}`],
    );
    await runner.query(`UPDATE assets_asset SET name = 'x', version = NULL WHERE id = ?`, [
      TRIAL_ID,
    ]);
    await runner.query('DELETE FROM assets_asset WHERE id = ?', [TRIAL_ID]);
    const events = await runner.manager.query<{ version: number }[]>(
      'SELECT version FROM assets_assetevent WHERE asset_id = ? ORDER BY id',
      [TRIAL_ID],
    );
    return events.map(({ version }) => version).join() === '1,2,3';
  } catch (error) {
    // Anything else, as a server that is read-only, says nothing about the triggers.
    return !isBrokenTrigger(error) && !isAccessDenied(error);
  } finally {
    await runner.query('ROLLBACK');
    await setWaits(runner, waits);
  }
}

interface Waits {
  readonly table: number;
  readonly row: number;
}

/**
 * A table that somebody holds, even one that assets refer to, must not hold up a start for as long as it would a write.
 * @returns what the connection waited before
 */
async function takeWaits(runner: QueryRunner): Promise<Waits> {
  const [before = SHORT] = await runner.manager.query<Waits[]>(
    'SELECT @@lock_wait_timeout AS `table`, @@innodb_lock_wait_timeout AS `row`',
  );
  await setWaits(runner, SHORT);
  return before;
}

/** In seconds. */
const SHORT: Waits = { table: 1, row: 1 };

async function setWaits(runner: QueryRunner, { table, row }: Waits): Promise<void> {
  await runner.query('SET SESSION lock_wait_timeout = ?, innodb_lock_wait_timeout = ?', [
    table,
    row,
  ]);
}

const CHUNK = 1000;

/**
 * Nobody knows which assets were changed while no trigger moved their versions, so no ETag of that time may match any more.
 * Before the trigger is there, which would not let the version move for nothing.
 */
async function moveVersions(runner: QueryRunner): Promise<void> {
  let last = 0;
  for (;;) {
    const [chunk] = await runner.manager.query<{ last: number | null }[]>(
      `SELECT MAX(id) AS last FROM (SELECT id FROM assets_asset WHERE id > ? ORDER BY id LIMIT ${CHUNK}) AS next`,
      [last],
    );
    if (chunk?.last == null) return;
    await runner.query('UPDATE assets_asset SET version = version + 1 WHERE id > ? AND id <= ?', [
      last,
      chunk.last,
    ]);
    last = chunk.last;
  }
}
