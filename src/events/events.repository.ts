import { Injectable } from '@nestjs/common';
import type { ResultSetHeader } from 'mysql2';
import { Database, type Tx, UserModel } from '../database/index.js';
import type { EventRow } from './event-view.js';

/** An event with its place in the feed. */
export interface PlacedEventRow extends EventRow {
  readonly position: number;
}

const eventsWith = (users: UserModel): string => `
  SELECT event.id, event.position, event.asset_id, event.asset_tag, event.kind, event.version, event.source,
      event.actor_id, ${users.column('actor', 'username')} AS actor_username, event.note, event.changes, event.created_at
    FROM assets_assetevent event ${users.leftJoin('actor', 'event.actor_id')}`;

const POSITION_COUNTER = 'event_position';

/** All SQL on `assets_assetevent`; its rows are written by the triggers. */
@Injectable()
export class EventsRepository {
  private readonly events: string;

  constructor(
    private readonly database: Database,
    users: UserModel,
  ) {
    this.events = eventsWith(users);
  }

  /** The history of an asset, newest first. @param before only events with a smaller id */
  listOfAsset(assetId: number, before: number | undefined, limit: number): Promise<EventRow[]> {
    return this.database.query<EventRow>(
      `${this.events} WHERE event.asset_id = ? ${before === undefined ? '' : 'AND event.id < ?'}
        ORDER BY event.id DESC LIMIT ?`,
      [assetId, ...(before === undefined ? [] : [before]), limit],
    );
  }

  async hasHistory(assetId: number): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM assets_assetevent WHERE asset_id = ? LIMIT 1',
      [assetId],
    );
    return rows.length > 0;
  }

  /** The feed behind a position, in its order. */
  listAfter(position: number, limit: number): Promise<PlacedEventRow[]> {
    return this.database.query<PlacedEventRow>(
      `${this.events} WHERE event.position > ? ORDER BY event.position LIMIT ?`,
      [position, limit],
    );
  }

  /** The last position that was given to an event; 0 before the first. */
  async lastPosition(): Promise<number> {
    const [row] = await this.database.query<{ value: number }>(
      'SELECT value FROM lockstep_counter WHERE name = ?',
      [POSITION_COUNTER],
    );
    return row?.value ?? 0;
  }

  /** Without this lock two processes would give out the same positions, or show a higher one before a lower one. */
  async lockLastPosition(tx: Tx): Promise<number> {
    const [row]: { value: number }[] = await tx.query(
      'SELECT value FROM lockstep_counter WHERE name = ? FOR UPDATE',
      [POSITION_COUNTER],
    );
    if (!row) throw new Error(`lockstep_counter has no row ${POSITION_COUNTER}`);
    return row.value;
  }

  async hasUnplaced(): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM assets_assetevent WHERE position IS NULL LIMIT 1',
    );
    return rows.length > 0;
  }

  /** Committed events without a position, oldest first; a plain read, because a locking one would wait for writers. */
  async listUnplaced(tx: Tx, limit: number): Promise<number[]> {
    const rows: { id: number }[] = await tx.query(
      'SELECT id FROM assets_assetevent WHERE position IS NULL ORDER BY id LIMIT ?',
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Gives these events the positions behind `last`, in the order of the list. By the primary key only: a scan would
   * meet the uncommitted rows of others and wait for them.
   */
  async place(tx: Tx, ids: readonly number[], last: number): Promise<void> {
    const { affectedRows }: ResultSetHeader = await tx.query(
      `UPDATE assets_assetevent FORCE INDEX (PRIMARY) SET position = ? + FIELD(id, ?) WHERE id IN (?)`,
      [last, ids, ids],
    );
    await tx.query('UPDATE lockstep_counter SET value = ? WHERE name = ?', [
      last + ids.length,
      POSITION_COUNTER,
    ]);
    if (affectedRows !== ids.length) throw new Error('an event vanished while it was placed');
  }
}
