/** A change as the feed tells it, of a model or of the inventory. */
export interface FeedEvent {
  readonly model: string;
  /** The primary key; null where it is not shown. */
  readonly key: string | null;
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly source: string;
  readonly actor: { readonly id: unknown; readonly username: string | null } | null;
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
  readonly created_at: string | null;
  readonly note: string | null;
}

type Listener = (event: FeedEvent) => void;

const KINDS = ['created', 'updated', 'deleted'];
const RETRY_MS = 3000;

/**
 * The live feed of all models, over one connection for the whole page: browsers open six to a host. It pauses while the
 * page is hidden, and goes on behind the last event that was seen.
 */
export class Feed {
  private readonly listeners = new Set<Listener>();
  private readonly resumed = new Set<() => void>();
  private source: EventSource | undefined;
  private position = '';
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
    else if (!this.source) this.open();
  };

  private open(): void {
    if (this.labels.length === 0) return;
    const query = new URLSearchParams({ model: this.labels.join(',') });
    if (this.position !== '') query.set('last_event_id', this.position);
    const source = new EventSource(`/api/events?${query.toString()}`);
    this.source = source;
    for (const kind of KINDS)
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        this.position = message.lastEventId;
        const event = toEvent(JSON.parse(message.data) as Partial<FeedEvent>);
        for (const listener of this.listeners) listener(event);
      });
    source.addEventListener('error', () => {
      // The browser tries again by itself unless it was refused; the place may be unknown now.
      if (source.readyState !== EventSource.CLOSED) return;
      this.stop();
      this.position = '';
      this.retry = setTimeout(() => {
        this.follow();
        for (const listener of this.resumed) listener();
      }, RETRY_MS);
    });
  }

  private stop(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }
}

/** Events of the inventory name their asset in a way of their own. */
function toEvent(event: Partial<FeedEvent> & { readonly asset_id?: unknown }): FeedEvent {
  const { asset_id } = event;
  const whole = event as FeedEvent;
  return asset_id === undefined ? whole : { ...whole, model: 'assets.asset', key: String(asset_id) };
}
