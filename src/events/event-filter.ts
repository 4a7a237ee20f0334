import type { FeedQuery } from './dto/feed.dto.js';
import type { FeedEvent } from './event-tail.js';
import { INVENTORY_MODEL } from './event-view.js';

export type EventFilter = Omit<FeedQuery, 'model' | 'last_event_id'> & {
  /** Labels. */
  readonly models: readonly string[];
};

/** Every condition that is given must hold; of its values, one. */
export function isWanted(event: FeedEvent, filter: EventFilter): boolean {
  const assetId = event.model === INVENTORY_MODEL ? event.key : null;
  return (
    filter.models.includes(event.model) &&
    holds(filter.key, event.key) &&
    holds(filter.asset_id, assetId) &&
    holds(filter.kind, event.kind) &&
    holds(filter.source, event.source) &&
    holds(filter.actor_id, event.actorId)
  );
}

/** @param value null is nothing that could be asked for */
const holds = (wanted: readonly (string | number)[] | undefined, value: string | null): boolean =>
  wanted === undefined || wanted.some((one) => String(one) === value);
