import { formatETag } from '../http/index.js';
import type { Asset } from './asset.entity.js';
import type { ListedRow } from './assets.repository.js';
import type { Field } from './lookups/index.js';

/** An asset as the API shows it: column names, times in UTC, the cost as a decimal text. */
export type AssetView = {
  readonly [Column in keyof Asset]: Asset[Column] extends Date
    ? string
    : Asset[Column] extends Date | null
      ? string | null
      : Asset[Column];
};

export function toAssetView(asset: Asset): AssetView {
  return {
    ...asset,
    custom: toCustom(asset.custom),
    checked_out_at: asset.checked_out_at?.toISOString() ?? null,
    due_at: asset.due_at?.toISOString() ?? null,
    created_at: asset.created_at.toISOString(),
    updated_at: asset.updated_at.toISOString(),
  };
}

/** The named fields of a listed row; what else the row carries stays inside. */
export function toListedView(row: ListedRow, fields: readonly Field[]): Partial<AssetView> {
  return Object.fromEntries(fields.map((field) => [field, toShown(field, row[field])]));
}

function toShown(field: Field, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return field === 'custom' && typeof value === 'string' ? JSON.parse(value) : value;
}

/** Strong: two bodies with the same tag are the same bytes. */
export function etagOf({ id, version }: Pick<Asset, 'id' | 'version'>): string {
  return formatETag(`${id}.${version}`);
}

/** MariaDB keeps JSON as text, MySQL's driver parses it. */
function toCustom(custom: Asset['custom'] | string): Asset['custom'] {
  return typeof custom === 'string' ? (JSON.parse(custom) as Asset['custom']) : custom;
}
