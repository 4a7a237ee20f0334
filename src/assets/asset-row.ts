import { toDate, type Tx } from '../database/index.js';
import { parseJson, stringifyJson } from '../exact-json.js';
import { ValidationFailedError } from '../http/index.js';
import { changedByMySql, notKept } from '../records/index.js';
import type { Asset } from './asset.entity.js';
import { FIELD_NAMES } from './asset.model.js';

/** Every column of ours by its name, never `*`: one that somebody added to the table is not ours to show. */
export const ASSET_COLUMNS = FIELD_NAMES.map((name) => `asset.${name}`).join(', ');

/** A row of `assets_asset` as the driver gives it: JSON is text. */
export type AssetRow = Omit<Asset, 'custom'> & { readonly custom: string };

/**
 * The one place where a row is read: parsed a second time, the document `"x"` would be no JSON any more. Dates that no
 * calendar has, which a writer without strict mode can leave, are none.
 */
export function toAsset(row: AssetRow): Asset {
  return {
    ...row,
    custom: toDocument(row.custom) as object,
    checked_out_at: toDate(row.checked_out_at),
    due_at: toDate(row.due_at),
    purchased_on: toDate(row.purchased_on),
    warranty_until: toDate(row.warranty_until),
  };
}

/**
 * The value of a JSON text, as the column `custom` has it, its numbers as they are spelled: Django or SQL may have put a string
 * or a number there. A text that is no JSON, which a column `longtext` can hold, is shown as it stands, because one row must
 * not fail a whole list.
 */
export function toDocument(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/**
 * What these columns are written as, for `assignmentsOf`, and beside them the version: NULL stands for "whatever the trigger
 * says", and the column refuses NULL. Where the trigger is gone the write fails (`isBrokenTrigger`) instead of leaving the
 * version, and with it every ETag, as it was.
 * @throws ValidationFailedError naming the first number of a document that MySQL would change
 */
export function toCells(tx: Tx, columns: Partial<Asset>): [column: string, cell: unknown][] {
  const changed = tx.keepsNumbers ? undefined : changedByMySql(columns.custom);
  if (changed !== undefined)
    throw new ValidationFailedError([
      { field: 'custom', message: notKept(changed), code: 'number_not_exact' },
    ]);
  const cells = Object.entries(columns).map(([column, value]): [string, unknown] => [
    column,
    column === 'custom' ? stringifyJson(value) : value,
  ]);
  return [...cells, ['version', null]];
}

/** The part behind SET, with a place for each name and each value. */
export const assignmentsOf = (cells: readonly unknown[]): string =>
  cells.map(() => '?? = ?').join(', ');
