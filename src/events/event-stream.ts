import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { type Allows, LiveAccess, PermissionDeniedError, RecordAccess } from '../auth/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { DatabaseUnavailableError, Inventory } from '../database/index.js';
import { CallerGoneError, type User } from '../http/index.js';
import { ModelNotFoundError, Models } from '../model/index.js';
import type { FeedQuery } from './dto/feed.dto.js';
import { type Batch, EventFeed } from './event-feed.js';
import { type EventFilter, isWanted } from './event-filter.js';
import { INVENTORY_MODEL } from './event-view.js';
import { UnknownPositionError } from './events.errors.js';
import { formatEvent, formatHeartbeat, formatOpening } from './server-sent-events.js';

const RETRY_MS = 2000;

/** The permission that listening to the inventory needs. */
const VIEW_ASSETS = 'assets.view_asset';

/** Who wants to listen, and over which connection. */
interface Caller {
  readonly request: Request;
  readonly response: Response;
  readonly user: User;
}

/** The feed as Server-Sent Events for one listener. */
@Injectable()
export class EventStream {
  private readonly logger = new Logger(EventStream.name);

  constructor(
    private readonly feed: EventFeed,
    private readonly live: LiveAccess,
    private readonly access: RecordAccess,
    private readonly models: Models,
    private readonly inventory: Inventory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Events behind `from`; from now on when it is undefined. The stream makes its next piece when the one before was
   * taken, so a slow listener costs a page of memory, not a queue.
   * @param caller the end of his response, whatever brings it about, gives his place back
   * @throws ModelNotFoundError, PermissionDeniedError, InventoryOffError, InventoryUnavailableError, CallerGoneError,
   *   UnknownPositionError, TooManyListenersError, TooManyOwnListenersError
   */
  async open(
    { request, response, user }: Caller,
    { model, ...conditions }: FeedQuery,
    from: number | undefined,
  ): Promise<Readable> {
    if (model === undefined) this.inventory.assertServed();
    if (response.destroyed) throw new CallerGoneError();
    response.once('close', this.feed.enter(user.id));
    const filter = { ...conditions, models: model ?? [INVENTORY_MODEL] };
    const allows = await this.access.of(user);
    const refused = this.refused(filter, allows);
    if (refused !== undefined)
      throw model ? new ModelNotFoundError(refused) : new PermissionDeniedError(VIEW_ASSETS);
    const end = await this.feed.end();
    if (from !== undefined && from > end) throw new UnknownPositionError(end);
    const gone = new AbortController();
    const stream = Readable.from(
      this.pieces(request, { filter, allows }, from ?? end, gone.signal),
    );
    return stream.once('close', () => {
      gone.abort();
    });
  }

  /** Ends in good order when the login ends, the process stops or the database goes: the listener comes again. */
  private async *pieces(
    request: Request,
    { filter, ...first }: { filter: EventFilter; allows: Allows },
    from: number,
    gone: AbortSignal,
  ): AsyncGenerator<string> {
    // Even a listener who loses the connection before the first event resumes from here, not from a later "now".
    yield formatOpening(from, RETRY_MS);
    const ask = this.rightsOf(request, first.allows);
    try {
      for await (const batch of this.feed.follow(from, gone)) {
        const allows = await ask();
        if (!allows || this.refused(filter, allows) !== undefined) return;
        yield format(batch, filter, (label) => this.maySee(label, allows));
      }
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error;
      this.logger.warn('a stream of events ended, because the database is away');
    }
  }

  /** Asks the database at most once in a heartbeat. @returns undefined when the login is over */
  private rightsOf(request: Request, first: Allows): () => Promise<Allows | undefined> {
    const interval = this.config.events.heartbeatSeconds * 1000;
    let due = performance.now() + interval;
    let allows: Allows | undefined = first;
    return async () => {
      if (performance.now() < due) return allows;
      due = performance.now() + interval;
      const user = await this.live.userOf(request);
      allows = user ? await this.access.of(user) : undefined;
      return allows;
    };
  }

  /** The first of the models that may not be seen. */
  private refused({ models }: EventFilter, allows: Allows): string | undefined {
    return models.find((label) => !this.maySee(label, allows));
  }

  private maySee(label: string, allows: Allows): boolean {
    if (label === INVENTORY_MODEL && this.inventory.state.state === 'served')
      return allows(VIEW_ASSETS);
    const model = this.models.registry.get(label);
    return model !== undefined && allows(model.permissions.view);
  }
}

function format(
  { events, position }: Batch,
  filter: EventFilter,
  sees: (label: string) => boolean,
): string {
  const blocks = events
    .filter((event) => isWanted(event, filter))
    .map((event) => formatEvent(event.position, event.kind, event.jsonFor?.(sees) ?? event.json));
  const last = events.at(-1);
  // Also an event that is not wanted moves the place from where the listener would resume.
  const isToldBy = last !== undefined && isWanted(last, filter);
  return blocks.join('') + (isToldBy ? '' : formatHeartbeat(position));
}
