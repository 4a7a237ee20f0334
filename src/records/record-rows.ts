import { Injectable } from '@nestjs/common';
import { annotate, type Tx } from '../database/index.js';
import { parseJson } from '../exact-json.js';
import { type RecordEvent, RecordEvents } from '../events/index.js';
import type { Field, Relation } from '../model/index.js';
import {
  apply,
  type Cells,
  type Change,
  type Command,
  differences,
  type LockedRow,
  type Moment,
  newCells,
  type Related,
} from './commands.js';
import { LeasesRepository } from './leases.repository.js';
import { changedByMySql, notKept } from './mysql-numbers.js';
import type { Scope, SqlValue } from './query/index.js';
import { RecordBulkRepository } from './record-bulk.repository.js';
import { planOf, planOfOne, RecordLocks, textShown } from './record-locks.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { KeyChangedByTriggerError } from './records.errors.js';
import type { RowCells } from './update-statement.js';
import type { WritePolicy, WriteScope } from './write-policy.js';
import type { Values } from './write-values.js';

/** A row and what its command makes of it. */
export interface Decided {
  readonly row: LockedRow;
  readonly change: Change;
}

/** What a write has beside its rows and its command. */
interface WriteOptions {
  /** Stands in the history beside the change. */
  readonly note?: string | undefined;
  /** Nobody asks for the rows as they are then, so they need not be read. */
  readonly isUnseen?: boolean;
}

interface WrittenRows {
  readonly after: readonly (LockedRow | undefined)[];
  readonly changed: number;
}

/** What becomes of a many-to-many relation of a row. */
interface LinkWish extends Related {
  readonly key: string;
  readonly relation: Relation;
}

/** Writes rows that are locked, and their history, by one transaction of the caller's. */
@Injectable()
export class RecordRows {
  /** The transactions in which a note was given. */
  private readonly annotated = new WeakSet<Tx>();

  constructor(
    private readonly locks: RecordLocks,
    private readonly rows: RecordWritesRepository,
    private readonly bulk: RecordBulkRepository,
    private readonly leases: LeasesRepository,
    private readonly events: RecordEvents,
  ) {}

  /**
   * What the command makes of each row: `apply`, and what the policy says to that. Nothing is written.
   * @throws what the policy refuses
   */
  async decide(
    tx: Tx,
    scope: WriteScope,
    rows: readonly LockedRow[],
    command: Command,
  ): Promise<Decided[]> {
    const { model, policy } = scope;
    const wish =
      command.op === 'action'
        ? { op: 'update' as const, values: await command.values(tx, rows) }
        : command;
    const moment = momentOf(scope);
    const decided = rows.map((row) => ({ row, change: apply(model, row.view, wish, moment) }));
    for (const { row, change } of policy.check ? decided : [])
      if (change.kind === 'update') await policy.check?.(tx, row, change);
    return decided;
  }

  /**
   * Does what the command makes of each row. @returns the rows as they are now, in the same order; undefined for those that
   * are gone; and how many were not yet as wished
   */
  async write(
    tx: Tx,
    scope: WriteScope,
    rows: readonly LockedRow[],
    command: Command,
    options: WriteOptions = {},
  ): Promise<WrittenRows> {
    return this.carryOut(tx, scope, await this.decide(tx, scope, rows, command), options);
  }

  /**
   * The same with one row, as the last thing that its transaction does: where the triggers of the table write the history, COMMIT
   * goes with the UPDATE, because whoever waits for the row waits for each of our round trips.
   */
  async writeLast(
    tx: Tx,
    scope: WriteScope,
    row: LockedRow,
    command: Command,
    options: WriteOptions,
  ): Promise<LockedRow | undefined> {
    const decided = await this.decide(tx, scope, [row], command);
    const change = decided[0]?.change;
    if (scope.policy.history === 'events' || change?.kind !== 'update')
      return (await this.carryOut(tx, scope, decided, options)).after[0];
    const { cells } = change;
    await this.begin(tx, scope, [{ key: row.key, cells }], options);
    const plan = planOf(scope);
    const stored = await this.rows.updateAndCommit(
      tx,
      scope,
      { key: row.key, cells },
      plan.columns,
    );
    return (await this.locks.shown(tx, stored, plan))[0];
  }

