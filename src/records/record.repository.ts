import { Injectable } from '@nestjs/common';
import type { PlainRow } from '../database/index.js';
import type { Relation } from '../model/index.js';
import {
  type AggregateQuery,
  columnOf,
  type CompiledList,
  quoted,
  type Scope,
  selectWithin,
  type SqlFragment,
} from './query/index.js';

/** A filter that no index helps reads every row: that may not take the server away from the others. */
const SELECT = selectWithin(5);

/** The table at the other end of a relation. */
const OTHER = 'other';
const BETWEEN = 'link';

/** Where a SELECT is sent: `Database`, or the transaction that holds the rows. */
export interface Reader {
  queryPlain(sql: string, params?: unknown[]): Promise<PlainRow[]>;
}

/**
 * All SELECTs on the tables of models.
 * Every method throws QueryTimeoutError, InvalidRegexError, DatabaseUnavailableError.
 */
@Injectable()
export class RecordRepository {
  /** One page and the row behind it. */
  list(
    on: Reader,
    { columns, from, where, orderBy, limit, offset }: CompiledList,
  ): Promise<PlainRow[]> {
    const skipped = offset > 0 ? ` OFFSET ${offset}` : '';
    return this.select(
      on,
      columns,
      `${from} WHERE ${where.sql} ORDER BY ${orderBy} LIMIT ${limit}${skipped}`,
      where.params,
    );
  }

  async count(on: Reader, { filters }: CompiledList, { model, alias }: Scope): Promise<number> {
    const from = `${quoted(model.table)} ${alias} WHERE ${filters.sql}`;
    const [row] = await this.select(on, ['COUNT(*)'], from, filters.params);
    return Number(row?.[0] ?? 0);
  }

  async find(
    on: Reader,
    scope: Scope,
    key: SqlFragment,
    columns: readonly string[],
  ): Promise<PlainRow | undefined> {
    const [row] = await this.findAll(on, scope, key, columns);
    return row;
  }

  /** @param keys says of a unique field what it is */
  findAll(
    on: Reader,
    { model, alias }: Scope,
    keys: SqlFragment,
    columns: readonly string[],
  ): Promise<PlainRow[]> {
    return this.select(
      on,
      columns,
      `${quoted(model.table)} ${alias} WHERE ${keys.sql}`,
      keys.params,
    );
  }

  aggregate(
    on: Reader,
    { columns, from, where, groupBy, limit }: AggregateQuery,
  ): Promise<PlainRow[]> {
    const groups = groupBy === '' ? '' : ` GROUP BY ${groupBy} ORDER BY ${groupBy}`;
    return this.select(
      on,
      columns.map(({ sql }) => sql),
      `${from} WHERE ${where.sql}${groups} LIMIT ${limit + 1}`,
      where.params,
    );
  }

  /**
   * The key of each of these rows with that of a row to which the relation leads, once for each, by ascending keys. Keys are
   * compared by the database: two texts may be equal to it that are not equal to us.
   */
  keys(on: Reader, scope: Scope, relation: Relation, rows: SqlFragment): Promise<PlainRow[]> {
    const { through, toColumn, column } = relation;
    const own = columnOf(scope.alias, scope.model.primaryKey?.column ?? '');
    const key = through ? columnOf(BETWEEN, through.toColumn) : columnOf(OTHER, toColumn);
    const join = through
      ? `JOIN ${quoted(through.table)} ${BETWEEN} ON ${columnOf(BETWEEN, through.fromColumn)} = ${columnOf(scope.alias, column)}`
      : '';
    return this.select(
      on,
      [own, key],
      `${quoted(scope.model.table)} ${scope.alias} ${join} WHERE ${rows.sql} ORDER BY 1, 2`,
      rows.params,
    );
  }

  /** The key of each of these rows with the columns of a row to which the relation leads. */
  related(
    on: Reader,
    scope: Scope,
    relation: Relation,
    to: { readonly table: string; readonly columns: readonly string[] },
    rows: SqlFragment,
  ): Promise<PlainRow[]> {
    const { through, toColumn, column } = relation;
    const own = columnOf(scope.alias, scope.model.primaryKey?.column ?? '');
    const from = columnOf(scope.alias, column);
    const target = columnOf(OTHER, toColumn);
    const join = through
      ? `JOIN ${quoted(through.table)} ${BETWEEN} ON ${columnOf(BETWEEN, through.fromColumn)} = ${from}
         JOIN ${quoted(to.table)} ${OTHER} ON ${target} = ${columnOf(BETWEEN, through.toColumn)}`
      : `JOIN ${quoted(to.table)} ${OTHER} ON ${target} = ${from}`;
    return this.select(
      on,
      [own, ...to.columns.map((name) => columnOf(OTHER, name))],
      `${quoted(scope.model.table)} ${scope.alias} ${join} WHERE ${rows.sql} ORDER BY ${own}, ${target}`,
      rows.params,
    );
  }

  private select(
    on: Reader,
    columns: readonly string[],
    rest: string,
    params: SqlFragment['params'],
  ): Promise<PlainRow[]> {
    return on.queryPlain(`${SELECT} ${columns.join(', ')} FROM ${rest}`, [...params]);
  }
}
