import { Injectable } from '@nestjs/common';
import { AssetNotFoundError } from '../assets/index.js';
import type { History, HistoryQuery } from './dto/history.dto.js';
import { toEventView } from './event-view.js';
import { EventsRepository } from './events.repository.js';

/** What happened to an asset. */
@Injectable()
export class HistoryService {
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
