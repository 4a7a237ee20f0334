import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import type { Field, Relation } from '../model/index.js';
import {
  columnOf,
  concat,
  keysIn,
  quoted,
  type Scope,
  type SqlFragment,
  type SqlValue,
} from './query/index.js';
import { unlessThere } from './record-writes.repository.js';
import { statementBytes } from './transfer/statement-size.js';

/** A row by its primary key, and what is written into it. */
export interface RowCells {
  readonly key: string;
  readonly cells: ReadonlyMap<Field, SqlValue>;
}

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
    for (const part of this.parts(rows)) {
      const { sql, params } = updateOf(scope, part);
      await tx.query(sql, [...params]);
    }
  }

  /** New rows, all with the same columns. */
  async insert(
    tx: Tx,
    { model }: Scope,
    rows: readonly ReadonlyMap<Field, SqlValue>[],
  ): Promise<void> {
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

/** The statement that writes into these rows, all in the same columns. */
export function updateOf(scope: Scope, rows: readonly RowCells[]): SqlFragment {
  const { primaryKey, table } = scope.model;
  if (!primaryKey) throw new Error(`${scope.model.label} has no key by which a row is written`);
  const fields = [...(rows[0]?.cells.keys() ?? [])];
  const keys = rows.map(({ key }) => key);
  const sets = fields.flatMap((field, at) => [
    at === 0 ? ' SET ' : ', ',
    `${columnOf(scope.alias, field.column)} = `,
    valueOf(field, rows, scope, primaryKey),
  ]);
  return concat(
    `UPDATE ${quoted(table)} ${scope.alias}`,
    ...sets,
    ' WHERE ',
    keysIn(primaryKey, keys, scope),
  );
}

/** The value itself where all rows get the same, else a CASE by their keys. */
function valueOf(
  field: Field,
  rows: readonly RowCells[],
  scope: Scope,
  primaryKey: Field,
): SqlFragment {
  const values = rows.map(({ cells }) => cells.get(field) ?? null);
  const [first = null] = values;
  if (values.every((value) => value === first)) return { sql: '?', params: [first] };
  const cases = rows.map(({ key }, at) =>
    concat(' WHEN ', keysIn(primaryKey, [key], scope), {
      sql: ' THEN ?',
      params: [values[at] ?? null],
    }),
  );
  return concat('CASE', ...cases, ' END');
}
