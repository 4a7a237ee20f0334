import { parseJson } from './call.js';
import { type EventBlock, eventBlocks } from './event-blocks.js';
import type { Http } from './http.js';
import { checked, LockstepError } from './problem.js';
import type { components, paths } from './schema.js';
import { textOf } from './streams.js';

export type AssetEvent = components['schemas']['AssetEvent'];
/** With `model`: a change of a row of a model other than the inventory. */
export type RecordEvent = components['schemas']['RecordEvent'];
/** Which events are wanted. */
export type FeedQuery = NonNullable<paths['/api/events']['get']['parameters']['query']>;

export interface FeedOptions {
  /** Go on behind the event with this id; else from now on. */
  readonly lastEventId?: string;
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
  /** Called with each id of the stream, also where no event that is wanted stands behind it: first when the connection is there. */
  readonly onPosition?: (id: string) => void;
}

/** One event, with the id by which a later listener goes on behind it. */
export interface FeedEvent<E = AssetEvent> {
  readonly id: string;
  readonly event: E;
}

/** Milliseconds before a lost connection is made anew, until the service says its own. */
const RETRY = 2000;

/**
 * Every change of every asset, or with `model` of every row of models, live. A connection that is lost is made anew and goes on behind the last event, so none is
 * missed and none comes twice. It ends by the signal or by leaving the loop.
 * @throws LockstepError when the service refuses the listener
 */
export async function* listen<E>(
  http: Http,
  query: FeedQuery,
  { lastEventId, signal, onPosition }: FeedOptions,
): AsyncGenerator<FeedEvent<E>> {
  let position = lastEventId;
  let retry = RETRY;
  while (!signal?.aborted) {
    for await (const block of connection(http, query, position, signal)) {
      position = block.id ?? position;
      if (block.id !== undefined) onPosition?.(block.id);
      retry = block.retry ?? retry;
      if (block.data === undefined) continue;
      yield { id: position ?? '', event: parseJson(block.data) as E };
    }
    await pause(retry, signal);
  }
}

/** What comes until the connection is lost; a refusal is thrown. */
async function* connection(
  { baseUrl, send }: Http,
  query: FeedQuery,
  lastEventId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<EventBlock> {
  const url = new URL(`${baseUrl}/api/events`);
  for (const [name, value] of Object.entries(query))
    for (const text of [value].flat()) url.searchParams.append(name, text);
  const headers = {
    Accept: 'text/event-stream',
    ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
  };
  const request = { headers, credentials: 'include', signal: signal ?? null } as const;
  try {
    const response = await send(new Request(url, request));
    // A service that is being started again is as good as one that is away.
    if (response.status < 500) yield* eventBlocks(textOf(await checked(response), signal));
  } catch (error) {
    // Anything else is a connection that broke, or was ended by the signal.
    if (error instanceof LockstepError) throw error;
  }
}

/** Ends early by the signal. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', end, { once: true });
  });
}
