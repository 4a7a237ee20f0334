import { toTimeText, type UserId } from '../database/index.js';
import type { AssetStatus, Columns } from './asset.model.js';

/** What the rules look at. */
interface InStatus {
  readonly status: string;
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
export function canBeCheckedOut({ status }: InStatus): boolean {
  return status === 'in_stock';
}

/** Handed to a user: in use, by him, from now on. */
export function checkedOut(userId: UserId, dueAt: string | null, now: Date): Columns {
  const checked_out_at = toTimeText(now);
  return { status: 'deployed', assigned_to_id: userId, checked_out_at, due_at: dueAt };
}

/** Given back: into the stock, or it stays in maintenance, where it is not yet fit for it. */
export function checkedIn({ status }: InStatus): Columns {
  return {
    status: status === 'maintenance' ? 'maintenance' : 'in_stock',
    assigned_to_id: null,
    checked_out_at: null,
    due_at: null,
  };
}
