import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import { stringifyJson } from '../exact-json.js';

/** One change of one row of a model, as its writer tells it. */
export interface RecordEvent {
  /** The label of the model. */
  readonly model: string;
  /** The primary key of the row, as text. */
  readonly key: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  /** By the name that answers show, with values as answers show them. */
  readonly changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

/** Room for the names, numbers and quotes of one row of the statement. */
const OTHER_BYTES = 200;
/** Longer statements gain nothing. */
const LONGEST_STATEMENT = 4_000_000;

/** Writes the history of rows, in the transaction that changes them. */
@Injectable()
export class RecordEvents {
  constructor(private readonly database: Database) {}

  /**
   * Writes these events in their order, in as few statements as the server takes; the actor is that of the transaction.
   * @param note what the writer says beside the changes; no more than its first 500 characters are kept
   */
  async add(tx: Tx, events: readonly RecordEvent[], note?: string): Promise<void> {
    const actor = tx.actorId === null ? null : String(tx.actorId);
    const said = note === undefined ? null : [...note].slice(0, 500).join('');
    const rows = events.map(({ model, key, kind, changes }) => [
      ...[model, key, kind, 'api', actor, said],
      stringifyJson(changes),
    ]);
    const longest = Math.min(LONGEST_STATEMENT, this.database.largestStatement);
    for (const { part, bytes } of cut(rows, longest)) {
      const sql = `INSERT INTO ${tx.own.event} (model, row_key, kind, source, actor_id, note, changes, created_at)
          VALUES ${part.map(() => '(?, UTC_TIMESTAMP(6))').join(', ')}`;
      await tx.writeAtCommit({ sql, params: part }, bytes);
    }
  }
}

type Row = readonly (string | null)[];

/** Rows of one statement, and its size at most. */
interface Part {
  readonly part: Row[];
  bytes: number;
}

/** One row at least in each part: what is too large by itself the server refuses with an error that says so. */
function cut(rows: readonly Row[], longest: number): Part[] {
  const parts: Part[] = [];
  for (const row of rows) {
    const size = row.reduce((sum, text) => sum + sentBytes(text), OTHER_BYTES);
    const last = parts.at(-1);
    if (last && last.bytes + size <= longest) {
      last.part.push(row);
      last.bytes += size;
    } else parts.push({ part: [row], bytes: size });
  }
  return parts;
}

/** At most: a quote or a backslash has another backslash before it. */
const sentBytes = (text: string | null): number => 2 * Buffer.byteLength(text ?? '');
