import { Injectable } from '@nestjs/common';
import type { PlainRow, Tx } from '../database/index.js';
import { RecordEvents } from '../events/index.js';
import { isWeakened, passesIfMatch } from '../http/index.js';
import type { Field, Model } from '../model/index.js';
import {
  apply,
  type Change,
  type Command,
  differences,
  type Locked,
  type Moment,
  newCells,
} from './commands.js';
import { keyField } from './describe.js';
import { assertNotLeased } from './leases.js';
import { LeasesRepository } from './leases.repository.js';
import {
  columnOf,
  parseFields,
  type Scope,
  type SqlFragment,
  type SqlValue,
} from './query/index.js';
import {
  columnsBehind,
  ownKey,
  RecordReader,
  type RecordView,
  textOf,
  type Wish,
} from './record-reader.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { RecordChangedError } from './records.errors.js';
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

/** Rows under their locks: read, checked, changed and written into the history, by one transaction of the caller's. */
@Injectable()
export class RecordRows {
  constructor(
    private readonly rows: RecordWritesRepository,
    private readonly reader: RecordReader,
    private readonly leases: LeasesRepository,
    private readonly events: RecordEvents,
  ) {}

  /** The one row that fits, if there is one. */
  async lock(tx: Tx, scope: Scope, condition: SqlFragment): Promise<LockedRow | undefined> {
    const plan = planOf(scope);
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
    const changes = rows.map((row) => apply(scope.model, row.view, command, moment));
    const changing = rows.filter((_, at) => changes[at]?.kind !== 'none');
    if (changing.length === 0) return { after: [...rows], changed: 0 };
    const keys = changing.map(({ key }) => key);
    if (command.op === 'delete') await this.rows.remove(tx, scope, keys);
    else await this.update(tx, scope, rows, changes);
    const present = command.op === 'delete' ? [] : await this.read(tx, scope, keys);
    const byKey = new Map(present.map((row) => [row.key, row]));
    if (command.op === 'delete') await this.leases.remove(tx, scope.model.label, keys);
    await this.events.add(
      tx,
      changing.map(({ key, view }) => ({
        model: scope.model.label,
        key,
        kind: command.op === 'delete' ? ('deleted' as const) : ('updated' as const),
        changes: differences(view, byKey.get(key)?.view),
      })),
      note,
    );
    const isGone = command.op === 'delete';
    return {
      after: rows.map((row) => (isGone ? undefined : (byKey.get(row.key) ?? row))),
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
    const key = await this.rows.insert(tx, scope, newCells(scope.model, values, moment));
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

  /** One statement for all rows, unless each gets a document of its own. */
  private async update(
    tx: Tx,
    scope: Scope,
    rows: readonly LockedRow[],
    changes: readonly Change[],
  ): Promise<void> {
    const groups = new Map<string, { cells: ReadonlyMap<Field, SqlValue>; keys: string[] }>();
    for (const [at, change] of changes.entries()) {
      if (change.kind !== 'update') continue;
      const same = JSON.stringify(
        Array.from(change.cells, ([{ column }, value]) => [column, String(value)]),
      );
      const group = groups.get(same) ?? { cells: change.cells, keys: [] };
      groups.set(same, group);
      group.keys.push(rows[at]?.key ?? '');
    }
    for (const { cells, keys } of groups.values()) await this.rows.update(tx, scope, keys, cells);
    for (const [at, change] of changes.entries())
      if (change.kind === 'update')
        for (const [relation, keys] of change.related)
          await this.rows.setRelated(tx, scope, rows[at]?.key ?? '', relation, keys);
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

/** What is read of a row that is to be written: all that is shown, and all that counts in its tag. */
interface Plan extends Wish {
  readonly columns: readonly string[];
}

function planOf(scope: Scope): Plan {
  const wish: Wish = { ...parseFields(undefined, scope), scope, expanded: [], isTagged: true };
  const shown = wish.fields.map(({ column }) => columnOf(scope.alias, column));
  return { ...wish, columns: [...new Set([...shown, ...columnsBehind(wish)])] };
}

const keyIn = (row: PlainRow, { scope, columns }: Plan): string =>
  textOf(row[columns.indexOf(ownKey(scope))]);

export const keyShown = (model: Model, view: RecordView): unknown =>
  view[(keyField(model) ?? model.primaryKey)?.attname ?? ''] ?? null;
