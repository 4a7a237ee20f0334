import { Injectable } from '@nestjs/common';
import type { ResultSetHeader } from 'mysql2';
import { Database, Inventory, type OwnTables, type Tx, UserModel } from '../database/index.js';
import { type EventRow, INVENTORY_MODEL } from './event-view.js';
import type { RecordEventRow } from './record-event-view.js';

/** An event with its place in the feed; one of the inventory has an `asset_id`, one of a model a `row_key`. */
export type PlacedRow = (EventRow | RecordEventRow) & { readonly position: number };

/** An event that waits for its place. */
export interface UnplacedRow {
  readonly table: EventTable;
  readonly id: number;
  /** The server's text. */
  readonly created_at: string;
}

type EventTable = 'assets_assetevent' | 'lockstep_event';

const assetEvents = (users: UserModel): string => `
  SELECT event.id, event.position, event.asset_id, event.asset_tag, event.kind, event.version, event.source,
      event.actor_id, ${users.column('actor', 'username')} AS actor_username, event.note, event.changes, event.created_at
    FROM assets_assetevent event ${users.leftJoin('actor', 'event.actor_id')}`;

const recordEvents = (own: OwnTables): string => `
  SELECT event.id, event.position, event.model, event.row_key, event.kind, event.source, event.actor_id,
      event.note, event.changes, event.created_at
    FROM ${own.event} event`;

/** So many are searched for a row that is named by another field than its key. */
const LAST_DELETIONS = 10_000;

/** The same as those of a model. */
const ASSET_EVENTS_AS_RECORDS = `
  SELECT event.id, '${INVENTORY_MODEL}' AS model, CAST(event.asset_id AS CHAR) AS row_key, event.kind,
      IF(event.source = 'database', 'database', 'api') AS source, 1 AS is_printed, CAST(event.actor_id AS CHAR) AS actor_id,
      event.note, event.changes, event.created_at
    FROM assets_assetevent event`;

const POSITION_COUNTER = 'event_position';

/**
 * All SQL that reads events: those of the inventory, which its triggers write, and those of the rows of models. Both tables share
 * one sequence of positions. Without the inventory its table need not be there, or is somebody else's.
 */
@Injectable()
export class EventsRepository {
  private readonly tables: readonly EventTable[];
  private readonly assetEvents: string;
  private readonly recordEvents: string;

  constructor(
    private readonly database: Database,
    private readonly inventory: Inventory,
    users: UserModel,
  ) {
    this.assetEvents = assetEvents(users);
    this.recordEvents = recordEvents(database.own);
    this.tables = this.isServed ? ['assets_assetevent', 'lockstep_event'] : ['lockstep_event'];
  }

  private get isServed(): boolean {
    return this.inventory.state.state === 'served';
  }

  private sqlOf(table: EventTable): string {
    return table === 'lockstep_event' ? this.database.own.event : table;
  }

