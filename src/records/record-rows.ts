import { Injectable } from '@nestjs/common';
import type { PlainRow, Tx } from '../database/index.js';
import { parseJson } from '../exact-json.js';
import { RecordEvents } from '../events/index.js';
import { isWeakened, passesIfMatch } from '../http/index.js';
import { type Field, type Model, type Relation, shownValue } from '../model/index.js';
import {
  apply,
  type Change,
  type Command,
  differences,
  type Locked,
  type Moment,
  newCells,
  type Related,
} from './commands.js';
import { assertNotLeased } from './leases.js';
import { LeasesRepository } from './leases.repository.js';
import { changedByMySql, notKept } from './mysql-numbers.js';
import {
  keyField,
  bind,
  columnOf,
  commaSeparated,
  concat,
  parseFields,
  type Scope,
  type SqlFragment,
  type SqlValue,
} from './query/index.js';
import {
  columnsBehind,
  keysColumn,
  ownKey,
  RecordReader,
  type RecordView,
  textOf,
  type Wish,
} from './record-reader.js';
import { RecordBulkRepository, type RowCells, updateOf } from './record-bulk.repository.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { RecordChangedError, ValuesRefusedError } from './records.errors.js';
import type { Values } from './write-values.js';

/** A row that the transaction holds. */
export interface LockedRow {
  /** The primary key. */
  readonly key: string;
  readonly view: Locked<RecordView>;
  /** Its ETag, and behind it those that older keys gave it. */
  readonly tags: readonly string[];
  readonly isLeased: boolean;
}

/** What a caller asks of a row before it is written. */
export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly leaseToken: string | undefined;
}

/** A row and what its command makes of it. */
export interface Decided {
  readonly row: LockedRow;
  readonly change: Change;
}

/** What becomes of a many-to-many relation of a row. */
interface LinkWish extends Related {
  readonly key: string;
  readonly relation: Relation;
}

/** Rows under their locks: read, checked, changed and written into the history, by one transaction of the caller's. */
@Injectable()
export class RecordRows {
  constructor(
    private readonly rows: RecordWritesRepository,
    private readonly bulk: RecordBulkRepository,
    private readonly reader: RecordReader,
    private readonly leases: LeasesRepository,
    private readonly events: RecordEvents,
  ) {}

  /** The one row that fits, if there is one. */
  async lock(tx: Tx, scope: Scope, condition: SqlFragment): Promise<LockedRow | undefined> {
    const plan = planOfOne(scope);
    const row = await this.rows.lock(tx, scope, condition, plan.columns);
    if (!row) return undefined;
    const [locked] = await this.shown(tx, [row], plan);
    return locked;
  }

  /** Those of the rows that fit, by ascending keys. */
  async lockMatching(
    tx: Tx,
    scope: Scope,
    keys: readonly string[],
    condition: SqlFragment,
    options: { limit?: number; clause?: string } = {},
  ): Promise<LockedRow[]> {
    const plan = planOf(scope);
    const found = await this.rows.lockMatching(tx, scope, keys, condition, plan.columns, options);
    const leases = await this.leases.listOn(
      tx,
      scope.model.label,
      found.map((row) => keyIn(row, plan)),
    );
    const leased = new Set(leases.map(({ key }) => key));
    return this.shown(tx, found, plan, leased);
  }

