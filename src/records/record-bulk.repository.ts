import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import type { Relation } from '../model/index.js';
import type { Cells } from './commands.js';
import { quoted, type Scope, type SqlValue } from './query/index.js';
import { unlessThere } from './record-writes.repository.js';
import { statementBytes } from './transfer/statement-size.js';
import { type RowCells, updateOf } from './update-statement.js';

/** Rows of one statement at most. */
const MOST_ROWS = 500;
const MOST_LINKS = 1000;
/** Longer statements gain nothing. */
const LONGEST_STATEMENT = 4_000_000;
/** What a row has in a statement beside its values, and what the statement has beside its rows. */
const ROW_BYTES = 300;
const WORDS_BYTES = 4_000;

/** Statements that write several rows at once, each with values of its own: a large number of them costs a tenth of single ones. */
@Injectable()
export class RecordBulkRepository {
  constructor(private readonly database: Database) {}

  /** Writes into rows that are locked, all in the same columns. */
  async update(tx: Tx, scope: Scope, rows: readonly RowCells[]): Promise<void> {
    const { primaryKey } = scope.model;
    if (!primaryKey) return;
    for (const part of this.parts(rows)) {
      const { sql, params } = updateOf(scope, primaryKey, part);
      await tx.query(sql, [...params]);
    }
  }

  /** New rows, all with the same columns. */
  async insert(tx: Tx, { model }: Scope, rows: readonly Cells[]): Promise<void> {
    for (const part of this.parts(rows.map((cells) => ({ key: '', cells })))) {
      const columns = [...(part[0]?.cells.keys() ?? [])].map(({ column }) => quoted(column));
      await tx.query(`INSERT INTO ${quoted(model.table)} (${columns.join(', ')}) VALUES ?`, [
        part.map(({ cells }) => [...cells.values()]),
      ]);
    }
  }

  /** Links of a many-to-many relation that begins at the primary key of rows that are locked; one that is there stays. */
  async link(
    tx: Tx,
    { through }: Relation,
    links: readonly (readonly [key: string, other: SqlValue])[],
  ): Promise<void> {
    if (!through) return;
    const columns = [through.fromColumn, through.toColumn].map(quoted).join(', ');
    const sql = `INSERT INTO ${quoted(through.table)} (${columns}) VALUES ?`;
    for (let at = 0; at < links.length; at += MOST_LINKS) {
      const part = links.slice(at, at + MOST_LINKS);
      const isDone = await unlessThere(() => tx.query(sql, [part]));
      // A refused statement undid itself.
      if (!isDone) for (const link of part) await unlessThere(() => tx.query(sql, [[link]]));
    }
  }

  /** One row at least in each: what is too large by itself the server refuses with an error that says so. */
  private parts(rows: readonly RowCells[]): RowCells[][] {
    const longest = Math.min(LONGEST_STATEMENT, this.database.largestStatement) - WORDS_BYTES;
    const parts: RowCells[][] = [];
    let bytes = Infinity;
    for (const row of rows) {
      const size = statementBytes([...row.cells.values()]) + ROW_BYTES * row.cells.size;
      bytes += size;
      const last = parts.at(-1);
      if (last && bytes <= longest && last.length < MOST_ROWS) last.push(row);
      else {
        parts.push([row]);
        bytes = size;
      }
    }
    return parts;
  }
}
