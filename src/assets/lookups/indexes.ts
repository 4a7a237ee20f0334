import type { Field } from './fields.js';
import type { Filter } from './filter.js';
import type { OrderTerm } from './ordering.js';

/** The indexes of `assets_asset` that can give a list in its order, as the migration makes them. */
export const LIST_INDEXES: Readonly<Record<string, readonly Field[]>> = {
  assets_asset_status_updated_idx: ['status', 'updated_at', 'id'],
  assets_asset_updated_idx: ['updated_at', 'id'],
  assets_asset_name_idx: ['name', 'id'],
  assets_asset_category_idx: ['category', 'id'],
  assets_asset_place_idx: ['site', 'rack', 'id'],
};

/**
 * The index that holds exactly the rows of these filters in this order: its first columns are held to one value each,
 * and the others are what the list is ordered by. With any other filter the server knows better which one to take.
 */
export function servingIndex(
  filters: readonly Filter[],
  ordering: readonly OrderTerm[],
): string | undefined {
  const isOneWay = new Set(ordering.map(({ descending }) => descending)).size === 1;
  if (!isOneWay) return undefined;
  const fixed = new Set(filters.map(({ fixes }) => fixes));
  const found = Object.entries(LIST_INDEXES).find(([, fields]) => {
    const [first, others] = [fields.slice(0, fixed.size), fields.slice(fixed.size)];
    const isFixed =
      first.length === fixed.size && first.every((field) => fixed.has(`asset.${field}`));
    return isFixed && others.join() === ordering.map(({ field }) => field).join();
  });
  return found?.[0];
}