  /**
   * Every row passes here, under its lock, before it is written: asked any earlier, somebody could write between the
   * question and the write.
   * @throws LeaseHeldError, LeaseLostError, RecordChangedError naming the rows
   */
  async admit(
    tx: Tx,
    { model }: Scope,
    rows: readonly LockedRow[],
    { ifMatch, leaseToken }: Conditions,
  ): Promise<void> {
    const leased = rows.filter(({ isLeased }) => isLeased).map(({ key }) => key);
    const byKey = new Map(rows.map(({ key, view }) => [key, keyShown(model, view)]));
    const leases = await this.leases.listForWrite(tx, model.label, [...byKey.keys()], leased);
    assertNotLeased(leases, leaseToken, ({ key }) => ({ model: model.label, key: byKey.get(key) }));
    const changed = rows.filter(({ tags }) => !tags.some((tag) => passesIfMatch(ifMatch, tag)));
    const present = changed.map(({ view, tags: [etag = ''] }) => ({
      key: keyShown(model, view),
      view,
      etag,
    }));
    const [first, ...others] = present;
    if (first) throw new RecordChangedError([first, ...others], isWeakened(ifMatch, first.etag));
  }

  /**
   * Does what the command makes of each row. @returns the rows as they are now, in the same order; undefined for those that
   * are gone; and how many were not yet as wished
   */
  async write(
    tx: Tx,
    scope: Scope,
    rows: readonly LockedRow[],
    command: Command,
    { moment, note }: { moment: Moment; note?: string | undefined },
  ): Promise<{ after: (LockedRow | undefined)[]; changed: number }> {
    const decided = rows.map((row) => ({
      row,
      change: apply(scope.model, row.view, command, moment),
    }));
    return this.carryOut(tx, scope, decided, note);
  }

  /** The same where each row got a command of its own, on which was decided already. */
  async carryOut(
    tx: Tx,
    scope: Scope,
    decided: readonly Decided[],
    note?: string,
  ): Promise<{ after: (LockedRow | undefined)[]; changed: number }> {
    const changing = decided.filter(({ change }) => change.kind !== 'none');
    if (changing.length === 0) return { after: decided.map(({ row }) => row), changed: 0 };
    const { label } = scope.model;
    for (const { change } of changing) if (change.kind === 'update') assertKept(tx, change.cells);
    const gone = keysOf(decided, 'delete');
    if (gone.length > 0) await this.rows.remove(tx, scope, gone);
    const present = await this.updated(tx, scope, decided);
    const byKey = new Map(present.map((row) => [row.key, row]));
    if (gone.length > 0) await this.leases.remove(tx, label, gone);
    const events = changing.map(({ row: { key, view }, change }) => ({
      model: label,
      key,
      kind: change.kind === 'delete' ? ('deleted' as const) : ('updated' as const),
      changes: differences(view, byKey.get(key)?.view),
    }));
    // The column may keep less of a value than was given, and have had just that before: nothing happened then.
    await this.events.add(
      tx,
      events.filter(({ kind, changes }) => kind === 'deleted' || Object.keys(changes).length > 0),
      note,
    );
    return {
      after: decided.map(({ row, change }) =>
        change.kind === 'delete' ? undefined : (byKey.get(row.key) ?? row),
      ),
      changed: changing.length,
    };
  }

  /** How many of the rows the command would change. */
  wouldChange(
    { model }: Scope,
    rows: readonly LockedRow[],
    command: Command,
    moment: Moment,
  ): number {
    return rows.filter(({ view }) => apply(model, view, command, moment).kind !== 'none').length;
  }

  /** A new row. @returns it as it was stored */
  async insert(
    tx: Tx,
    scope: Scope,
    values: Values,
    { moment, note }: { moment: Moment; note?: string | undefined },
  ): Promise<LockedRow> {
    const cells = newCells(scope.model, values, moment);
    assertKept(tx, cells);
    const key = await this.rows.insert(tx, scope, cells);
    for (const [relation, { keys }] of values.related)
      await this.rows.setRelated(tx, scope, key, relation, { added: keys, removed: [] });
    const [row] = await this.read(tx, scope, [key]);
    if (!row) throw new Error('a row that was inserted is not there');
    const changes = differences(undefined, row.view);
    await this.events.add(
      tx,
      [{ model: scope.model.label, key: row.key, kind: 'created', changes }],
      note,
    );
    return row;
  }

