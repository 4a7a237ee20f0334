import { Injectable } from '@nestjs/common';
import type { ResultSetHeader } from 'mysql2';
import {
  DuplicateKeyError,
  lockClause,
  type PlainRow,
  toDomainError,
  type Tx,
} from '../database/index.js';
import type { Field, Model, Relation } from '../model/index.js';
import type { Cells, Related } from './commands.js';
import { isLeaseOn } from './leases.repository.js';
import {
  allOf,
  columnOf,
  concat,
  keysIn,
  quoted,
  type Scope,
  selectWithin,
  type SqlFragment,
} from './query/index.js';
import { type RowCells, updateOf } from './update-statement.js';
import { ownKey, textOf } from './record-reader.js';
import { ValuesRefusedError } from './records.errors.js';

/** Above 1000 values MariaDB turns an IN into a join, which locks the rows in the order of its temporary table. */
const CHUNK = 500;

/** Where the condition on the row is put into a statement, and the table, in whose name TypeORM would take a dot for that of a schema. */
const KEY = '__KEY__';
const TABLE = '__TABLE__';

/** What stands before the condition, and what behind it. */
type LockStatements = Readonly<Record<'wait' | 'nowait', readonly [string, string]>>;

const SELECT = selectWithin(5);
const SUBQUERY = /\bSELECT\b/;

/**
 * All SQL that locks or writes rows of models. Several rows are locked through the primary key and by ascending keys: a lock
 * through any other index takes the rows in that index's order, and two writers with different filters would wait for each
 * other. Only the model's own rows are locked, since filters ask other tables in subqueries.
 */
@Injectable()
export class RecordWritesRepository {
  /** By their columns: which relations a row is read with depends on who asks. */
  private readonly locks = new WeakMap<Model, Map<string, LockStatements>>();

  /**
   * The one row that fits, and behind its columns whether a lease is on it: asked by the same statement, which reads that
   * when it has the row's lock.
   */
  async lock(
    tx: Tx,
    scope: Scope,
    key: SqlFragment,
    columns: readonly string[],
  ): Promise<PlainRow | undefined> {
    const { wait, nowait } = this.lockStatements(tx, scope, columns);
    const [before, behind] = tx.lockWait === 0 ? nowait : wait;
    const { params } = isLeaseOn(scope.model.label, ownKey(scope));
    const [row] = await tx.queryPlain(before + key.sql + behind, [...params, ...key.params]);
    return row;
  }

  /** TypeORM writes the statement once for each model: anew for each request would be a good part of its cost. */
  private lockStatements(tx: Tx, scope: Scope, columns: readonly string[]): LockStatements {
    const { model } = scope;
    const ofModel = this.locks.get(model) ?? new Map<string, LockStatements>();
    this.locks.set(model, ofModel);
    const all = columns.join();
    const known = ofModel.get(all);
    if (known) return known;
    const locking = tx
      .createQueryBuilder()
      .select([...columns, 'lease.token IS NOT NULL'])
      .from(TABLE, scope.alias)
      .leftJoin('lockstep_lease', 'lease', isLeaseOn(model.label, ownKey(scope)).sql)
      .where(KEY)
      .setLock('pessimistic_write');
    const parts = () =>
      locking
        .getQuery()
        .replace(`\`${TABLE}\``, () => quoted(model.table))
        .replace('`lockstep_lease`', tx.own.lease)
        .split(KEY) as [string, string];
    const wait = parts();
    locking.setOnLocked('nowait');
    const statements = { wait, nowait: parts() };
    ofModel.set(all, statements);
    return statements;
  }

  /** The keys that match now; nothing is locked yet, so `lockMatching` asks again. */
  async candidates(
    tx: Tx,
    scope: Scope,
    filter: SqlFragment,
    limit: number,
    orderBy = ownKey(scope),
  ): Promise<string[]> {
    const rows = await tx.queryPlain(
      `${SELECT} ${ownKey(scope)} FROM ${tableOf(scope)} WHERE ${filter.sql} ORDER BY ${orderBy} LIMIT ?`,
      [...filter.params, limit],
    );
    return rows.map(([key]) => String(key as string | number | Buffer));
  }

