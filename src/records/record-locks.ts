import { Injectable } from '@nestjs/common';
import type { PlainRow, Tx } from '../database/index.js';
import { isWeakened, passesIfMatch } from '../http/index.js';
import { type Field, type Model, shownValue } from '../model/index.js';
import type { Locked, LockedRow } from './commands.js';
import { assertNotLeased } from './leases.js';
import { LeasesRepository } from './leases.repository.js';
import {
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
  columnsOf,
  keysColumn,
  ownKey,
  RecordReader,
  type RecordView,
  relationsOf,
  textOf,
  type Wish,
} from './record-reader.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import type { WriteScope } from './write-policy.js';

/** What a caller asks of a row before it is written. */
export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly leaseToken: string | undefined;
}

/** Takes the locks of rows and asks of them what must be so before they are written. */
@Injectable()
export class RecordLocks {
  constructor(
    private readonly rows: RecordWritesRepository,
    private readonly reader: RecordReader,
    private readonly leases: LeasesRepository,
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
   * @throws LeaseHeldError, LeaseLostError, and what the policy says of rows that moved on
   */
  async admit(
    tx: Tx,
    { model, policy }: WriteScope,
    rows: readonly LockedRow[],
    { ifMatch, leaseToken }: Conditions,
  ): Promise<void> {
    const leased = rows.filter(({ isLeased }) => isLeased).map(({ key }) => key);
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const leases = await this.leases.listForWrite(tx, model.label, [...byKey.keys()], leased);
    assertNotLeased(leases, leaseToken, ({ key }) => {
      const row = byKey.get(key);
      return row ? policy.nameOf(row) : {};
    });
    if (ifMatch === undefined) return;
    const changed = rows.filter(({ tags }) => !tags.some((tag) => passesIfMatch(ifMatch, tag)));
    const [first, ...others] = changed;
    if (first) throw policy.changed([first, ...others], isWeakened(ifMatch, first.tags[0] ?? ''));
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

  /** Rows that the transaction holds, as they are now. */
  async read(tx: Tx, scope: Scope, keys: readonly string[]): Promise<LockedRow[]> {
    const plan = planOf(scope);
    return this.shown(tx, await this.rows.read(tx, scope, keys, plan.columns), plan);
  }

  /** Makes of rows that are held what commands look at. @param leased the keys of those with a lease, where `rows` do not tell */
  async shown(
    tx: Tx,
    rows: readonly PlainRow[],
    plan: Plan,
    leased?: ReadonlySet<string>,
  ): Promise<LockedRow[]> {
    const { views, tagsAt } = await this.reader.show(tx, rows, plan, plan.columns);
    return rows.map((row, at) => {
      const key = keyIn(row, plan);
      const isLeased = leased ? leased.has(key) : row[plan.columns.length] === 1;
      return {
        ...{ key, isLeased, view: views[at] as Locked<RecordView> },
        get tags() {
          return tagsAt(at);
        },
      };
    });
  }
}

/** A value as text, as a row that has it shows it. */
export const textShown = (field: Field, value: SqlValue, { time }: Scope): string =>
  String(shownValue(field, typeof value === 'bigint' ? String(value) : value, time));

/** What is read of a row that is to be written: all that is shown, and all that counts in its tag. */
interface Plan extends Wish {
  readonly columns: readonly string[];
}

/** What of a plan is the same for everybody, by the model and its name in statements. */
const columnsByModel = new WeakMap<Model, { readonly alias: string } & Pick<Plan, 'columns'>>();

/** Of a scope that stays, as that of the inventory does, all of it. */
const plans = new WeakMap<Scope, Record<'many' | 'one', Plan>>();

export const planOf = (scope: Scope): Plan => plansOf(scope).many;

/** The same with the keys of many-to-many relations: for one row that costs less than a statement for each relation. */
export const planOfOne = (scope: Scope): Plan => plansOf(scope).one;

function plansOf(scope: Scope): Record<'many' | 'one', Plan> {
  const known = plans.get(scope);
  if (known) return known;
  // Which of the relations are shown depends on who asks.
  const wish: Wish = { ...parseFields(undefined, scope), scope, expanded: [], isTagged: true };
  const many = { ...wish, columns: everyColumn(wish) };
  const keys = relationsOf(wish).flatMap((relation) => keysColumn(relation, scope) ?? []);
  const one = keys.length === 0 ? many : { ...many, columns: [...many.columns, ...keys] };
  plans.set(scope, { many, one });
  return { many, one };
}

function everyColumn(wish: Wish): readonly string[] {
  const { model, alias } = wish.scope;
  const known = columnsByModel.get(model);
  if (known?.alias === alias) return known.columns;
  const columns = columnsOf(wish);
  columnsByModel.set(model, { alias, columns });
  return columns;
}

const keyIn = (row: PlainRow, { scope, columns }: Plan): string =>
  textOf(row[columns.indexOf(ownKey(scope))]);
