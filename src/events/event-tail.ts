/** An event of the feed, ready to be sent: made once for a process, shared by all its listeners. */
export interface FeedEvent {
  readonly position: number;
  /** The label. */
  readonly model: string;
  /** The primary key as text; null where it is not shown. */
  readonly key: string | null;
  readonly kind: string;
  readonly source: string;
  readonly actorId: string | null;
  /** The event as JSON text. */
  readonly json: string;
  /** Where it tells of rows of other models, which not every listener may see: the text for whoever sees these models only. */
  readonly jsonFor?: (sees: (label: string) => boolean) => string;
}

/** Bounds of what a process keeps in memory for those who follow closely; others read from the database. */
const MOST_EVENTS = 1000;
const MOST_CHARACTERS = 8_000_000;

/** The newest events of the feed without a hole, in its order. */
export class EventTail {
  private readonly events: FeedEvent[] = [];
  private characters = 0;

  /** @param start every event behind this position will be appended */
  constructor(private start: number) {}

  /** The position of the newest event. */
  get end(): number {
    return this.events.at(-1)?.position ?? this.start;
  }

  /** @param events the ones that follow on `end` */
  append(events: readonly FeedEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      this.characters += event.json.length;
    }
    while (this.events.length > MOST_EVENTS || this.characters > MOST_CHARACTERS) this.drop();
  }

  /** At most `limit` events behind a position; undefined when they begin before what is kept. */
  after(position: number, limit: number): readonly FeedEvent[] | undefined {
    if (position < this.start) return undefined;
    // From the end, because nearly everybody is there.
    const first = this.events.findLastIndex((event) => event.position <= position) + 1;
    return this.events.slice(first, first + limit);
  }

  private drop(): void {
    const oldest = this.events.shift();
    if (!oldest) return;
    this.start = oldest.position;
    this.characters -= oldest.json.length;
  }
}
