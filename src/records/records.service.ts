import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { isSchemaChange, type PlainRow } from '../database/index.js';
import { formatETag, passesIfNoneMatch, type User } from '../http/index.js';
import { type Field, type Model, Models, type Relation, shownFields } from '../model/index.js';
import { describeModel, keyField, urlOf } from './describe.js';
import {
  columnField,
  columnOf,
  compileList,
  InvalidLookupError,
  keyIs,
  keysIn,
  type ListQuery,
  pageOf,
  parseAggregate,
  parseExpand,
  parseFields,
  parseListQuery,
  type QueryParameters,
  type Scope,
  single,
  type SqlFragment,
  toFlag,
  type Way,
} from './query/index.js';
import { type Allows, RecordAccess } from './record-access.js';
import { bytesOf, type Cell, shownValue } from './record-view.js';
import { RecordRepository } from './record.repository.js';
import {
  ModelNotFoundError,
  NoKeyError,
  RecordNotFoundError,
  SchemaChangedError,
} from './records.errors.js';
import { type RelatedKeys, rowTag, tagColumn, taggedFields } from './row-tag.js';

/** A row as answers show it. */
export type RecordView = Record<string, unknown>;

export interface RecordList {
  readonly results: RecordView[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly count?: number;
  /** With `etags=true`: those of the results. */
  readonly etags?: string[];
}

export interface Groups {
  readonly results: RecordView[];
  /** Whether there are more groups than `limit`. */
  readonly truncated: boolean;
}

/** Rows of a list for a file, and what is shown of them. */
export interface RecordPage extends Pick<ListQuery, 'scope' | 'fields' | 'relations'> {
  readonly views: RecordView[];
  /** The cursor of the page behind it. */
  readonly next: string | null;
}

/** One row, or the news that the caller has it already. */
export interface ReadRecord {
  readonly view: RecordView | undefined;
  /** Absent where the answer holds more than the row. */
  readonly etag?: string;
}

/** Rows of a table without a key, which are read at once or not at all. */
const MOST_WITHOUT_KEY = 10_000;

/** The name of a model's table in our statements. */
const ALIAS = 'base';

/** Reads the rows of models for a user. */
@Injectable()
export class RecordsService {
  constructor(
    private readonly models: Models,
    private readonly access: RecordAccess,
    private readonly records: RecordRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The models that the user may see. */
  async describe(user: User) {
    const allows = await this.access.of(user);
    const seen = [...this.models.registry.values()].filter((model) =>
      allows(model.permissions.view),
    );
    return { results: seen.map((model) => describeModel(this.scopeOf(model, allows), allows)) };
  }

  /** @throws ModelNotFoundError, InvalidLookupError, InvalidCursorError, SchemaChangedError */
  list(user: User, label: string, parameters: QueryParameters): Promise<RecordList> {
    return this.onModel(user, label, async (scope) => {
      const { expand, etags, ...lookups } = parameters;
      const query = parseListQuery(lookups, scope);
      const expanded = parseExpand(single({ expand }, 'expand'), scope);
      const isTagged = toFlag(single({ etags }, 'etags') ?? 'false', 'etags');
      const wish: Wish = { ...query, expanded, isTagged };
      const others = columnsBehind(wish);
      const compiled = compileList(query, others);
      const [rows, count] = await Promise.all([
        this.records.list(compiled),
        query.count ? this.records.count(compiled, scope) : undefined,
      ]);
      const page = pageOf(rows, query, others);
      const { views, tags } = await this.show(page.rows, wish, compiled.columns);
      return {
        results: views,
        next: pathOf(scope.model, parameters, page.next),
        previous: pathOf(scope.model, parameters, page.previous),
        ...(count === undefined ? {} : { count }),
        ...(isTagged ? { etags: tags.map(([tag = '']) => tag) } : {}),
      };
    });
  }

  /**
   * A page for a file. Without an `ordering` it goes by the key, whatever the model's own is: what a writer changes meanwhile takes no row
   * to another page.
   * @throws ModelNotFoundError, InvalidLookupError, InvalidCursorError, NoKeyError, SchemaChangedError
   */
  page(
    user: User,
    label: string,
    parameters: QueryParameters,
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<RecordPage> {
    return this.onModel(user, label, async (scope) => {
      const byKey = { ...scope, model: { ...scope.model, ordering: [] } };
      const parsed = parseListQuery({ ...parameters, cursor }, byKey);
      const { isUnique } = parsed.ordering;
      const query = { ...parsed, limit: isUnique ? limit : MOST_WITHOUT_KEY };
      const wish: Wish = { ...query, expanded: [], isTagged: false };
      const others = columnsBehind(wish);
      const compiled = compileList(query, others);
      const page = pageOf(await this.records.list(compiled), query, others);
      if (!isUnique && page.next !== null) throw new NoKeyError(label, MOST_WITHOUT_KEY);
      const { views } = await this.show(page.rows, wish, compiled.columns);
      return { ...wish, views, next: page.next };
    });
  }

  /** @throws ModelNotFoundError, RecordNotFoundError, InvalidLookupError, MalformedHeaderError, SchemaChangedError */
  read(
    user: User,
    label: string,
    key: string,
    { parameters, ifNoneMatch }: { parameters: QueryParameters; ifNoneMatch: string | undefined },
  ): Promise<ReadRecord> {
    return this.onModel(user, label, async (scope) => {
      refuseOthers(parameters);
      const shown = parseFields(single(parameters, 'fields'), scope);
      const expanded = parseExpand(single(parameters, 'expand'), scope);
      // With rows of other models in it, the answer can change while the row does not.
      const wish: Wish = { ...shown, scope, expanded, isTagged: expanded.length === 0 };
      const sqlOf = ({ column }: Field): string => columnOf(scope.alias, column);
      const columns = [...new Set([...shown.fields.map(sqlOf), ...columnsBehind(wish)])];
      const row = await this.findByKey(scope, key, columns);
      const { views, tags } = await this.show([row], wish, columns);
      const [view] = views;
      const [[etag, ...older] = []] = tags;
      if (etag === undefined) return { view };
      const isNews = [etag, ...older].every((tag) => passesIfNoneMatch(ifNoneMatch, tag));
      return { view: isNews ? view : undefined, etag };
    });
  }

  /** @throws ModelNotFoundError, InvalidLookupError, SchemaChangedError */
  aggregate(user: User, label: string, parameters: QueryParameters): Promise<Groups> {
    return this.onModel(user, label, async (scope) => {
      const query = parseAggregate(parameters, scope);
      const rows = await this.records.aggregate(query);
      const views = rows
        .slice(0, query.limit)
        .map((row) =>
          Object.fromEntries(
            query.columns.map(({ name, field }, at) => [
              name,
              shownValue(field, row[at], scope.time),
            ]),
          ),
        );
      return { results: views, truncated: rows.length > query.limit };
    });
  }

  /** Does it once more with the schema read again when the database misses a table or a column. */
  private async onModel<T>(
    user: User,
    label: string,
    work: (scope: Scope) => Promise<T>,
  ): Promise<T> {
    const allows = await this.access.of(user);
    const run = async (): Promise<T> => {
      const model = this.models.registry.get(label);
      if (!model || !allows(model.permissions.view)) throw new ModelNotFoundError(label);
      if (this.models.whyUnfit(label) !== undefined) throw new SchemaChangedError(label);
      return work(this.scopeOf(model, allows));
    };
    try {
      return await run();
    } catch (error) {
      if (!isSchemaChange(error)) throw error;
      await this.models.refresh();
    }
    try {
      return await run();
    } catch (error) {
      throw isSchemaChange(error) ? new SchemaChangedError(label, { cause: error }) : error;
    }
  }

  private scopeOf(model: Model, allows: Allows): Scope {
    const { registry } = this.models;
    return {
      model,
      alias: ALIAS,
      time: this.config.django,
      modelOf: (label) => {
        const other = registry.get(label);
        return other && allows(other.permissions.view) ? other : undefined;
      },
    };
  }

  /** A key that cannot be one is the key of no row. */
  private async findByKey(
    scope: Scope,
    key: string,
    columns: readonly string[],
  ): Promise<PlainRow> {
    const field = keyField(scope.model);
    const condition = field && keyIs(field, key, scope);
    const row = condition && (await this.records.find(scope, condition, columns));
    if (!row) throw new RecordNotFoundError(scope.model.label, key);
    return row;
  }

  /** The views of rows and their tags, with what their relations lead to. */
  private async show(rows: readonly PlainRow[], wish: Wish, columns: readonly string[]) {
    const { scope, fields, relations, expanded } = wish;
    const cellsOf = (sql: string): Cell[] => rows.map((row) => row[columns.indexOf(sql)]);
    const keys = cellsOf(ownKey(scope)).map(textOf);
    const related = await this.relatedKeys(wish, keys);
    const views: RecordView[] = rows.map(() => ({}));
    for (const field of fields)
      cellsOf(columnOf(scope.alias, field.column)).forEach((cell, at) => {
        Object.assign(views[at] ?? {}, { [field.attname]: shownValue(field, cell, scope.time) });
      });
    for (const { relation, to } of relations) {
      const field = columnField(to, relation.toColumn) ?? TEXT;
      const found = related.get(relation.name);
      views.forEach((view, at) => {
        const cells = found?.get(keys[at] ?? '') ?? [];
        view[relation.name] = cells.map((cell) => shownValue(field, cell, scope.time));
      });
    }
    for (const way of expanded) await this.expand(way, views, keys, scope);
    const tags = wish.isTagged ? this.tagsOf(rows, wish, { columns, keys, related }) : [];
    return { views, tags };
  }

  /** By relation and by the key of the row: the keys that are shown, and those that count in a tag. */
  private async relatedKeys(
    { scope, relations, isTagged }: Wish,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Grouped<Cell>>> {
    const counting = isTagged ? ownRelations(scope.model) : [];
    const wanted = [...new Set([...relations.map(({ relation }) => relation), ...counting])];
    const found = await Promise.all(
      wanted.map(async (relation) => {
        const rows = await this.ofRows(scope, keys, (among) =>
          this.records.keys(scope, relation, among),
        );
        return [relation.name, grouped(rows, ([, key]) => key)] as const;
      }),
    );
    return new Map(found);
  }

  /** Puts the rows themselves where the relation's keys were, or beside the foreign key. */
  private async expand(
    { relation, to }: Way,
    views: readonly RecordView[],
    keys: readonly string[],
    scope: Scope,
  ): Promise<void> {
    const fields = shownFields(to);
    const other = { table: to.table, columns: fields.map(({ column }) => column) };
    const rows = await this.ofRows(scope, keys, (among) =>
      this.records.related(scope, relation, other, among),
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
  private tagsOf(rows: readonly PlainRow[], { scope }: Wish, found: Found): string[][] {
    const { model, alias } = scope;
    const places = taggedFields(model).map((field) =>
      found.columns.indexOf(tagColumn(field, alias)),
    );
    const { secretKey, secretKeyFallbacks } = this.config.django;
    return rows.map((row, at) => {
      const key = found.keys[at] ?? '';
      const cells = places.map((place) => row[place]);
      if (model.versioning.kind === 'column') return [formatETag(`${key}.${textOf(cells[0])}`)];
      const related = ownRelations(model).map(({ name }): RelatedKeys => ({
        name,
        keys: found.related.get(name)?.get(key) ?? [],
      }));
      return [secretKey, ...secretKeyFallbacks].map((secret) =>
        formatETag(rowTag({ model, cells, related }, secret)),
      );
    });
  }
}

/** What of the rows is wanted. */
interface Wish extends Pick<ListQuery, 'scope' | 'fields' | 'relations'> {
  readonly expanded: readonly Way[];
  readonly isTagged: boolean;
}

/** What was read for the tags. */
interface Found {
  readonly columns: readonly string[];
  readonly keys: readonly string[];
  readonly related: ReadonlyMap<string, Grouped<Cell>>;
}

/** Of a key whose model does not say what it is. */
const TEXT = { type: 'text' } as const;

/** Columns that are read for other reasons than to be shown. */
function columnsBehind({ scope, isTagged, relations, expanded }: Wish): string[] {
  const { model, alias } = scope;
  const isLinked = isTagged || relations.length > 0 || expanded.length > 0;
  const tagged = isTagged ? taggedFields(model).map((field) => tagColumn(field, alias)) : [];
  return [...(isLinked && model.primaryKey ? [ownKey(scope)] : []), ...tagged];
}

const ownKey = ({ model, alias }: Scope): string =>
  model.primaryKey ? columnOf(alias, model.primaryKey.column) : '';

/** ManyToManyFields, which are part of what a row is; a way back belongs to the other side. */
const ownRelations = ({ relations }: Model): Relation[] =>
  relations.filter(({ kind }) => kind === 'many_to_many');

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

const textOf = (cell: Cell): string =>
  cell === null || cell === undefined ? '' : bytesOf(cell).toString();

function pathOf(model: Model, parameters: QueryParameters, cursor: string | null): string | null {
  if (cursor === null) return null;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const text of [value ?? []].flat()) if (name !== 'cursor') search.append(name, text);
  search.set('cursor', cursor);
  return `${urlOf(model)}?${search.toString()}`;
}

/** @throws InvalidLookupError for a parameter that a single row does not take */
function refuseOthers(parameters: QueryParameters): void {
  const allowed = ['fields', 'expand'];
  const parameter = Object.keys(parameters).find((name) => !allowed.includes(name));
  if (parameter !== undefined)
    throw new InvalidLookupError(`${parameter} is not for a single row.`, { parameter, allowed });
}
