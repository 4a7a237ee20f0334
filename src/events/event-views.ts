import { Inject, Injectable } from '@nestjs/common';
import { UsersRepository } from '../auth/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { stringifyJson } from '../exact-json.js';
import { type Model, Models } from '../model/index.js';
import type { FeedEvent } from './event-tail.js';
import { type EventRow, INVENTORY_MODEL, toEventView } from './event-view.js';
import type { PlacedRow } from './events.repository.js';
import {
  type RecordEventRow,
  type RecordEventView,
  relatedIn,
  toRecordEventView,
} from './record-event-view.js';

/** Events as answers show them. */
@Injectable()
export class EventViews {
  constructor(
    private readonly users: UsersRepository,
    private readonly models: Models,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param modelOf other models that the caller may see */
  async ofModel(
    rows: readonly RecordEventRow[],
    model: Model,
    modelOf: (label: string) => Model | undefined,
  ): Promise<RecordEventView[]> {
    const usernames = await this.usernames(rows);
    const context = { model, modelOf, usernames, time: this.config.django };
    return rows.map((row) => toRecordEventView(row, context));
  }

  /** Made once for all listeners of the process. */
  async forFeed(rows: readonly PlacedRow[]): Promise<FeedEvent[]> {
    const usernames = await this.usernames(rows.filter(isOfModel));
    return rows.map((row) => (isOfModel(row) ? this.ofRecord(row, usernames) : ofAsset(row)));
  }

  private ofRecord(
    row: RecordEventRow & { readonly position: number },
    usernames: ReadonlyMap<string, string>,
  ): FeedEvent {
    const { registry } = this.models;
    const model = registry.get(row.model);
    const common = {
      position: row.position,
      model: row.model,
      kind: row.kind,
      source: row.source,
      actorId: row.actor_id,
    };
    // Nobody can ask for the events of a model that is no longer served.
    if (!model) return { ...common, key: null, json: '{}' };
    const context = { model, usernames, time: this.config.django };
    const viewFor = (sees: (label: string) => boolean): RecordEventView =>
      toRecordEventView(row, {
        ...context,
        modelOf: (label) => (sees(label) ? registry.get(label) : undefined),
      });
    const view = viewFor(() => true);
    const event = { ...common, key: view.key, json: stringifyJson(view) };
    return relatedIn(view.changes, model).size === 0
      ? event
      : { ...event, jsonFor: (sees) => stringifyJson(viewFor(sees)) };
  }

  private usernames(rows: readonly RecordEventRow[]): Promise<ReadonlyMap<string, string>> {
    return this.users.usernames([...new Set(rows.flatMap(({ actor_id }) => actor_id ?? []))]);
  }
}

const isOfModel = <T extends EventRow | RecordEventRow>(row: T): row is T & RecordEventRow =>
  'row_key' in row;

const ofAsset = (row: EventRow & { readonly position: number }): FeedEvent => ({
  position: row.position,
  model: INVENTORY_MODEL,
  key: String(row.asset_id),
  kind: row.kind,
  source: row.source,
  actorId: row.actor_id === null ? null : String(row.actor_id),
  json: stringifyJson(toEventView(row)),
});