  /**
   * New rows in one statement, each found again by a unique field that it gives.
   * @returns them as they were stored, in their order; undefined where they have not all the same columns, or one is not found
   *   so: then the caller has to undo what was done
   */
  async insertMany(
    tx: Tx,
    scope: Scope,
    values: readonly Values[],
    by: Field,
    { moment }: { moment: Moment },
  ): Promise<LockedRow[] | undefined> {
    const cells = values.map((one) => newCells(scope.model, one, moment));
    if (new Set(cells.map(columnsIn)).size !== 1) return undefined;
    for (const row of cells) assertKept(tx, row);
    await this.bulk.insert(tx, scope, cells);
    const given = cells.map((row) => row.get(by) ?? null);
    const found = await this.findBy(tx, scope, by, given);
    const rows = given.map((value) => found.get(textShown(by, value, scope)));
    if (!rows.every((row) => row !== undefined)) return undefined;
    const wishes = values.flatMap(({ related }, at) =>
      [...related].map(([relation, { keys }]): LinkWish => {
        return { key: rows[at]?.key ?? '', relation, added: keys, removed: [] };
      }),
    );
    await this.setRelated(tx, scope, wishes);
    const hasRelated = wishes.length > 0;
    const after = hasRelated ? await this.findBy(tx, scope, by, given) : found;
    const stored = given.flatMap((value) => after.get(textShown(by, value, scope)) ?? []);
    await this.events.add(
      tx,
      stored.map(({ key, view }) => ({
        model: scope.model.label,
        key,
        kind: 'created',
        changes: differences(undefined, view),
      })),
    );
    return stored;
  }

  /** The rows whose unique field has one of these values, locked by ascending keys, by what is shown of that field. */
  async findBy(
    tx: Tx,
    scope: Scope,
    by: Field,
    values: readonly SqlValue[],
  ): Promise<Map<string, LockedRow>> {
    const among = concat(
      `${columnOf(scope.alias, by.column)} IN (`,
      commaSeparated(values.map(bind)),
      ')',
    );
    const keys = await this.rows.candidates(tx, scope, among, values.length);
    const rows = await this.lockMatching(tx, scope, keys, among);
    return new Map(rows.map((row) => [String(row.view[by.attname]), row]));
  }

  /** Writes what was decided, and reads those rows again; where it is the columns of one row, in one message. */
  private async updated(tx: Tx, scope: Scope, decided: readonly Decided[]): Promise<LockedRow[]> {
    const [only, another] = decided.filter(({ change }) => change.kind === 'update');
    const change = only?.change;
    const isOneRow = change?.kind === 'update' && change.cells.size > 0 && !another;
    if (!isOneRow || change.related.size > 0) {
      await this.update(tx, scope, decided);
      return this.read(tx, scope, keysOf(decided, 'update'));
    }
    const { key } = only?.row ?? { key: '' };
    const plan = planOfOne(scope);
    const write = updateOf(scope, [{ key, cells: change.cells }]);
    return this.shown(tx, await this.rows.writeThenRead(tx, scope, write, key, plan.columns), plan);
  }

  /** One statement for all rows that get something in the same columns. */
  private async update(tx: Tx, scope: Scope, decided: readonly Decided[]): Promise<void> {
    const groups = new Map<string, RowCells[]>();
    for (const { row, change } of decided) {
      if (change.kind !== 'update' || change.cells.size === 0) continue;
      const columns = columnsIn(change.cells);
      const group = groups.get(columns) ?? [];
      groups.set(columns, group);
      group.push({ key: row.key, cells: change.cells });
    }
    for (const group of groups.values()) await this.bulk.update(tx, scope, group);
    await this.setRelated(
      tx,
      scope,
      decided.flatMap(({ row: { key }, change }) =>
        change.kind === 'update'
          ? Array.from(change.related, ([relation, keys]) => ({ key, relation, ...keys }))
          : [],
      ),
    );
  }

