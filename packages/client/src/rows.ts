import { call, type Call, requestOf, type Result } from './call.js';
import { type FeedEvent, type FeedOptions, type FeedQuery, listen } from './feed.js';
import type { Http } from './http.js';
import { type FileBody, type ImportOptions, importFile, type ImportSummary } from './import.js';
import {
  type EventOf,
  INVENTORY,
  type Key,
  type ModelDescription,
  type ModelDescriptions,
  type ModelTypes,
} from './models.js';
import {
  headersOf,
  type Holder,
  type Lease,
  type ReadOptions,
  refusalOf,
  type Row,
  type RowRef,
  type WriteOptions,
  type Written,
} from './outcomes.js';
import { checked, dataOf, failureOf } from './problem.js';
import {
  type AggregateQuery,
  type BulkOptions,
  type BulkResult,
  chunksOf,
  cursorIn,
  type ExportQuery,
  type Group,
  type Listed,
  type ListQuery,
  type Page,
  type PageQuery,
  parametersOf,
} from './queries.js';

interface ListAnswer {
  readonly results: readonly Record<string, unknown>[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly count?: number;
  readonly etags?: readonly string[];
}

/** The history of an asset does not say what it covers: its triggers see everybody. */
type HistoryAnswer<E> = Omit<History<E>, 'covers'> & Partial<Pick<History<E>, 'covers'>>;

/** One page of a history, newest first. */
export interface History<E> {
  readonly results: readonly E[];
  /** The cursor of the page of older events; null at the end. */
  readonly next: string | null;
  /** `all`: writes of Django and of others are among them; `api`: those that came through this API. */
  readonly covers: 'api' | 'all';
}

/** The rows of one model, or of the inventory. Every method throws LockstepError for what it does not return. */
export class Rows<M extends ModelTypes> {
  private readonly isInventory: boolean;

  constructor(
    private readonly http: Http,
    readonly label: string,
    private readonly models: ModelDescriptions,
  ) {
    this.isInventory = label === INVENTORY.label;
  }

  /** Fields, relations, rights; undefined for a model that the user may not see. */
  describe(): Promise<ModelDescription | undefined> {
    return this.models.of(this.label);
  }

  async get(
    key: M['key'],
    { signal, ...shown }: Pick<ListQuery, 'fields' | 'expand'> & ReadOptions = {},
  ): Promise<Row<M['row'], M['key']>> {
    const isPlain = Object.keys(shown).length === 0;
    const path = isPlain ? this.pathOf(key) : `${this.modelPath}/${encodeURIComponent(key)}`;
    return this.rowOf(await this.call<M['row']>({ path, query: shown, signal }), key);
  }

  /**
   * Those of the rows that are there, in the order of the keys; a request for each few hundred.
   * @param options `by`: another field that these are values of
   */
  async getMany(
    keys: readonly Key[],
    options: Pick<ListQuery, 'fields' | 'expand'> & ReadOptions & { readonly by?: string } = {},
  ): Promise<Row<M['row'], M['key']>[]> {
    const { signal, by, ...shown } = options;
    const field = by ?? (await this.lookupField());
    const pages = await Promise.all(
      chunksOf([...new Set(keys)]).map((chunk) =>
        this.page<ListQuery>(
          { ...shown, lookups: { [`${field}__in`]: chunk }, limit: chunk.length },
          signal ? { signal } : {},
        ),
      ),
    );
    const places = new Map(keys.map((key, at) => [String(key), at]));
    const placeOf = ({ value }: Row<unknown>): number =>
      places.get(String((value as Record<string, unknown>)[field])) ?? keys.length;
    return pages.flatMap(({ rows }) => rows).sort((a, b) => placeOf(a) - placeOf(b));
  }

  /** One page of a list, each row with its ETag. */
  async page<const Q extends PageQuery>(
    query: Q,
    { signal }: ReadOptions = {},
  ): Promise<Page<Listed<M['row'], Q>, M['key']>> {
    const { results, etags = [], ...page } = await this.listAnswer(query, signal, true);
    const field = await this.lookupField();
    const rows = results.map((value, at) => ({
      key: value[field] as M['key'],
      value: value as Listed<M['row'], Q>,
      etag: etags[at] ?? this.assetTag(value),
    }));
    return { ...page, rows, next: cursorIn(page.next), previous: cursorIn(page.previous) };
  }

  /** The pages of a list, one request each, as they are asked for. */
  async *pages<const Q extends ListQuery>(
    query: Q,
    { signal }: ReadOptions = {},
  ): AsyncGenerator<Listed<M['row'], Q>[]> {
    let cursor: string | null = null;
    do {
      const wanted: PageQuery = cursor === null ? query : { ...query, cursor };
      const page: ListAnswer = await this.listAnswer(wanted, signal, false);
      yield page.results as unknown as Listed<M['row'], Q>[];
      cursor = cursorIn(page.next);
    } while (cursor !== null);
  }

