import {
  accountExists,
  type Ask,
  isAccessDenied,
  isLockFailure,
  isSchemaChange,
  isTriggerRefused,
  MADE_BY_US,
  MissingRightsError,
  type OwnTables,
} from '../database/index.js';
import type { Model } from '../model/index.js';
import { EventTableMissingError, WatchUndoneError } from './events.errors.js';
import { markOf, type SeenTrigger } from './watch-state.js';
import { createTrigger, dropTrigger, type WatchTrigger } from './watch-triggers.js';

/**
 * Our triggers on tables of models, as far as this account may see them.
 * @param tables the servers open only a table that is named with `=`; without it all of them
 */
export async function readWatchTriggers(
  ask: Ask,
  tables?: readonly string[],
): Promise<SeenTrigger[]> {
  const rows: RawTrigger[] = [];
  for (const table of tables ?? [undefined])
    rows.push(
      ...(await ask<RawTrigger>(
        `${TRIGGERS} ${table === undefined ? '' : 'AND event_object_table = ?'} ORDER BY trigger_name`,
        table === undefined ? [] : [table],
      )),
    );
  const definers = new Map<string, boolean | null>();
  for (const definer of new Set(rows.flatMap((row) => row.definer ?? [])))
    definers.set(definer, await accountExists(ask, definer));
  return rows.map((row) => ({ ...row, definerExists: definers.get(row.definer ?? '') ?? null }));
}

type RawTrigger = Omit<SeenTrigger, 'definerExists'>;

const TRIGGERS = `
  SELECT trigger_name AS name, event_object_table AS \`table\`, action_timing AS timing, event_manipulation AS event,
         action_statement AS statement, definer AS definer
    FROM information_schema.triggers
   WHERE trigger_schema = DATABASE() AND trigger_name LIKE 'lockstep\\_%'`;

/** What is run for a watch, in this order; a trigger of ours that is there is made anew. */
export const watchStatements = (
  wanted: readonly WatchTrigger[],
  seen: readonly SeenTrigger[],
): string[] =>
  wanted.flatMap((trigger) => [
    ...(seen.some(({ name }) => name === trigger.name) ? [dropTrigger(trigger.name)] : []),
    createTrigger(trigger),
  ]);

/** The statements that remove what watches a model. */
export const unwatchStatements = (label: string, seen: readonly SeenTrigger[]): string[] =>
  seen
    .filter(({ statement }) => markOf(statement)?.label === label)
    .map(({ name }) => dropTrigger(name));

/**
 * Makes the triggers of a watch, all of them or none: one that sees a part would be worse than none.
 * @param statements as `watchStatements` gives them
 * @throws EventTableMissingError, MissingRightsError with what to grant, WatchUndoneError, and what the driver throws
 */
export async function makeWatch(
  ask: Ask,
  own: OwnTables,
  model: Model,
  statements: readonly string[],
): Promise<void> {
  await assertWritable(ask, own);
  let run = 0;
  try {
    for (; run < statements.length; run += 1) await ask(statements[run] ?? '');
  } catch (error) {
    if (run > 0) await undo(ask, model);
    throw explain(error, model.table, run > 0);
  }
}

/** The triggers run in the name of this account, and a right that it lacks would cost each event without a word. */
async function assertWritable(ask: Ask, { event }: OwnTables): Promise<void> {
  try {
    await ask(`EXPLAIN INSERT INTO ${event} (model) VALUES ('')`);
  } catch (error) {
    if (isSchemaChange(error)) throw new EventTableMissingError({ cause: error });
    if (!isAccessDenied(error)) throw error;
    throw new MissingRightsError(
      `The database user may not write ${event}, and the triggers run in its name: GRANT INSERT on ${event} to it.`,
    );
  }
}

/** As far as it can be done: what remains `models check` tells. */
async function undo(ask: Ask, { label }: Model): Promise<void> {
  try {
    for (const sql of unwatchStatements(label, await readWatchTriggers(ask))) await ask(sql);
  } catch (error) {
    if (!isLockFailure(error) && !isAccessDenied(error)) throw error;
  }
}

/** Without the cause of a right that is missing: the command line would tell that in place of what to grant. */
function explain(error: unknown, table: string, isUndone: boolean): unknown {
  if (isUndone && isLockFailure(error)) return new WatchUndoneError(table, { cause: error });
  if (isTriggerRefused(error))
    return new MissingRightsError(
      'The server keeps a binary log and refuses triggers of accounts without SUPER: SET GLOBAL log_bin_trust_function_creators = 1; (as an administrator)',
    );
  if (isAccessDenied(error))
    return new MissingRightsError(
      `The database user may not make triggers: GRANT TRIGGER ON \`${table}\` TO the user of DATABASE_URL; (as an administrator)`,
    );
  return error;
}

/** Whether a table is one of the inventory, which has triggers of its own. */
export async function isInventory(ask: Ask, table: string): Promise<boolean> {
  const rows = await ask(
    `SELECT 1 FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = ? AND table_comment = ?`,
    [table, MADE_BY_US],
  );
  return rows.length > 0;
}