  /** What is added goes in one statement for all rows, where the links begin at the primary key. */
  private async setRelated(tx: Tx, scope: Scope, wishes: readonly LinkWish[]): Promise<void> {
    const links = new Map<Relation, [key: string, other: SqlValue][]>();
    for (const { key, relation, added, removed } of wishes) {
      const isByKey = relation.column === scope.model.primaryKey?.column;
      const alone = { added: isByKey ? [] : added, removed };
      await this.rows.setRelated(tx, scope, key, relation, alone);
      if (!isByKey || added.length === 0) continue;
      const all = links.get(relation) ?? [];
      links.set(relation, all);
      for (const other of added) all.push([key, other]);
    }
    for (const [relation, all] of links) await this.bulk.link(tx, relation, all);
  }

  private async read(tx: Tx, scope: Scope, keys: readonly string[]): Promise<LockedRow[]> {
    const plan = planOf(scope);
    return this.shown(tx, await this.rows.read(tx, scope, keys, plan.columns), plan);
  }

  private async shown(
    tx: Tx,
    rows: readonly PlainRow[],
    plan: Plan,
    leased?: ReadonlySet<string>,
  ): Promise<LockedRow[]> {
    const { views, tags } = await this.reader.show(tx, rows, plan, plan.columns);
    return rows.map((row, at) => {
      const key = keyIn(row, plan);
      const isLeased = leased ? leased.has(key) : row[plan.columns.length] === 1;
      return { key, view: views[at] as Locked<RecordView>, tags: tags[at] ?? [], isLeased };
    });
  }
}

const keysOf = (decided: readonly Decided[], kind: Change['kind']): string[] =>
  decided.flatMap(({ row, change }) => (change.kind === kind ? [row.key] : []));

/** In the order of the model, whatever order a body had. */
const columnsIn = (cells: ReadonlyMap<Field, SqlValue>): string =>
  JSON.stringify([...cells.keys()].map(({ column }) => column).sort());

/** A value as text, as a row that has it shows it. */
export const textShown = (field: Field, value: SqlValue, { time }: Scope): string =>
  String(shownValue(field, typeof value === 'bigint' ? String(value) : value, time));

/** @throws ValuesRefusedError for a document with a number that the database would change */
function assertKept({ keepsNumbers }: Tx, cells: ReadonlyMap<Field, SqlValue>): void {
  if (keepsNumbers) return;
  for (const [{ type, attname, hidden }, value] of cells) {
    const isDocument = type === 'json' && typeof value === 'string';
    const changed = isDocument ? changedByMySql(parseJson(value)) : undefined;
    if (changed === undefined) continue;
    const field = hidden ? '' : attname;
    throw new ValuesRefusedError([{ field, code: 'invalid_value', message: notKept(changed) }]);
  }
}

/** What is read of a row that is to be written: all that is shown, and all that counts in its tag. */
interface Plan extends Wish {
  readonly columns: readonly string[];
}

function planOf(scope: Scope): Plan {
  const wish: Wish = { ...parseFields(undefined, scope), scope, expanded: [], isTagged: true };
  const shown = wish.fields.map(({ column }) => columnOf(scope.alias, column));
  return { ...wish, columns: [...new Set([...shown, ...columnsBehind(wish)])] };
}

/** The same with the keys of many-to-many relations: for one row that costs less than a statement for each relation. */
function planOfOne(scope: Scope): Plan {
  const plan = planOf(scope);
  const keys = plan.relations.flatMap((way) => keysColumn(way, scope) ?? []);
  return { ...plan, columns: [...plan.columns, ...keys] };
}

const keyIn = (row: PlainRow, { scope, columns }: Plan): string =>
  textOf(row[columns.indexOf(ownKey(scope))]);

export const keyShown = (model: Model, view: RecordView): unknown =>
  view[(keyField(model) ?? model.primaryKey)?.attname ?? ''] ?? null;