  /**
   * Locks those of the rows that still match, `limit` at most, by ascending keys. Without asking again, a row that another
   * writer moved out of the filter while we waited for it would be written all the same. What the filter asks of other tables
   * is asked once more behind the locks: a subquery reads what was committed before the statement waited.
   * @param clause `FOR UPDATE SKIP LOCKED` passes over what somebody holds
   */
  async lockMatching(
    tx: Tx,
    scope: Scope,
    keys: readonly string[],
    filter: SqlFragment,
    columns: readonly string[],
    { limit = Infinity, clause = lockClause(tx) }: { limit?: number; clause?: string } = {},
  ): Promise<PlainRow[]> {
    const locked: PlainRow[] = [];
    for (const among of this.chunks(scope, keys)) {
      const most = Math.min(CHUNK, limit - locked.length);
      if (most <= 0) break;
      locked.push(...(await this.lockAmong(tx, scope, among, filter, { columns, most, clause })));
    }
    return locked;
  }

  /** Where the limit cut rows off, they take the place of those that fit no longer when they were locked. */
  private async lockAmong(
    tx: Tx,
    scope: Scope,
    among: SqlFragment,
    filter: SqlFragment,
    { columns, most, clause }: { columns: readonly string[]; most: number; clause: string },
  ): Promise<readonly PlainRow[]> {
    const { primaryKey } = scope.model;
    const place = columns.indexOf(ownKey(scope));
    for (let left = among; ;) {
      const rows = await tx.queryPlain(
        `SELECT ${columns.join(', ')} FROM ${tableOf(scope)} FORCE INDEX (PRIMARY)
          WHERE ${left.sql} AND ${filter.sql} ORDER BY ${ownKey(scope)} LIMIT ${most} ${clause}`,
        [...left.params, ...filter.params],
      );
      if (rows.length === 0 || !primaryKey || !SUBQUERY.test(filter.sql)) return rows;
      const still = await this.matchingStill(tx, scope, rows, place, filter);
      if (still.length === rows.length || rows.length < most) return still;
      const dropped = rows.filter((row) => !still.includes(row)).map((row) => textOf(row[place]));
      left = allOf([left, concat('NOT ', keysIn(primaryKey, dropped, scope))]);
    }
  }

  private async matchingStill(
    tx: Tx,
    scope: Scope,
    rows: readonly PlainRow[],
    place: number,
    filter: SqlFragment,
  ): Promise<PlainRow[]> {
    const { primaryKey } = scope.model;
    if (!primaryKey) return [];
    const keys = rows.map((row) => textOf(row[place]));
    const wanted = allOf([keysIn(primaryKey, keys, scope), filter]);
    const present = new Set(await this.candidates(tx, scope, wanted, keys.length));
    return rows.filter((_, at) => present.has(keys[at] ?? ''));
  }

  /** Rows that the transaction holds, as they are now. */
  async read(
    tx: Tx,
    scope: Scope,
    keys: readonly string[],
    columns: readonly string[],
  ): Promise<PlainRow[]> {
    const rows: PlainRow[] = [];
    for (const among of this.chunks(scope, keys)) {
      const { sql, params } = readOf(scope, among, columns);
      rows.push(...(await tx.queryPlain(sql, [...params])));
    }
    return rows;
  }

  /** Writes into one row and reads it again, in one message where the server takes blocks. */
  async updateAndRead(
    tx: Tx,
    scope: Scope,
    row: RowCells,
    columns: readonly string[],
  ): Promise<PlainRow[]> {
    return tx.writeThenRead(...updateAndReadOf(scope, row, columns));
  }

  /** Writes into one row and commits. @returns the row as it was stored; nothing may follow in this transaction */
  async updateAndCommit(
    tx: Tx,
    scope: Scope,
    row: RowCells,
    columns: readonly string[],
  ): Promise<PlainRow[]> {
    const rows = await tx.commitWith<object>(...updateAndReadOf(scope, row, columns));
    return rows.map((one) => Object.values(one) as PlainRow);
  }

