import type { AssetEvent, RecordEvent } from '@lockstep/client';
import { INVENTORY } from '../inventory/model.js';
import { lockstep } from './lockstep.js';

/** A change of a row, of a model or of the inventory. */
export interface FeedEvent extends Pick<RecordEvent, 'model' | 'key' | 'kind' | 'actor' | 'note'> {
  readonly id: number;
  /** `database`: past the API, as Django does. */
  readonly source: string;
  readonly changes: RecordEvent['changes'];
  readonly created_at: string | null;
}

type Listener = (event: FeedEvent) => void;

const RETRY_MS = 3000;

/**
 * The live feed of all models, over one connection for the whole page: browsers open six to a host. It pauses while the
 * page is hidden, and goes on behind the last event that was seen.
 */
export class Feed {
  private readonly listeners = new Set<Listener>();
  private readonly resumed = new Set<() => void>();
  private connection: AbortController | undefined;
  private position: string | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly labels: readonly string[]) {
    document.addEventListener('visibilitychange', this.follow);
    this.follow();
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.follow);
    this.stop();
  }

  /** @returns ends it */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Is called when events may have been missed. @returns ends it */
  onResume(listener: () => void): () => void {
    this.resumed.add(listener);
    return () => this.resumed.delete(listener);
  }

  private readonly follow = (): void => {
    if (document.hidden) this.stop();
    else if (!this.connection && this.labels.length > 0) void this.open();
  };

  private async open(): Promise<void> {
    const connection = (this.connection = new AbortController());
    const { signal } = connection;
    const from = this.position === undefined ? {} : { lastEventId: this.position };
    const onPosition = (id: string): void => {
      this.position = id;
    };
    try {
      const feed = lockstep.events<AssetEvent | RecordEvent>(
        { model: this.labels.join(',') },
        { signal, onPosition, ...from },
      );
      for await (const { event } of feed)
        for (const listener of this.listeners) listener(toFeedEvent(event));
    } catch {
      // Refused: the login may be over, or the place in the feed unknown.
      if (signal.aborted) return;
      this.stop();
      this.position = undefined;
      this.retry = setTimeout(() => {
        this.follow();
        for (const listener of this.resumed) listener();
      }, RETRY_MS);
    }
  }

  private stop(): void {
    clearTimeout(this.retry);
    this.connection?.abort();
    this.connection = undefined;
  }
}

/** Events of the inventory name their asset in a way of their own. */
export function toFeedEvent(event: AssetEvent | RecordEvent): FeedEvent {
  if (!('asset_id' in event)) return event;
  return { ...event, model: INVENTORY, key: String(event.asset_id) };
}
