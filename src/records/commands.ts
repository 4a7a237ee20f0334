import { isDeepStrictEqual } from 'node:util';
import { type DatabaseTimeSettings, toDatabaseTime } from '../django/index.js';
import { JsonNumber, stringifyJson } from '../exact-json.js';
import { type Cell, type Field, type Model, type Relation, shownValue } from '../model/index.js';
import type { Tx } from '../database/index.js';
import { columnField, type SqlValue } from './query/index.js';
import type { RecordView } from './record-reader.js';
import { storedKey, storedValue, type Values } from './write-values.js';

/** What is to be done with a row. As data, so that one row, a filter, a batch, an import and a claim ask the same `apply`. */
export type Command = RowCommand | Action;

export type RowCommand =
  { readonly op: 'update'; readonly values: Values } | { readonly op: 'delete' };

/** An update by a rule of the model, which looks at the rows under their locks and asks others of the transaction. */
interface Action {
  readonly op: 'action';
  /** @returns what all of these rows get */
  values(tx: Tx, rows: readonly LockedRow[]): Values | Promise<Values>;
}

declare const locked: unique symbol;

/** What only a lock gives: nobody else can change it until the transaction ends. */
export type Locked<T> = T & { readonly [locked]: true };

/** A row that the transaction holds. */
export interface LockedRow {
  /** The primary key. */
  readonly key: string;
  readonly view: Locked<RecordView>;
  /** Its ETag, and behind it those that older keys gave it. */
  readonly tags: readonly string[];
  readonly isLeased: boolean;
}

/** What is written into a row, by the field. */
export type Cells = ReadonlyMap<Field, SqlValue>;

/** What a command makes of a row. */
export type Change = { readonly kind: 'none' } | { readonly kind: 'delete' } | Update;

export interface Update {
  readonly kind: 'update';
  readonly cells: Cells;
  readonly related: ReadonlyMap<Relation, Related>;
}

/** Keys to be added to a many-to-many relation and to be taken away from it. */
export interface Related {
  readonly added: readonly SqlValue[];
  readonly removed: readonly SqlValue[];
}

/** When, and how the site keeps times. */
export interface Moment {
  readonly now: Date;
  readonly time: DatabaseTimeSettings;
}

/**
 * Decides on a row that is locked; pure. Only what differs is written, so that writers of other columns are left alone, and
 * `auto_now` counts where something else does.
 */
export function apply(
  model: Model,
  row: Locked<RecordView>,
  command: RowCommand,
  moment: Moment,
): Change {
  if (command.op === 'delete') return { kind: 'delete' };
  const cells = new Map<Field, SqlValue>();
  for (const [field, wanted] of command.values.cells) {
    const present = row[field.attname];
    const value =
      'value' in wanted ? wanted.value : stringifyJson(mergePatch(present, wanted.patch));
    if (!isDeepStrictEqual(shownValue(field, asCell(value), moment.time), present))
      cells.set(field, value);
  }
  const related = new Map<Relation, Related>();
  for (const [relation, { field, keys }] of command.values.related) {
    const shown = (key: SqlValue): string => text(shownValue(field, asCell(key), moment.time));
    const present = (row[relation.name] as readonly unknown[]).map(text);
    const wanted = keys.map(shown);
    const added = keys.filter((_, at) => !present.includes(wanted[at] ?? ''));
    const removed = present
      .filter((key) => !wanted.includes(key))
      .flatMap((key) => storedKey(field, key, moment.time) ?? []);
    if (added.length + removed.length > 0) related.set(relation, { added, removed });
  }
  if (cells.size + related.size === 0) return { kind: 'none' };
  for (const field of model.fields)
    if (field.stamp === 'update' && !cells.has(field)) cells.set(field, stamp(field, moment));
  if (cells.size > 0) leaveVersion(model, cells);
  return { kind: 'update', cells, related };
}

/** The cells of a new row: what is given, Django's stamps, and the defaults of the file and the dump. */
export function newCells(model: Model, values: Values, moment: Moment): Cells {
  const cells = new Map<Field, SqlValue>();
  for (const field of model.fields) {
    const wanted = values.cells.get(field);
    if (wanted) cells.set(field, 'value' in wanted ? wanted.value : stringifyJson(wanted.patch));
    else if (field.stamp) cells.set(field, stamp(field, moment));
    else if (field.default !== undefined) {
      const value = storedValue(field, field.default, moment.time);
      if (value !== undefined) cells.set(field, value);
    }
  }
  leaveVersion(model, cells);
  return cells;
}

/**
 * NULL stands for "whatever the trigger says", and the column refuses NULL: where the trigger is gone the write fails
 * (`isBrokenTrigger`) instead of leaving the version, and with it every ETag, as it was.
 */
function leaveVersion(model: Model, cells: Map<Field, SqlValue>): void {
  const { versioning } = model;
  const field = versioning.kind === 'column' ? columnField(model, versioning.column) : undefined;
  if (field) cells.set(field, null);
}

/** RFC 7396: null takes a key away, an object goes on inside, anything else stands for what was there. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch))
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  return Object.fromEntries(merged);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof JsonNumber);

/** What the two views of a row differ in, by field: before and after. A row that is not there has null everywhere. */
export function differences(
  before: RecordView | undefined,
  after: RecordView | undefined,
): Record<string, [before: unknown, after: unknown]> {
  const names = Object.keys(after ?? before ?? {});
  return Object.fromEntries(
    names.flatMap((name): [string, [unknown, unknown]][] => {
      const [old, present] = [before?.[name] ?? null, after?.[name] ?? null];
      return isDeepStrictEqual(old, present) ? [] : [[name, [old, present]]];
    }),
  );
}

/** Django's `auto_now`: the time, the day in the site's zone, or the time of the day there. */
function stamp({ type }: Field, { now, time }: Moment): SqlValue {
  const stored = toDatabaseTime(now, type === 'datetime' ? time : { ...time, useTz: false });
  if (type === 'date') return stored.slice(0, 10);
  return type === 'time' ? stored.slice(11) : stored;
}

/** As the driver would give it. */
const asCell = (value: SqlValue): Cell => (typeof value === 'bigint' ? String(value) : value);

const text = (key: unknown): string => String(key);
