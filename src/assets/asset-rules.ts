import { isDeepStrictEqual } from 'node:util';
import { passesIfMatch } from '../http/index.js';
import type { Asset } from './asset.entity.js';
import { etagOf, toAssetView } from './asset-view.js';
import { PreconditionFailedError } from './assets.errors.js';

/**
 * The condition of `If-Match`, asked under the lock: before it, somebody could write between question and write.
 * @throws PreconditionFailedError with the present state
 */
export function assertUnchanged(asset: Asset, ifMatch: string | undefined): void {
  const etag = etagOf(asset);
  if (!passesIfMatch(ifMatch, etag)) throw new PreconditionFailedError(etag, toAssetView(asset));
}

/** The part of a patch that would change the row; writing only this leaves other writers' columns alone. */
export function changedColumns(
  asset: Asset,
  patch: Readonly<Record<string, unknown>>,
): Partial<Asset> {
  const isChanged = ([column, value]: [string, unknown]): boolean =>
    value !== undefined && !isDeepStrictEqual(value, Reflect.get(asset, column));
  return Object.fromEntries(Object.entries(patch).filter(isChanged));
}