  /**
   * @returns the primary key of the new row
   * @throws ValuesRefusedError for the key 0 where the table counts its keys: it makes the next one of that
   */
  async insert(tx: Tx, { model }: Scope, cells: Cells): Promise<string> {
    const columns = [...cells.keys()].map(({ column }) => quoted(column));
    const values = [...cells.values()];
    const { insertId }: ResultSetHeader = await tx.query(
      `INSERT INTO ${quoted(model.table)} (${columns.join(', ')}) VALUES (${values.map(() => '?').join(', ')})`,
      values,
    );
    const given = model.primaryKey && cells.get(model.primaryKey);
    if (given === 0 && insertId > 0) throw new ValuesRefusedError([zero(model.primaryKey)]);
    return given === undefined || given === null ? String(insertId) : String(given);
  }

  /** With the links of the many-to-many relations that may be written; other tables that refer to a row keep it. */
  async remove(tx: Tx, scope: Scope, keys: readonly string[]): Promise<void> {
    const { model, alias } = scope;
    for (const among of this.chunks(scope, keys)) {
      for (const relation of model.relations)
        if (relation.editable && relation.through)
          await tx.query(
            `DELETE link FROM ${quoted(relation.through.table)} link JOIN ${tableOf(scope)}
                ON ${columnOf('link', relation.through.fromColumn)} = ${columnOf(alias, relation.column)} WHERE ${among.sql}`,
            [...among.params],
          );
      await tx.query(`DELETE ${alias} FROM ${tableOf(scope)} WHERE ${among.sql}`, [
        ...among.params,
      ]);
    }
  }

  /** As Django's `set()` on a many-to-many relation of a row that is locked. */
  async setRelated(
    tx: Tx,
    scope: Scope,
    key: string,
    { through, column }: Relation,
    { added, removed }: Related,
  ): Promise<void> {
    const { primaryKey } = scope.model;
    if (!through || !primaryKey) return;
    const row = keysIn(primaryKey, [key], scope);
    const own = columnOf(scope.alias, column);
    if (removed.length > 0)
      await tx.query(
        `DELETE link FROM ${quoted(through.table)} link JOIN ${tableOf(scope)}
            ON ${columnOf('link', through.fromColumn)} = ${own}
          WHERE ${row.sql} AND ${columnOf('link', through.toColumn)} IN (?)`,
        [...row.params, removed],
      );
    for (const other of added)
      await unlessThere(() =>
        tx.query(
          `INSERT INTO ${quoted(through.table)} (${quoted(through.fromColumn)}, ${quoted(through.toColumn)})
            SELECT ${own}, ? FROM ${tableOf(scope)} WHERE ${row.sql}`,
          [other, ...row.params],
        ),
      );
  }

  private *chunks(scope: Scope, keys: readonly string[]): Generator<SqlFragment> {
    const { primaryKey } = scope.model;
    for (let at = 0; primaryKey && at < keys.length; at += CHUNK)
      yield keysIn(primaryKey, keys.slice(at, at + CHUNK), scope);
  }
}

const zero = (key: Field | undefined) => ({
  field: key?.attname ?? '',
  code: 'invalid_value',
  message: 'Give another key than 0.',
  expected: 'another key than 0',
});

/**
 * Adds links. One that is there is as wished, whether somebody who does not hold the row added it meanwhile, or two keys of a list
 * are equal to the column. Not INSERT IGNORE, which would pass over a key that leads to no row as well.
 * @returns whether none was there
 */
export async function unlessThere(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (toDomainError(error) instanceof DuplicateKeyError) return false;
    throw error;
  }
}

function updateAndReadOf(
  scope: Scope,
  row: RowCells,
  columns: readonly string[],
): [write: SqlFragment, read: SqlFragment] {
  const { primaryKey, label } = scope.model;
  if (!primaryKey) throw new Error(`${label} has no key by which a row is written`);
  const read = readOf(scope, keysIn(primaryKey, [row.key], scope), columns);
  return [updateOf(scope, primaryKey, [row]), read];
}

const readOf = (scope: Scope, rows: SqlFragment, columns: readonly string[]): SqlFragment =>
  concat(
    `SELECT ${columns.join(', ')} FROM ${tableOf(scope)} WHERE `,
    rows,
    ` ORDER BY ${ownKey(scope)}`,
  );

const tableOf = ({ model, alias }: Scope): string => `${quoted(model.table)} ${alias}`;
