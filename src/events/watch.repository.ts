import { accountExists, type Ask } from '../database/index.js';
import {
  createTrigger,
  dropTrigger,
  markOf,
  type SeenTrigger,
  type WatchTrigger,
} from './watch-triggers.js';

/** Our triggers on tables of models, as far as this account may see them. */
export async function readWatchTriggers(ask: Ask): Promise<SeenTrigger[]> {
  const rows = await ask<Omit<SeenTrigger, 'definerExists'>>(
    `SELECT trigger_name AS name, event_object_table AS \`table\`, action_timing AS timing, event_manipulation AS event,
            action_statement AS statement, definer AS definer
       FROM information_schema.triggers
      WHERE trigger_schema = DATABASE() AND trigger_name LIKE 'lockstep\\_%' ORDER BY event_object_table, action_order`,
  );
  const definers = new Map<string, boolean | null>();
  for (const definer of new Set(rows.flatMap((row) => row.definer ?? [])))
    definers.set(definer, await accountExists(ask, definer));
  return rows.map((row) => ({ ...row, definerExists: definers.get(row.definer ?? '') ?? null }));
}

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
