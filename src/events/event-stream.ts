import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { LiveAccess } from '../auth/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { DatabaseUnavailableError } from '../database/index.js';
import { CallerGoneError, type User } from '../http/index.js';
import type { FeedQuery } from './dto/feed.dto.js';
import { type Batch, EventFeed } from './event-feed.js';
import { type EventFilter, isWanted } from './event-filter.js';
import { UnknownPositionError } from './events.errors.js';
import { formatEvent, formatHeartbeat, formatOpening } from './server-sent-events.js';

const RETRY_MS = 2000;

/** The permission that listening needs, at the start and all the time. */
export const LISTEN_PERMISSION = 'assets.view_asset';

/** Who wants to listen, and over which connection. */
interface Caller {
  readonly request: Request;
  readonly response: Response;
  readonly user: Pick<User, 'id'>;
}

/** The feed as Server-Sent Events for one listener. */
@Injectable()
export class EventStream {
  private readonly logger = new Logger(EventStream.name);

  constructor(
    private readonly feed: EventFeed,
    private readonly access: LiveAccess,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Events behind `from`; from now on when it is undefined. The stream makes its next piece when the one before was
   * taken, so a slow listener costs a page of memory, not a queue.
   * @param caller the end of his response, whatever brings it about, gives his place back
   * @throws CallerGoneError, UnknownPositionError, TooManyListenersError, TooManyOwnListenersError
   */
  async open(
    { request, response, user }: Caller,
    filter: FeedQuery,
    from: number | undefined,
  ): Promise<Readable> {
    if (response.destroyed) throw new CallerGoneError();
    response.once('close', this.feed.enter(user.id));
    const end = await this.feed.end();
    if (from !== undefined && from > end) throw new UnknownPositionError(end);
    const gone = new AbortController();
    const stream = Readable.from(this.pieces(request, filter, from ?? end, gone.signal));
    return stream.once('close', () => {
      gone.abort();
    });
  }

  /** Ends in good order when the login ends, the process stops or the database goes: the listener comes again. */
  private async *pieces(
    request: Request,
    filter: EventFilter,
    from: number,
    gone: AbortSignal,
  ): AsyncGenerator<string> {
    // Even a listener who loses the connection before the first event resumes from here, not from a later "now".
    yield formatOpening(from, RETRY_MS);
    const check = this.loginCheck(request);
    try {
      for await (const batch of this.feed.follow(from, gone)) {
        if (!(await check())) return;
        yield format(batch, filter);
      }
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      this.logger.warn('a stream of events ended, because the database is away');
    }
  }

  /** Asks the database at most once in a heartbeat. */
  private loginCheck(request: Request): () => Promise<boolean> {
    const interval = this.config.events.heartbeatSeconds * 1000;
    let due = performance.now() + interval;
    return async () => {
      if (performance.now() < due) return true;
      due = performance.now() + interval;
      return this.access.isGranted(request, LISTEN_PERMISSION);
    };
  }
}

function format({ events, position }: Batch, filter: EventFilter): string {
  const blocks = events
    .filter((event) => isWanted(event, filter))
    .map((event) => formatEvent(event.position, event.kind, event.json));
  const last = events.at(-1);
  // Also an event that is not wanted moves the place from where the listener would resume.
  const isToldBy = last !== undefined && isWanted(last, filter);
  return blocks.join('') + (isToldBy ? '' : formatHeartbeat(position));
}