  /** The history of an asset, newest first. @param before only events with a smaller id */
  listOfAsset(assetId: number, before: number | undefined, limit: number): Promise<EventRow[]> {
    return this.database.query<EventRow>(
      `${this.assetEvents} WHERE event.asset_id = ? ${before === undefined ? '' : 'AND event.id < ?'}
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

  /** The same of a row of a model. @param keys spellings of its key */
  listOfRecord(
    { model, keys }: { readonly model: string; readonly keys: readonly string[] },
    before: number | undefined,
    limit: number,
  ): Promise<RecordEventRow[]> {
    const [from, named] =
      this.isServed && model === INVENTORY_MODEL
        ? [`${ASSET_EVENTS_AS_RECORDS} WHERE event.asset_id IN (?)`, [keys]]
        : [`${this.recordEvents} WHERE event.model = ? AND event.row_key IN (?)`, [model, keys]];
    return this.database.query<RecordEventRow>(
      `${from} ${before === undefined ? '' : 'AND event.id < ?'} ORDER BY event.id DESC LIMIT ?`,
      [...named, ...(before === undefined ? [] : [before]), limit],
    );
  }

  /**
   * The key of the row that was deleted last with this value of a field, as far as its event tells the value; among the last
   * deletions only, because no index knows the values.
   */
  async keyOfDeleted(model: string, field: string, value: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ row_key: string }>(
      `SELECT row_key FROM (
          SELECT id, row_key, changes FROM ${this.database.own.event} WHERE model = ? AND kind = 'deleted' ORDER BY id DESC LIMIT ?
        ) AS deleted
        WHERE BINARY JSON_UNQUOTE(JSON_EXTRACT(changes, ?)) = BINARY ? ORDER BY id DESC LIMIT 1`,
      [model, LAST_DELETIONS, `$.${JSON.stringify(field)}[0]`, value],
    );
    return row?.row_key;
  }

  /**
   * The feed behind a position, in its order. Its end is asked for first: between two reads of two tables others may number
   * events of both.
   */
  async listAfter(position: number, limit: number): Promise<PlacedRow[]> {
    const end = await this.lastPosition();
    if (end <= position) return [];
    const rows = await Promise.all(
      this.tables.map((table) =>
        this.database.query<PlacedRow>(
          `${table === 'lockstep_event' ? this.recordEvents : this.assetEvents}
            WHERE event.position > ? AND event.position <= ? ORDER BY event.position LIMIT ?`,
          [position, end, limit],
        ),
      ),
    );
    return rows
      .flat()
      .sort((a, b) => a.position - b.position)
      .slice(0, limit);
  }

  /** The last position that was given to an event; 0 before the first. */
  async lastPosition(): Promise<number> {
    const [row] = await this.database.query<{ value: number }>(
      `SELECT value FROM ${this.database.own.counter} WHERE name = ?`,
      [POSITION_COUNTER],
    );
    return row?.value ?? 0;
  }

  /** Without this lock two processes would give out the same positions, or show a higher one before a lower one. */
  async lockLastPosition(tx: Tx): Promise<number> {
    const [row]: { value: number }[] = await tx.query(
      `SELECT value FROM ${tx.own.counter} WHERE name = ? FOR UPDATE`,
      [POSITION_COUNTER],
    );
    if (!row) throw new Error(`lockstep_counter has no row ${POSITION_COUNTER}`);
    return row.value;
  }

  async hasUnplaced(): Promise<boolean> {
    const looks = this.tables.map(
      (table) => `EXISTS (SELECT 1 FROM ${this.sqlOf(table)} WHERE position IS NULL)`,
    );
    const [row] = await this.database.query<{ found: number }>(
      `SELECT ${looks.join(' OR ')} AS found`,
    );
    return row?.found === 1;
  }

  /**
   * Committed events without a position, in the order of their ids within each table; a plain read, because a locking one would
   * wait for writers.
   */
  async listUnplaced(tx: Tx, limit: number): Promise<UnplacedRow[]> {
    const found: UnplacedRow[] = [];
    for (const table of this.tables) {
      const rows: { id: number; created_at: string }[] = await tx.query(
        `SELECT id, created_at FROM ${this.sqlOf(table)} WHERE position IS NULL ORDER BY id LIMIT ?`,
        [limit],
      );
      found.push(...rows.map((row) => ({ ...row, table })));
    }
    return found;
  }

  /**
   * Gives these events the positions behind `last`, in the order of the list. By the primary key only: a scan would
   * meet the uncommitted rows of others and wait for them.
   */
  async place(tx: Tx, rows: readonly UnplacedRow[], last: number): Promise<void> {
    let placed = 0;
    for (const table of this.tables) {
      const own = rows.flatMap((row, at) =>
        row.table === table ? [{ id: row.id, position: last + 1 + at }] : [],
      );
      if (own.length === 0) continue;
      const ids = own.map(({ id }) => id);
      const { affectedRows }: ResultSetHeader = await tx.query(
        `UPDATE ${this.sqlOf(table)} FORCE INDEX (PRIMARY) SET position = ELT(FIELD(id, ?), ?) WHERE id IN (?)`,
        [ids, own.map(({ position }) => position), ids],
      );
      placed += affectedRows;
    }
    await tx.query(`UPDATE ${tx.own.counter} SET value = ? WHERE name = ?`, [
      last + rows.length,
      POSITION_COUNTER,
    ]);
    if (placed !== rows.length) throw new Error('an event vanished while it was placed');
  }
}