  /** Writes what was decided on. */
  async carryOut(
    tx: Tx,
    scope: WriteScope,
    decided: readonly Decided[],
    options: WriteOptions = {},
  ): Promise<WrittenRows> {
    const changing = decided.filter(({ change }) => change.kind !== 'none');
    if (changing.length === 0) return { after: decided.map(({ row }) => row), changed: 0 };
    const { model, policy } = scope;
    const updates = decided.flatMap(({ row: { key }, change }) =>
      change.kind === 'update' ? [{ key, cells: change.cells }] : [],
    );
    await this.begin(tx, scope, updates, options);
    const gone = keysOf(decided, 'delete');
    if (gone.length > 0) await this.rows.remove(tx, scope, gone);
    if (gone.length > 0) await this.leases.remove(tx, model.label, gone);
    const { isUnseen = false } = options;
    if (isUnseen && policy.history === 'triggers') {
      await this.update(tx, scope, decided);
      return { after: [], changed: changing.length };
    }
    const present = await this.updated(tx, scope, decided);
    const byKey = new Map(present.map((row) => [row.key, row]));
    if (!updates.every(({ key }) => byKey.has(key))) throw new KeyChangedByTriggerError();
    const events = changing.map(({ row: { key, view }, change }) => ({
      key,
      kind: change.kind === 'delete' ? ('deleted' as const) : ('updated' as const),
      changes: differences(view, byKey.get(key)?.view),
    }));
    // The column may keep less of a value than was given, and have had just that before: nothing happened then.
    await this.tell(
      tx,
      scope,
      events.filter(({ kind, changes }) => kind === 'deleted' || Object.keys(changes).length > 0),
      options,
    );
    return {
      after: decided.map(({ row, change }) =>
        change.kind === 'delete' ? undefined : (byKey.get(row.key) ?? row),
      ),
      changed: changing.length,
    };
  }

  /** A new row. @returns it as it was stored */
  async insert(
    tx: Tx,
    scope: WriteScope,
    values: Values,
    options: WriteOptions = {},
  ): Promise<LockedRow> {
    const cells = newCells(scope.model, values, momentOf(scope));
    await this.begin(tx, scope, [{ key: undefined, cells }], options);
    const insert = (all: Cells): Promise<string> => this.rows.insert(tx, scope, all);
    const { policy } = scope;
    const key = await (policy.insert ? policy.insert(tx, cells, insert) : insert(cells));
    for (const [relation, { keys }] of values.related)
      await this.rows.setRelated(tx, scope, key, relation, { added: keys, removed: [] });
    const [row] = await this.locks.read(tx, scope, [key]);
    if (!row) throw new KeyChangedByTriggerError();
    await this.forgetLeases(tx, scope, [row], cells);
    await this.tell(tx, scope, [createdEvent(row)], options);
    return row;
  }

  /**
   * New rows in one statement, each found again by a unique field that it gives.
   * @returns them as they were stored, in their order; undefined where they have not all the same columns, or one is not found
   *   so: then the caller has to undo what was done
   */
  async insertMany(
    tx: Tx,
    scope: WriteScope,
    values: readonly Values[],
    by: Field,
  ): Promise<LockedRow[] | undefined> {
    const moment = momentOf(scope);
    const cells = values.map((one) => newCells(scope.model, one, moment));
    if (new Set(cells.map(columnsIn)).size !== 1) return undefined;
    await this.insertCells(tx, scope, cells);
    const given = cells.map((row) => row.get(by) ?? null);
    const found = await this.locks.findBy(tx, scope, by, given);
    const rows = given.map((value) => found.get(textShown(by, value, scope)));
    if (!rows.every((row) => row !== undefined)) return undefined;
    const wishes = values.flatMap(({ related }, at) =>
      [...related].map(([relation, { keys }]): LinkWish => {
        return { key: rows[at]?.key ?? '', relation, added: keys, removed: [] };
      }),
    );
    await this.setRelated(tx, scope, wishes);
    const hasRelated = wishes.length > 0;
    const after = hasRelated ? await this.locks.findBy(tx, scope, by, given) : found;
    const stored = given.flatMap((value) => after.get(textShown(by, value, scope)) ?? []);
    await this.forgetLeases(tx, scope, stored, cells[0]);
    await this.tell(tx, scope, stored.map(createdEvent), {});
    return stored;
  }