  /** Every row that fits, over all pages. */
  async *list<const Q extends ListQuery>(
    query: Q,
    options: ReadOptions = {},
  ): AsyncGenerator<Listed<M['row'], Q>> {
    for await (const page of this.pages(query, options)) yield* page;
  }

  /** Django's `values().annotate()`: groups with their counts, sums and the like. */
  async aggregate(
    { by, sum, avg, min, max, ...query }: AggregateQuery,
    { signal }: ReadOptions = {},
  ): Promise<{ readonly results: readonly Group[]; readonly truncated: boolean }> {
    const names = { by, sum, avg, min, max };
    const lists = Object.entries(names).map(([name, list]) => [name, list?.join(',')] as const);
    const parameters = { ...parametersOf(query), ...Object.fromEntries(lists) };
    return dataOf(
      await this.call({ path: `${this.modelPath}/aggregate`, query: parameters, signal }),
    );
  }

  async create(values: M['create'], options: WriteOptions = {}): Promise<Row<M['row'], M['key']>> {
    const wanted = { method: 'POST', path: this.url, body: values } as const;
    const result = await this.write<Record<string, unknown>>(wanted, options);
    return this.rowOf(result, dataOf(result)[await this.lookupField()] as M['key']);
  }

  /** Changes these fields, if the row still is what was read. `merge`: into JSON documents, key by key. */
  update(
    row: RowRef<M['key']>,
    changes: M['update'],
    options: WriteOptions & { readonly merge?: boolean } = {},
  ): Promise<Written<M['row'], M['key']>> {
    const headers = options.merge ? { 'Content-Type': 'application/merge-patch+json' } : {};
    return this.writeRow({ method: 'PATCH', body: changes, headers }, row, options);
  }

  /** Django's `update_or_create` by the key. */
  put(
    row: RowRef<M['key']>,
    values: M['create'],
    options: WriteOptions = {},
  ): Promise<Written<M['row'], M['key']>> {
    return this.writeRow({ method: 'PUT', body: values }, row, options);
  }

  /** Deletes the row, if it still is what was read. @returns of `done` the row as it was given */
  delete(row: RowRef<M['key']>, options: WriteOptions = {}): Promise<Written<M['row'], M['key']>> {
    return this.writeRow({ method: 'DELETE' }, row, options);
  }

  /** Changes all rows that match, or none: `select_for_update().filter(**filter).update(**set)`. */
  updateMany(
    filter: Readonly<Record<string, unknown>>,
    set: M['update'],
    options: BulkOptions & WriteOptions = {},
  ): Promise<BulkResult<M['key']>> {
    return this.bulk('PATCH', { filter, set }, options);
  }

  deleteMany(
    filter: Readonly<Record<string, unknown>>,
    options: BulkOptions & WriteOptions = {},
  ): Promise<BulkResult<M['key']>> {
    return this.bulk('DELETE', { filter }, options);
  }

  /** Takes so many rows that fit and that nobody holds, and sets them. @throws LockstepError, `not_enough_rows` */
  async claim(
    wish: {
      readonly filter?: Readonly<Record<string, unknown>>;
      readonly set: M['update'];
      readonly count: number;
      readonly ordering?: string;
      readonly note?: string;
    },
    options: WriteOptions = {},
  ): Promise<readonly M['row'][]> {
    const wanted = { method: 'POST', path: `${this.modelPath}/claim`, body: wish } as const;
    return dataOf(await this.write<{ results: readonly M['row'][] }>(wanted, options)).results;
  }

  /** Who changed what, newest first; also of a row that is gone. */
  async history(
    key: M['key'],
    { signal, ...query }: { readonly limit?: number; readonly cursor?: string } & ReadOptions = {},
  ): Promise<History<EventOf<M>>> {
    const path = `${this.pathOf(key)}/history`;
    const page = dataOf(await this.call<HistoryAnswer<EventOf<M>>>({ path, query, signal }));
    return { ...page, covers: page.covers ?? 'all', next: cursorIn(page.next) };
  }

  /**
   * Takes a lease: nobody else of the API changes the row for so many seconds. With the token of an earlier one it is renewed.
   * @throws LockstepError with `lease_held` (its problem names the holder) or `lease_lost`
   */
  async lease(key: M['key'], seconds: number, options: WriteOptions = {}): Promise<Lease> {
    const path = `${this.pathOf(key)}/lease`;
    return dataOf(await this.write({ method: 'PUT', path, body: { seconds } }, options));
  }

