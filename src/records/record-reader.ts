import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import type { PlainRow } from '../database/index.js';
import { formatETag } from '../http/index.js';
import {
  bytesOf,
  type Cell,
  type Model,
  type Relation,
  shownFields,
  shownValue,
} from '../model/index.js';
import {
  columnField,
  columnOf,
  compileList,
  keyField,
  keysIn,
  type ListQuery,
  quoted,
  pageOf,
  parseFields,
  type Scope,
  type SqlFragment,
  type Way,
} from './query/index.js';
import { type Reader, RecordRepository } from './record.repository.js';
import { type RelatedKeys, rowTag, tagColumn, taggedFields } from './row-tag.js';

/** A row as answers show it. */
export type RecordView = Record<string, unknown>;

/** Makes of rows what answers show, outside of a transaction or under its locks. */
@Injectable()
export class RecordReader {
  private readonly shapes = new WeakMap<Wish, Shape>();

  constructor(
    private readonly records: RecordRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One page of a list, as answers show it. @throws InvalidCursorError, and what `RecordRepository` throws */
  async page(on: Reader, query: ListQuery & Partial<Pick<Wish, 'expanded' | 'isTagged'>>) {
    const wish = { expanded: [], isTagged: false, ...query };
    const others = columnsBehind(wish);
    const compiled = compileList(wish, others);
    const [rows, count] = await Promise.all([
      this.records.list(on, compiled),
      wish.count ? this.records.count(on, compiled, wish.scope) : undefined,
    ]);
    const { next, previous, ...page } = pageOf(rows, wish, others);
    const { views, tagsAt } = await this.show(on, page.rows, wish, compiled.columns);
    return { views, tags: views.map((_, at) => tagsAt(at)), next, previous, count };
  }

  /** The views of rows with what their relations lead to, and their tags by their place: hashes, so only what is asked for is made. */
  async show(on: Reader, rows: readonly PlainRow[], wish: Wish, columns: readonly string[]) {
    const { scope, fields, relations, expanded } = wish;
    const { keyAt, places, empty } = this.shapeOf(wish, columns);
    const keys = rows.map((row) => textOf(row[keyAt]));
    const related = await this.relatedKeys(on, wish, rows, columns);
    const views = rows.map((row) => {
      const view: RecordView = { ...empty };
      fields.forEach((field, at) => {
        view[field.attname] = shownValue(field, row[places[at] ?? -1], scope.time);
      });
      return view;
    });
    for (const { relation, to } of relations) {
      const field = columnField(to, relation.toColumn) ?? TEXT;
      const found = related.get(relation.name);
      views.forEach((view, at) => {
        const cells = found?.get(keys[at] ?? '') ?? [];
        view[relation.name] = cells.map((cell) => shownValue(field, cell, scope.time));
      });
    }
    for (const way of expanded) await this.expand(on, way, views, keys, scope);
    const tagsAt = this.tagsOf(rows, wish, { columns, keys, related });
    return { views, tagsAt };
  }

  private shapeOf(wish: Wish, columns: readonly string[]): Shape {
    const known = this.shapes.get(wish);
    if (known?.columns === columns) return known;
    const { scope, fields } = wish;
    const shape = {
      columns,
      keyAt: columns.indexOf(ownKey(scope)),
      places: fields.map(({ column }) => columns.indexOf(columnOf(scope.alias, column))),
      empty: Object.fromEntries(fields.map(({ attname }) => [attname, null])),
    };
    this.shapes.set(wish, shape);
    return shape;
  }

  /** By relation and by the key of the row: the keys that are shown, and those that count in a tag. */
  private async relatedKeys(
    on: Reader,
    { scope, relations, isTagged }: Wish,
    found: readonly PlainRow[],
    columns: readonly string[],
  ): Promise<ReadonlyMap<string, Grouped<Cell>>> {
    const wanted = relationsOf({ scope, relations, isTagged });
    const keys = found.map((row) => textOf(row[columns.indexOf(ownKey(scope))]));
    const groups = await Promise.all(
      wanted.map(async (relation) => {
        const place = columns.indexOf(keysColumn(relation, scope) ?? '');
        const lists = place < 0 ? [] : found.map((row) => listedKeys(row[place]));
        if (place >= 0 && lists.every((list) => list !== undefined))
          return [relation.name, new Map(keys.map((key, at) => [key, lists[at] ?? []]))] as const;
        const rows = await this.ofRows(scope, keys, (among) =>
          this.records.keys(on, scope, relation, among),
        );
        return [relation.name, grouped(rows, ([, key]) => key)] as const;
      }),
    );
    return new Map(groups);
  }

  /** Puts the rows themselves where the relation's keys were, or beside the foreign key. */
  private async expand(
    on: Reader,
    { relation, to }: Way,
    views: readonly RecordView[],
    keys: readonly string[],
    scope: Scope,
  ): Promise<void> {
    const fields = shownFields(to);
    const other = { table: to.table, columns: fields.map(({ column }) => column) };
    const rows = await this.ofRows(scope, keys, (among) =>
      this.records.related(on, scope, relation, other, among),
    );
    const found = grouped(rows, ([, ...cells]) =>
      Object.fromEntries(
        fields.map((field, at) => [field.attname, shownValue(field, cells[at], scope.time)]),
      ),
    );
    views.forEach((view, at) => {
      const others = found.get(keys[at] ?? '') ?? [];
      view[relation.name] = relation.single ? (others[0] ?? null) : others;
    });
  }

  private async ofRows(
    scope: Scope,
    keys: readonly string[],
    read: (among: SqlFragment) => Promise<PlainRow[]>,
  ): Promise<PlainRow[]> {
    const { primaryKey } = scope.model;
    return primaryKey && keys.length > 0 ? read(keysIn(primaryKey, keys, scope)) : [];
  }

  /** For each row its tag, and behind it those that older keys gave it. */
  private tagsOf(rows: readonly PlainRow[], { scope, isTagged }: Wish, found: Found) {
    if (!isTagged) return (): string[] => [];
    const { model, alias } = scope;
    const places = taggedFields(model).map((field) =>
      found.columns.indexOf(tagColumn(field, alias)),
    );
    const { secretKey, secretKeyFallbacks } = this.config.django;
    return (at: number): string[] => {
      const key = found.keys[at] ?? '';
      const cells = places.map((place) => rows[at]?.[place]);
      if (model.versioning.kind === 'column') return [formatETag(`${key}.${textOf(cells[0])}`)];
      const related = ownRelations(model).map(({ name }): RelatedKeys => ({
        name,
        keys: found.related.get(name)?.get(key) ?? [],
      }));
      return [secretKey, ...secretKeyFallbacks].map((secret) =>
        formatETag(rowTag({ model, cells, related }, secret)),
      );
    };
  }
}

/** What of the rows is wanted. */
export interface Wish extends Pick<ListQuery, 'scope' | 'fields' | 'relations'> {
  readonly expanded: readonly Way[];
  readonly isTagged: boolean;
}

/** All that is shown of rows, without their tags. */
export const wholeRows = (scope: Scope): Wish => ({
  ...parseFields(undefined, scope),
  scope,
  expanded: [],
  isTagged: false,
});

/** Where in a row stands what is shown of it. */
interface Shape {
  readonly columns: readonly string[];
  readonly keyAt: number;
  /** Of the fields. */
  readonly places: readonly number[];
  /** Views begin as copies of one that has all fields: grown field by field they would take twice the memory. */
  readonly empty: Readonly<RecordView>;
}

/** What was read for the tags. */
interface Found {
  readonly columns: readonly string[];
  readonly keys: readonly string[];
  readonly related: ReadonlyMap<string, Grouped<Cell>>;
}

/** Of a key whose model does not say what it is. */
const TEXT = { type: 'text' } as const;

/** What is read of a row: what is shown of it, and what is needed behind that. */
export function columnsOf(wish: Wish): string[] {
  const shown = wish.fields.map(({ column }) => columnOf(wish.scope.alias, column));
  return [...new Set([...shown, ...columnsBehind(wish)])];
}

/** Columns that are read for other reasons than to be shown. */
function columnsBehind({ scope, isTagged, relations, expanded }: Wish): string[] {
  const { model, alias } = scope;
  const isLinked = isTagged || relations.length > 0 || expanded.length > 0;
  const tagged = isTagged ? taggedFields(model).map((field) => tagColumn(field, alias)) : [];
  return [...(isLinked && model.primaryKey ? [ownKey(scope)] : []), ...tagged];
}

export const ownKey = ({ model, alias }: Scope): string =>
  model.primaryKey ? columnOf(alias, model.primaryKey.column) : '';

/** ManyToManyFields, which are part of what a row is; a way back belongs to the other side. */
const ownRelations = ({ relations }: Model): Relation[] =>
  relations.filter(({ kind }) => kind === 'many_to_many');

/** Those whose keys are read: the caller need not see all that counts in a tag. */
export function relationsOf({
  scope,
  relations,
  isTagged,
}: Pick<Wish, 'scope' | 'relations' | 'isTagged'>): Relation[] {
  const counting = isTagged ? ownRelations(scope.model) : [];
  return [...new Set([...relations.map(({ relation }) => relation), ...counting])];
}

/** Above this the server cuts the list of keys off (`group_concat_max_len`). */
const LONGEST_LIST = 1_000_000;

/**
 * The keys of a many-to-many relation as a column of its row, where they are integers. A locking read reads them when it has
 * the row's lock.
 */
export function keysColumn({ through, column }: Relation, scope: Scope): string | undefined {
  if (!through?.hasIntegerKeys) return undefined;
  const key = columnOf('linked', through.toColumn);
  return `(SELECT GROUP_CONCAT(${key} ORDER BY ${key}) FROM ${quoted(through.table)} linked
    WHERE ${columnOf('linked', through.fromColumn)} = ${columnOf(scope.alias, column)})`;
}

/** Such a column as the driver gives single keys; undefined where it may be cut off. */
function listedKeys(cell: Cell): Cell[] | undefined {
  const list = textOf(cell);
  if (list.length > LONGEST_LIST) return undefined;
  return list.split(',').flatMap((text) => {
    if (text === '') return [];
    const key = Number(text);
    return [Number.isSafeInteger(key) ? key : text];
  });
}

type Grouped<T> = ReadonlyMap<string, readonly T[]>;

/** Rows by their first cell, the key of another row. */
function grouped<T>(rows: readonly PlainRow[], valueOf: (row: PlainRow) => T): Grouped<T> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = textOf(row[0]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(valueOf(row));
  }
  return groups;
}

/** What stands for a row in its path. */
export const keyShown = (model: Model, view: RecordView): unknown =>
  view[(keyField(model) ?? model.primaryKey)?.attname ?? ''] ?? null;

/** The primary key of a row; where that is hidden, what stands in its path. */
export const shownKey = (
  model: Model,
  { view, key }: { readonly view: RecordView; readonly key: string },
): unknown =>
  model.primaryKey?.hidden ? keyShown(model, view) : (view[model.primaryKey?.attname ?? ''] ?? key);

export const textOf = (cell: Cell): string =>
  cell === null || cell === undefined ? '' : bytesOf(cell).toString();
