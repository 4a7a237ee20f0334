import type { AssetEvent, Lockstep, ModelDescription, RecordEvent } from '@lockstep/client';
import type { Identifier } from 'ra-core';

/** What a topic tells: `resource/blog.asset_db` of every row, `resource/blog.asset_db/SN1` of one. */
export interface RealtimeEvent {
  readonly type: 'created' | 'updated' | 'deleted';
  readonly topic: string;
  readonly payload: {
    readonly ids: readonly Identifier[];
    /** Who changed which fields, and what they were. */
    readonly event: AssetEvent | RecordEvent;
  };
}

export type Callback = (event: RealtimeEvent) => void;

/** The live feed, one connection for all topics. */
export class Subscriptions {
  private readonly topics = new Map<string, Set<Callback>>();
  private labels = '';
  private position: string | undefined;
  private connection: AbortController | undefined;

  constructor(
    private readonly lockstep: Lockstep,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves when the connection is there: every change from then on is told. */
  subscribe(topic: string, callback: Callback): Promise<void> {
    const callbacks = this.topics.get(topic) ?? new Set();
    this.topics.set(topic, callbacks.add(callback));
    return this.connect();
  }

  async unsubscribe(topic: string, callback: Callback): Promise<void> {
    const callbacks = this.topics.get(topic);
    callbacks?.delete(callback);
    if (callbacks?.size === 0) this.topics.delete(topic);
    await this.connect();
  }

  /** Anew when other models are listened to than before, behind the last event that was told. */
  private connect(): Promise<void> {
    const labels = [...new Set([...this.topics.keys()].flatMap((topic) => labelIn(topic) ?? []))];
    const wanted = labels.sort().join(',');
    if (wanted === this.labels) return this.opened;
    this.labels = wanted;
    this.connection?.abort();
    this.opened = Promise.resolve();
    if (wanted === '') this.position = undefined;
    else this.opened = this.open(wanted, (this.connection = new AbortController()));
    return this.opened;
  }

  private opened = Promise.resolve();

  private open(model: string, { signal }: AbortController): Promise<void> {
    return new Promise((resolve) => {
      const onPosition = (position: string): void => {
        if (!signal.aborted) this.position = position;
        resolve();
      };
      this.listen(model, signal, onPosition).catch((error: unknown) => {
        if (!signal.aborted) {
          this.labels = '';
          this.onError(error);
        }
        resolve();
      });
    });
  }

  private async listen(
    model: string,
    signal: AbortSignal,
    onPosition: (position: string) => void,
  ): Promise<void> {
    const from = this.position === undefined ? {} : { lastEventId: this.position };
    const feed = this.lockstep.events<AssetEvent | RecordEvent>(
      { model },
      { signal, onPosition, ...from },
    );
    for await (const { event } of feed) await this.tell(event);
  }

  private async tell(event: AssetEvent | RecordEvent): Promise<void> {
    const label = 'asset_id' in event ? 'assets.asset' : event.model;
    const model = (await this.lockstep.models()).find((one) => one.label === label);
    const id = await this.idOf(event, model);
    for (const topic of [
      `resource/${label}`,
      ...(id === undefined ? [] : [`resource/${label}/${id}`]),
    ]) {
      const payload = { ids: id === undefined ? [] : [id], event };
      for (const callback of this.topics.get(topic) ?? [])
        callback({ type: event.kind, topic, payload });
    }
  }

  /** Events name rows by their primary keys; where another field stands in paths, it is asked for, or taken from what was deleted. */
  private async idOf(
    event: AssetEvent | RecordEvent,
    model: ModelDescription | undefined,
  ): Promise<Identifier | undefined> {
    if ('asset_id' in event) return event.asset_id;
    const { key, changes } = event;
    const { lookup_field, primary_key } = model ?? { lookup_field: null, primary_key: null };
    if (lookup_field === null) return undefined;
    const said = changes[lookup_field];
    if (said) return (event.kind === 'deleted' ? said.before : said.after) as Identifier;
    if (key === null || primary_key === null) return undefined;
    if (lookup_field === primary_key) return toId(key, model, primary_key);
    const rows = this.lockstep.model(event.model);
    const query = { lookups: { [primary_key]: key }, fields: lookup_field, limit: 1 };
    for await (const row of rows.list(query)) return row[lookup_field] as Identifier;
    return undefined;
  }
}

/** As answers show it: a number, unless it is too large for one. */
function toId(key: string, model: ModelDescription | undefined, name: string): Identifier {
  const isInteger = model?.fields.find((field) => field.name === name)?.type === 'integer';
  return isInteger && Number.isSafeInteger(Number(key)) ? Number(key) : key;
}

const labelIn = (topic: string): string | undefined => /^resource\/([^/]+)/.exec(topic)?.[1];
