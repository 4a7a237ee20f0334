import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { UserId } from '../database/index.js';
import { ShutdownState } from '../health/index.js';
import { EventSequence } from './event-sequence.js';
import { EventTail, type FeedEvent } from './event-tail.js';
import { EventViews } from './event-views.js';
import { EventsRepository } from './events.repository.js';
import { ListenerPlaces } from './listener-places.js';

const POLL_MS = 250;
const PAGE = 100;
/** What one listener may keep in memory while he does not read; a single event may be longer. */
const MOST_CHARACTERS = 256_000;

export interface Batch {
  readonly events: readonly FeedEvent[];
  /** Nothing up to here is still to come. */
  readonly position: number;
}

/**
 * The feed of all events. However many listen, one poll of the process asks the database what is new; who lags
 * behind what the process keeps in memory reads pages of its own, at its own pace.
 */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  private readonly logger = new Logger(EventFeed.name);
  private readonly waiting = new Set<() => void>();
  private readonly places = new ListenerPlaces();
  /** On the clock of `performance`; of the process, so that a database's clock makes no lag. */
  private knownAt = 0;
  private isPolling = false;
  private isFailing = false;
  private isClosed = false;
  private tail: EventTail | undefined;

  constructor(
    private readonly events: EventsRepository,
    private readonly views: EventViews,
    private readonly sequence: EventSequence,
    private readonly shutdown: ShutdownState,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** For the metrics; the lag is for how many seconds the listeners may have missed what was committed. */
  get state(): { readonly listeners: number; readonly lag: number } {
    const lag = this.isPolling ? (performance.now() - this.knownAt) / 1000 : 0;
    return { listeners: this.places.taken, lag };
  }

  /**
   * Takes a place for one listener, before anything is awaited: a thousand who come at one moment would all find the last
   * place free.
   * @returns what gives the place back; to be called once, on every way out
   * @throws TooManyOwnListenersError, TooManyListenersError
   */
  enter(userId: UserId): () => void {
    const leave = this.places.take(userId);
    if (!this.isPolling) {
      this.isPolling = true;
      this.knownAt = performance.now();
      void this.poll();
    }
    return leave;
  }

  /** The position behind which everything that commits from now on will be. */
  end(): Promise<number> {
    return this.sequence.end();
  }

  /**
   * The events behind a position, in batches, for ever; an empty batch at least once in a heartbeat. For one who has
   * entered. Ends when `signal` is aborted or the process stops.
   */
  async *follow(from: number, signal: AbortSignal): AsyncGenerator<Batch> {
    let position = from;
    let size = PAGE;
    while (!signal.aborted && !this.isStopping) {
      let batch = await this.after(position, size);
      if (batch.events.length === 0) {
        await this.news(batch.position, signal);
        batch = await this.after(batch.position, PAGE);
      }
      ({ position } = batch);
      size = nextSize(batch);
      yield batch;
    }
  }

  onModuleDestroy(): void {
    this.isClosed = true;
    this.wake();
  }

  private get isStopping(): boolean {
    return this.isClosed || this.shutdown.isShuttingDown;
  }

  private async after(position: number, size: number): Promise<Batch> {
    // Asked first: what was placed by then the read below must show, or somebody deleted it.
    const known = this.tail?.end ?? position;
    const kept = this.tail?.after(position, size);
    const events = upToBound(
      kept ?? (await this.views.forFeed(await this.events.listAfter(position, size))),
    );
    return { events, position: events.at(-1)?.position ?? Math.max(position, known) };
  }

  /** Never fails: while the database is away the listeners stay, and go on when it is back. */
  private async poll(): Promise<void> {
    try {
      await this.look();
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn({ err: error }, 'the feed cannot be read for now');
      this.isFailing = true;
    }
    if (this.isStopping) this.wake();
    if (this.places.taken > 0) setTimeout(() => void this.poll(), POLL_MS);
    else this.stopPolling();
  }

  private stopPolling(): void {
    this.isPolling = false;
    this.tail = undefined;
  }

  private async look(): Promise<void> {
    const askedAt = performance.now();
    const end = await this.sequence.end();
    const isNew = end > (this.tail?.end ?? -1);
    this.tail ??= new EventTail(end);
    while (this.tail.end < end) {
      const page = await this.events.listAfter(this.tail.end, PAGE);
      if (page.length === 0) break;
      this.tail.append(await this.views.forFeed(page));
    }
    this.knownAt = askedAt;
    if (isNew) this.wake();
  }

  private wake(): void {
    for (const resume of this.waiting) resume();
  }

  /** Resolves when there may be something new, with the next heartbeat, or when `signal` is aborted. */
  private news(position: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.isStopping || (this.tail?.end ?? position) > position)
      return Promise.resolve();
    return new Promise((resolve) => {
      const resume = (): void => {
        clearTimeout(timer);
        this.waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      const timer = setTimeout(resume, this.config.events.heartbeatSeconds * 1000);
      this.waiting.add(resume);
      signal.addEventListener('abort', resume);
    });
  }
}

/** The first events; one at least, and no more than a listener may keep. The others are asked for again. */
function upToBound(events: readonly FeedEvent[]): readonly FeedEvent[] {
  let characters = 0;
  const tooMany = events.findIndex(({ json }) => (characters += json.length) > MOST_CHARACTERS);
  return tooMany === -1 ? events : events.slice(0, Math.max(1, tooMany));
}

/** Behind long events a page is short: what is read and not kept is read again. */
const nextSize = ({ events: { length } }: Batch): number =>
  length === 0 ? PAGE : Math.min(PAGE, 2 * length);
