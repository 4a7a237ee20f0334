import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/index.js';
import {
  EventsRepository,
  EventViews,
  type HistoryQuery,
  recordEventSchema,
  Watches,
} from '../events/index.js';
import type { User } from '../http/index.js';
import { shownValue } from '../model/index.js';
import { urlOf } from './describe.js';
import { keyField, keyIs, type Scope } from './query/index.js';
import { ownKey, textOf } from './record-reader.js';
import { RecordScopes } from './record-scopes.js';
import { RecordRepository } from './record.repository.js';
import { RecordNotFoundError } from './records.errors.js';

export const recordHistorySchema = z
  .object({
    results: z.array(recordEventSchema).describe('Newest first.'),
    next: z.string().nullable().describe('Path and query of the page of older events.'),
    covers: z
      .enum(['api', 'all'])
      .describe(
        '`all`: the table is watched, so the writes of Django and of others are among these; `api`: only those that came through this API.',
      ),
  })
  .meta({ id: 'RecordHistory' });

export type RecordHistory = z.output<typeof recordHistorySchema>;

/** What happened to a row of a model. */
@Injectable()
export class RecordHistoryService {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly records: RecordRepository,
    private readonly events: EventsRepository,
    private readonly views: EventViews,
    private readonly watches: Watches,
    private readonly database: Database,
  ) {}

  /**
   * One page, newest first; also of a row that is gone.
   * @throws ModelNotFoundError, RecordNotFoundError for a key that no row has or had, SchemaChangedError
   */
  read(
    user: User,
    label: string,
    key: string,
    { limit, cursor }: HistoryQuery,
  ): Promise<RecordHistory> {
    return this.scopes.on(user, label, async ({ scope }) => {
      const { model, modelOf } = scope;
      const present = await this.presentKey(scope, key);
      const keys = present === undefined ? await this.formerKeys(scope, key) : [present];
      const list = (before: number | undefined, most: number) =>
        keys.length > 0 ? this.events.listOfRecord({ model: label, keys }, before, most) : [];
      const rows = await list(cursor, limit + 1);
      if (present === undefined && rows.length === 0 && (await list(undefined, 1)).length === 0)
        throw new RecordNotFoundError(label, key);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const path = `${urlOf(model)}/${encodeURIComponent(key)}/history`;
      return {
        results: await this.views.ofModel(page, model, modelOf),
        next: last ? `${path}?limit=${limit}&cursor=${last.id}` : null,
        covers: this.watches.covers(label),
      };
    });
  }

  /** The primary key of the row that is there. */
  private async presentKey(scope: Scope, key: string): Promise<string | undefined> {
    const condition = scope.model.primaryKey && keyIs(key, scope);
    const row =
      condition && (await this.records.find(this.database, scope, condition, [ownKey(scope)]));
    return row && textOf(row[0]);
  }

  /** Primary keys, as the database prints them, that a row of this key may have had. */
  private async formerKeys(scope: Scope, key: string): Promise<string[]> {
    const { model, time } = scope;
    const field = keyField(model);
    const [value] = keyIs(key, scope)?.params ?? [];
    if (field === undefined || value === undefined) return [];
    const shown = String(shownValue(field, String(value), time));
    if (field === model.primaryKey) return [...new Set([String(value), shown])];
    return [(await this.events.keyOfDeleted(model.label, field.attname, shown)) ?? []].flat();
  }
}
