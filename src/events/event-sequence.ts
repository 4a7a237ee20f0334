import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import { EventsRepository } from './events.repository.js';

const BATCH = 500;

/**
 * The order of the feed. The id of an event is taken when it is inserted and seen when its transaction commits, so a
 * smaller id can show up after a larger one. A position is given to an event after its commit, under one lock: who
 * sees a position has seen, or can see, every smaller one.
 */
@Injectable()
export class EventSequence {
  constructor(
    private readonly events: EventsRepository,
    private readonly database: Database,
  ) {}

  /** Gives every event that is committed by now its position. Any process may do so at any time. */
  async extend(): Promise<void> {
    if (!(await this.events.hasUnplaced())) return;
    let placed: number;
    do placed = await this.database.inTransaction((tx) => this.placeBatch(tx), { isBrief: true });
    while (placed === BATCH);
  }

  /** The end of the feed at this moment. */
  async end(): Promise<number> {
    await this.extend();
    return this.events.lastPosition();
  }

  private async placeBatch(tx: Tx): Promise<number> {
    const last = await this.events.lockLastPosition(tx);
    const ids = await this.events.listUnplaced(tx, BATCH);
    if (ids.length > 0) await this.events.place(tx, ids, last);
    return ids.length;
  }
}
