import type { Asset } from './asset.entity.js';

/** A row of `assets_asset` as the driver gives it: JSON is text. */
export type AssetRow = Omit<Asset, 'custom'> & { readonly custom: string };

/** The one place where a row is read: parsed a second time, the document `"x"` would be no JSON any more. */
export function toAsset(row: AssetRow): Asset {
  return { ...row, custom: toDocument(row.custom) as object };
}

/**
 * The value of the column `custom`: any JSON that Django or SQL put there. Where nothing checked the text, as in a column
 * `longtext`, it may be none: then it is shown as it stands, because one row must not fail a whole list.
 */
export function toDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