  /** New rows, all with the same fields, which nobody asks for: of a table whose triggers write the history. */
  async insertUnseen(tx: Tx, scope: WriteScope, values: readonly Values[]): Promise<void> {
    const moment = momentOf(scope);
    await this.insertCells(
      tx,
      scope,
      values.map((one) => newCells(scope.model, one, moment)),
    );
  }

  /** Rows of before, which SQL deleted, may have left a lease under a key that is given by hand. */
  private async forgetLeases(
    tx: Tx,
    { model }: Scope,
    rows: readonly LockedRow[],
    given: Cells | undefined,
  ): Promise<void> {
    if (!model.primaryKey || (given?.get(model.primaryKey) ?? null) === null) return;
    await this.leases.remove(
      tx,
      model.label,
      rows.map(({ key }) => key),
    );
  }

  /** New rows, all with the same columns, in as few statements as the server takes. */
  private async insertCells(tx: Tx, scope: WriteScope, rows: readonly Cells[]): Promise<void> {
    await this.begin(
      tx,
      scope,
      rows.map((cells) => ({ key: undefined, cells })),
      {},
    );
    await this.bulk.insert(tx, scope, rows);
  }

  /** Writes what was decided, and reads those rows again; where it is the columns of one row, in one message. */
  private async updated(tx: Tx, scope: Scope, decided: readonly Decided[]): Promise<LockedRow[]> {
    const [only, another] = decided.filter(({ change }) => change.kind === 'update');
    const change = only?.change;
    const isOneRow = change?.kind === 'update' && change.cells.size > 0 && !another;
    if (!isOneRow || change.related.size > 0) {
      await this.update(tx, scope, decided);
      return this.locks.read(tx, scope, keysOf(decided, 'update'));
    }
    const plan = planOfOne(scope);
    const row = { key: only?.row.key ?? '', cells: change.cells };
    const stored = await this.rows.updateAndRead(tx, scope, row, plan.columns);
    return this.locks.shown(tx, stored, plan);
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

  /** What comes before every write of rows. @throws ValuesRefusedError, and what the policy refuses */
  private async begin(
    tx: Tx,
    { policy }: WriteScope,
    writes: readonly { readonly key: string | undefined; readonly cells: Cells }[],
    { note }: WriteOptions,
  ): Promise<void> {
    for (const { cells } of writes) assertKept(tx, cells, policy);
    if (policy.history === 'triggers') await this.annotate(tx, note);
    await policy.beforeWrite?.(
      tx,
      writes.map(({ cells }) => cells),
      writes.flatMap(({ key }) => key ?? []),
    );
  }

  /** Triggers take the note from the session; one that is there is none of the next write of the transaction. */
  private async annotate(tx: Tx, note: string | undefined): Promise<void> {
    if (note === undefined && !this.annotated.has(tx)) return;
    this.annotated.add(tx);
    await annotate(tx, note ?? null);
  }

  /** Writes the history, where the table has no triggers that do. */
  private async tell(
    tx: Tx,
    { model, policy }: WriteScope,
    events: readonly Omit<RecordEvent, 'model'>[],
    { note }: WriteOptions,
  ): Promise<void> {
    if (policy.history === 'triggers') return;
    const all = events.map((event) => ({ ...event, model: model.label }));
    await this.events.add(tx, all, note);
  }
}

/** Now, and how the table keeps times. */
const momentOf = ({ time }: Scope): Moment => ({ now: new Date(), time });

const keysOf = (decided: readonly Decided[], kind: Change['kind']): string[] =>
  decided.flatMap(({ row, change }) => (change.kind === kind ? [row.key] : []));

/** In the order of the model, whatever order a body had. */
const columnsIn = (cells: Cells): string =>
  JSON.stringify([...cells.keys()].map(({ column }) => column).sort());

const createdEvent = ({ key, view }: LockedRow) => ({
  key,
  kind: 'created' as const,
  changes: differences(undefined, view),
});

/** @throws the policy's word for a document with a number that the database would change */
function assertKept({ keepsNumbers }: Tx, cells: Cells, policy: WritePolicy): void {
  if (keepsNumbers) return;
  for (const [field, value] of cells) {
    const isDocument = field.type === 'json' && typeof value === 'string';
    const changed = isDocument ? changedByMySql(parseJson(value)) : undefined;
    if (changed !== undefined) throw policy.notKept(field, notKept(changed));
  }
}
