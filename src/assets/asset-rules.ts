import { isDeepStrictEqual } from 'node:util';
import { toTimeText, type UserId } from '../database/index.js';
import { isWeakened, passesIfMatch } from '../http/index.js';
import type { Asset, AssetStatus } from './asset.entity.js';
import { etagOf } from './asset-view.js';
import { PreconditionFailedError } from './assets.errors.js';

/**
 * The condition of `If-Match`: each row must have one of its tags. Asked under the lock: before it, somebody could write
 * between question and write.
 * @throws PreconditionFailedError with the rows that have none, as they are now
 */
export function assertUnchanged(assets: readonly Asset[], ifMatch: string | undefined): void {
  const [first, ...others] = assets.filter((asset) => !passesIfMatch(ifMatch, etagOf(asset)));
  if (first)
    throw new PreconditionFailedError([first, ...others], isWeakened(ifMatch, etagOf(first)));
}

/** What a body gives values to; a field that was left out may be there as undefined. */
export function givenColumns(body: object): Partial<Asset> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** The part of a patch that would change the row; writing only this leaves other writers' columns alone. */
export function changedColumns(
  asset: Asset,
  patch: Readonly<Record<string, unknown>>,
): Partial<Asset> {
  const isChanged = ([column, value]: [string, unknown]): boolean =>
    !isDeepStrictEqual(value, Reflect.get(asset, column));
  return Object.fromEntries(Object.entries(givenColumns(patch)).filter(isChanged));
}

/**
 * The life of an asset: to which status it may go from each. Nothing goes to where it already is, so that of two callers
 * with the same wish one wins. What is retired is out of the books; it comes back through the stock or not at all.
 */
const STEPS: ReadonlyMap<string, readonly AssetStatus[]> = new Map<
  AssetStatus,
  readonly AssetStatus[]
>([
  ['in_stock', ['deployed', 'maintenance', 'retired', 'lost']],
  ['deployed', ['in_stock', 'maintenance', 'retired', 'lost']],
  ['maintenance', ['in_stock', 'deployed', 'retired', 'lost']],
  ['retired', ['in_stock']],
  ['lost', ['in_stock', 'deployed', 'retired']],
]);

/** None from a status that only Django or SQL knows: whoever gave it has to take it back. */
export function nextStatuses(status: string): readonly AssetStatus[] {
  return STEPS.get(status) ?? [];
}

/** In these nobody can hold the asset: it has to be checked in first. In the others the holder stays who he is. */
export function isWithoutHolder(status: AssetStatus): boolean {
  return status === 'in_stock' || status === 'retired';
}

/** Only out of the stock: what is deployed, broken, retired or lost is not there to be handed out. */
export function canBeCheckedOut({ status }: Pick<Asset, 'status'>): boolean {
  return status === 'in_stock';
}

/** Handed to a user: in use, by him, from now on. */
export function checkedOut(userId: UserId, dueAt: string | null, now: Date): Partial<Asset> {
  const checked_out_at = toTimeText(now);
  return { status: 'deployed', assigned_to_id: userId, checked_out_at, due_at: dueAt };
}

/** Given back: into the stock, or it stays in maintenance, where it is not yet fit for it. */
export function checkedIn({ status }: Pick<Asset, 'status'>): Partial<Asset> {
  return {
    status: status === 'maintenance' ? 'maintenance' : 'in_stock',
    assigned_to_id: null,
    checked_out_at: null,
    due_at: null,
  };
}
