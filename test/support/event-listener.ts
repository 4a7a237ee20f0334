import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Browser } from './browser.js';

/** An event as it came over the wire. */
export interface ReceivedEvent {
  readonly id: number;
  readonly kind: string;
  readonly data: Record<string, unknown> & { asset_id: number; version: number };
}

/** A client of `GET /api/events` that remembers as a browser's EventSource does. */
export class EventListener {
  readonly events: ReceivedEvent[] = [];
  /** What a browser would send as Last-Event-ID. */
  lastEventId = '';
  /** Blocks without data. */
  heartbeats = 0;
  private text = '';
  private isClosed = false;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly response: IncomingMessage) {
    this.ended = this.read();
  }

  /** Resolves when the stream is over. */
  readonly ended: Promise<void>;

  /**
   * Resolves when the first block is there: what commits from then on is part of the stream. Each listener has a
   * connection of its own, and no agent that opens others in stock.
   */
  static async open(url: string, headers: Record<string, string>): Promise<EventListener> {
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [
      IncomingMessage,
    ];
    if (response.statusCode !== 200)
      throw new Error(`the stream was refused: ${response.statusCode}`);
    const listener = new EventListener(response);
    await listener.until(() => listener.lastEventId !== '');
    return listener;
  }

  /** Waits until `isTrue`, which is asked after every block. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue())
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
      });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.response.destroy();
    await this.ended;
  }

  private async read(): Promise<void> {
    try {
      for await (const text of this.response.setEncoding('utf8')) this.take(String(text));
    } catch (error) {
      if (!this.isClosed) throw error;
    }
    this.wake();
  }

  private take(text: string): void {
    const blocks = (this.text + text).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) this.dispatch(block);
    this.wake();
  }

  private dispatch(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => {
        const at = line.indexOf(':');
        return [line.slice(0, at), line.slice(at + 2)];
      }),
    );
    this.lastEventId = fields.get('id') ?? this.lastEventId;
    const data = fields.get('data');
    if (data === undefined) this.heartbeats += 1;
    else
      this.events.push({
        id: Number(this.lastEventId),
        kind: fields.get('event') ?? '',
        data: JSON.parse(data) as ReceivedEvent['data'],
      });
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resume of waiting) resume();
  }
}

/** Where a listener begins, and what he asks for. */
export interface Place {
  readonly query?: string;
  /** Last-Event-ID. */
  readonly from?: string;
}

/** The listeners of one test, who are closed together. */
export class Listeners {
  private readonly open: EventListener[] = [];

  async listen(
    origin: string,
    as: Browser,
    { query = '', from }: Place = {},
  ): Promise<EventListener> {
    const listener = await EventListener.open(`${origin}/api/events${query}`, {
      ...cookieOf(as),
      ...(from === undefined ? {} : { 'last-event-id': from }),
    });
    this.open.push(listener);
    return listener;
  }

  async close(): Promise<void> {
    await Promise.all(this.open.splice(0).map((listener) => listener.close()));
  }
}

export const cookieOf = ({ jar }: Browser) => ({
  cookie: `sessionid=${jar.get('sessionid') ?? ''}`,
});

export const tagsOf = ({ events }: EventListener): unknown[] =>
  events.map(({ data }) => data.asset_tag);

/** Comes back once he has heard so many events. */
export const heard = (listener: EventListener, n: number): Promise<void> =>
  listener.until(() => listener.events.length >= n);
