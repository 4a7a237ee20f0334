import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import { EventsRepository, type UnplacedRow } from './events.repository.js';

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
    const rows = inTurn(await this.events.listUnplaced(tx, BATCH)).slice(0, BATCH);
    if (rows.length > 0) await this.events.place(tx, rows, last);
    return rows.length;
  }
}

/** Those of the two tables by their times; within a table they stay in the order of their ids, whatever the clock did. */
function inTurn(rows: readonly UnplacedRow[]): UnplacedRow[] {
  const latest = new Map<string, string>();
  const timed = rows.map((row) => {
    const before = latest.get(row.table) ?? '';
    const time = row.created_at > before ? row.created_at : before;
    latest.set(row.table, time);
    return { row, time };
  });
  return timed
    .sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
    .map(({ row }) => row);
}
