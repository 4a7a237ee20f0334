import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  EventsRepository,
  eventViewSchema,
  type HistoryQuery,
  toEventView,
} from '../events/index.js';
import { AssetNotFoundError } from './assets.errors.js';

export const historySchema = z
  .object({
    results: z.array(eventViewSchema).describe('Newest first.'),
    next: z.string().nullable().describe('Path and query of the page of older events.'),
  })
  .meta({ id: 'History' });

export type History = z.output<typeof historySchema>;

/** What happened to an asset. */
@Injectable()
export class AssetHistoryService {
  constructor(private readonly events: EventsRepository) {}

  /**
   * One page, newest first. The events of a deleted asset stay.
   * @throws AssetNotFoundError for an id that no asset ever had
   */
  async read(assetId: number, { limit, cursor }: HistoryQuery): Promise<History> {
    const rows = await this.events.listOfAsset(assetId, cursor, limit + 1);
    if (rows.length === 0 && !(await this.events.hasHistory(assetId)))
      throw new AssetNotFoundError(assetId);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      results: page.map(toEventView),
      next: last ? `/api/assets/${assetId}/history?limit=${limit}&cursor=${last.id}` : null,
    };
  }
}
