import type { FeedQuery } from './dto/feed.dto.js';
import type { FeedEvent } from './event-tail.js';

export type EventFilter = Pick<FeedQuery, 'asset_id' | 'kind' | 'source' | 'actor_id'>;

/** Every condition that is given must hold; of its values, one. */
export function isWanted(event: FeedEvent, filter: EventFilter): boolean {
  return (
    holds(filter.asset_id, event.assetId) &&
    holds(filter.kind, event.kind) &&
    holds(filter.source, event.source) &&
    holds(filter.actor_id, event.actorId)
  );
}

const holds = (wanted: readonly unknown[] | undefined, value: unknown): boolean =>
  wanted === undefined || wanted.includes(value);