  /** Who edits the row in a form; null for nobody. */
  async leaseOf(key: M['key'], { signal }: ReadOptions = {}): Promise<Holder | null> {
    const result = await this.call<Holder>({ path: `${this.pathOf(key)}/lease`, signal });
    if (result.response.ok) return dataOf(result);
    const failure = failureOf(result);
    if (failure.code === 'lease_not_found') return null;
    throw failure;
  }

  async giveUpLease(key: M['key'], leaseToken: string, options: WriteOptions = {}): Promise<void> {
    const path = `${this.pathOf(key)}/lease`;
    dataOf(await this.write({ method: 'DELETE', path }, { ...options, leaseToken }));
  }

  /** The rows as a file while it is made: `(await rows.export({ format: 'csv' })).blob()`. */
  async export(query: ExportQuery = {}, { signal }: ReadOptions = {}): Promise<Response> {
    const wanted = { path: `${this.url}/export`, query: parametersOf(query), signal };
    return checked(await this.http.send(requestOf(this.http, wanted)));
  }

  /** Sends a CSV or NDJSON file, and tells of each part of the report as it comes. */
  import(file: FileBody, options: ImportOptions): Promise<ImportSummary> {
    return importFile(this.http, `${this.url}/import`, file, options);
  }

  /** Every change of the model's rows, live. A lost connection goes on behind the last event; see `listen`. */
  events(
    query: Omit<FeedQuery, 'model'> = {},
    options: FeedOptions = {},
  ): AsyncGenerator<FeedEvent<EventOf<M>>> {
    return listen(this.http, { ...query, model: this.label }, options);
  }

  private get modelPath(): string {
    return `/api/models/${encodeURIComponent(this.label)}`;
  }

  private get url(): string {
    return this.isInventory ? INVENTORY.url : this.modelPath;
  }

  private pathOf(key: M['key']): string {
    return `${this.url}/${encodeURIComponent(key)}`;
  }

  /** Without one, rows can only be listed. */
  private async lookupField(): Promise<string> {
    if (this.isInventory) return INVENTORY.lookupField;
    return (await this.describe())?.lookup_field ?? '';
  }

  private async listAnswer(
    query: PageQuery,
    signal: AbortSignal | undefined,
    isTagged: boolean,
  ): Promise<ListAnswer> {
    // The list at /api/assets has no related rows; it knows the holders, though, where no model of users is served.
    const isOfModel = !this.isInventory || query.expand !== undefined;
    const tags = isTagged && isOfModel ? { etags: true } : {};
    return dataOf(
      await this.call<ListAnswer>({
        path: isOfModel ? this.modelPath : INVENTORY.url,
        query: { ...parametersOf(query), ...tags },
        signal,
      }),
    );
  }

  /** Of an asset the tag is its version, and lists do not give it again. */
  private assetTag({ id, version }: Readonly<Record<string, unknown>>): string {
    return this.isInventory && version !== undefined
      ? `"${(id as number).toString()}.${(version as number).toString()}"`
      : '';
  }

  private async bulk(
    method: 'PATCH' | 'DELETE',
    body: object,
    { all, max, dryRun, note, ...options }: BulkOptions & WriteOptions,
  ): Promise<BulkResult<M['key']>> {
    const wish = { ...body, all, max, dry_run: dryRun, note };
    return dataOf(await this.write({ method, path: this.url, body: wish }, options));
  }

  private async writeRow(
    wanted: Omit<Call, 'path'>,
    row: RowRef<M['key']>,
    options: WriteOptions,
  ): Promise<Written<M['row'], M['key']>> {
    const { key, etag } = row;
    const condition = etag === undefined || etag === '' ? {} : { 'If-Match': etag };
    const headers = { ...wanted.headers, ...condition };
    // The inventory has no PUT; that of models says so.
    const path =
      wanted.method === 'PUT' ? `${this.modelPath}/${encodeURIComponent(key)}` : this.pathOf(key);
    const result = await this.write<M['row']>({ ...wanted, path, headers }, options);
    const { response } = result;
    if (!response.ok) return refusalOf(failureOf(result), key);
    const isNew = response.status === 201;
    // Of what was deleted nothing comes back.
    const done =
      response.status === 204 ? (row as Row<M['row'], M['key']>) : this.rowOf(result, key);
    return { outcome: 'done', row: done, isNew };
  }

  private call<T>(wanted: Call): Promise<Result<T>> {
    return call<T>(this.http, wanted);
  }

  private write<T>(wanted: Call, options: WriteOptions): Promise<Result<T>> {
    const headers = { ...wanted.headers, ...headersOf(options) };
    return this.call<T>({ ...wanted, headers, signal: options.signal });
  }

  private rowOf<T>(result: Result<T>, key: M['key']): Row<T, M['key']> {
    return { key, value: dataOf(result), etag: result.response.headers.get('etag') ?? '' };
  }
}
