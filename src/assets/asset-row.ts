import type { Asset } from './asset.entity.js';
import { FIELD_NAMES } from './lookups/index.js';

/** Every column of ours by its name, never `*`: one that somebody added to the table is not ours to show. */
export const ASSET_COLUMNS = FIELD_NAMES.map((name) => `asset.${name}`).join(', ');

/** A row of `assets_asset` as the driver gives it: JSON is text. */
export type AssetRow = Omit<Asset, 'custom'> & { readonly custom: string };

/** The one place where a row is read: parsed a second time, the document `"x"` would be no JSON any more. */
export function toAsset(row: AssetRow): Asset {
  return { ...row, custom: toDocument(row.custom) as object };
}

/**
 * The value of a JSON text, as the column `custom` has it: Django or SQL may have put a string or a number there. A text
 * that is no JSON, which a column `longtext` can hold, is shown as it stands, because one row must not fail a whole list.
 */
export function toDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
