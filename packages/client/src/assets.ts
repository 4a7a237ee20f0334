import type { Http } from './http.js';
import { type FileBody, type ImportOptions, importFile, type ImportSummary } from './import.js';
import { dataOf, failureOf, type LockstepError, type Problem } from './problem.js';
import type { components, paths } from './schema.js';

export type Asset = components['schemas']['Asset'];
export type AssetCreate = components['schemas']['AssetCreate'];
export type AssetPatch = components['schemas']['AssetPatch'];
export type Lease = components['schemas']['HeldLease'];
/** The parameters of a list: `search`, `ordering`, `limit`, and Django's lookups under `lookups`. */
export type ListQuery = NonNullable<paths['/api/assets']['get']['parameters']['query']>;

/** Who has a lease, and until when. */
export type Holder = components['schemas']['Lease'];
type AssetList = components['schemas']['AssetList'];
/** An asset of a list: with `fields` it has those only. */
export type Listed<Q extends ListQuery> = Q extends { readonly fields: string }
  ? Partial<Asset>
  : Asset;

/** A row as it was read, with the ETag by which a later write proves that it saw this state. */
export interface Row<T> {
  readonly value: T;
  readonly etag: string;
}

/** How a write ended. Only `done` changed something. */
export type Written<T> =
  | { readonly outcome: 'done'; readonly row: Row<T> }
  /** 412: somebody changed the row since it was read; this is what it is now. */
  | { readonly outcome: 'changed'; readonly current: Row<T>; readonly problem: Problem }
  /** 423 `row_locked`: a transaction, Django's perhaps, holds the row. */
  | { readonly outcome: 'locked'; readonly retryAfter: number; readonly problem: Problem }
  /** 423 `lease_held`: somebody edits the row in a form. */
  | {
      readonly outcome: 'leased';
      readonly lease: Holder;
      readonly problem: Problem;
    };

export interface WriteOptions {
  /** Seconds to wait for a row that is locked; 0 = not at all. The service's `LOCK_WAIT_SECONDS` by default. */
  readonly wait?: number;
  /** Of a lease that `lease` gave. */
  readonly leaseToken?: string;
  readonly signal?: AbortSignal;
}

/** The assets of the inventory. Every method throws LockstepError for what it does not return. */
export class Assets {
  constructor(private readonly http: Http) {}

  async get(
    id: number,
    { signal = null }: { signal?: AbortSignal | null } = {},
  ): Promise<Row<Asset>> {
    const result = await this.http.GET('/api/assets/{id}', {
      params: { path: { id: String(id) } },
      signal,
    });
    return rowOf(dataOf(result), result.response);
  }

  async create(values: AssetCreate, options: WriteOptions = {}): Promise<Row<Asset>> {
    const result = await this.http.POST('/api/assets', {
      body: values,
      headers: headersOf(options),
      signal: options.signal ?? null,
    });
    return rowOf(dataOf(result), result.response);
  }

  /** Changes these fields, if the row still is what was read. */
  async update(
    { value: { id }, etag }: Row<Asset>,
    changes: AssetPatch,
    options: WriteOptions = {},
  ): Promise<Written<Asset>> {
    const result = await this.http.PATCH('/api/assets/{id}', {
      params: { path: { id: String(id) } },
      body: changes,
      headers: { 'If-Match': etag, ...headersOf(options) },
      signal: options.signal ?? null,
    });
    if (!result.response.ok) return outcomeOf(failureOf(result));
    return { outcome: 'done', row: rowOf(dataOf(result), result.response) };
  }

  /** Deletes the row, if it still is what was read. @returns it as it was */
  async delete(row: Row<Asset>, options: WriteOptions = {}): Promise<Written<Asset>> {
    const result = await this.http.DELETE('/api/assets/{id}', {
      params: { path: { id: String(row.value.id) } },
      headers: { 'If-Match': row.etag, ...headersOf(options) },
      signal: options.signal ?? null,
    });
    return result.response.ok ? { outcome: 'done', row } : outcomeOf(failureOf(result));
  }

  /** The pages of a list, one request each, as they are asked for. */
  async *pages<Q extends ListQuery>(
    query: Q,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<Listed<Q>[]> {
    let page: AssetList | undefined;
    do {
      const cursor = page && cursorIn(page.next);
      const result: { data?: AssetList; error?: unknown; response: Response } = await this.http.GET(
        '/api/assets',
        {
          params: { query: cursor === undefined ? query : { ...query, cursor } },
          signal: signal ?? null,
        },
      );
      page = dataOf(result);
      yield page.results as Listed<Q>[];
    } while (page.next !== null);
  }

  /** Every asset that fits, over all pages. */
  async *list<Q extends ListQuery>(
    query: Q,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<Listed<Q>> {
    for await (const page of this.pages(query, options)) yield* page;
  }

  /**
   * Takes a lease: nobody else of the API changes the asset for so many seconds. With the token of an earlier one it is renewed.
   * @throws LockstepError with `lease_held` (its problem names the holder) or `lease_lost`
   */
  async lease(id: number, seconds: number, options: WriteOptions = {}): Promise<Lease> {
    return dataOf(
      await this.http.PUT('/api/assets/{id}/lease', {
        params: { path: { id: String(id) } },
        body: { seconds },
        headers: headersOf(options),
        signal: options.signal ?? null,
      }),
    );
  }

  async giveUpLease(id: number, token: string): Promise<void> {
    dataOf(
      await this.http.DELETE('/api/assets/{id}/lease', {
        params: { path: { id: String(id) } },
        headers: { 'Lease-Token': token },
      }),
    );
  }

  /** Sends a CSV or NDJSON file, and tells of each part of the report as it comes. */
  import(file: FileBody, options: ImportOptions): Promise<ImportSummary> {
    return importFile(this.http, file, options);
  }
}

/** `next` is a path and its query. */
const cursorIn = (next: string | null): string =>
  new URL(next ?? '', 'http://localhost').searchParams.get('cursor') ?? '';

function headersOf({ wait, leaseToken }: WriteOptions): Record<string, string> {
  return {
    ...(wait === undefined ? {} : { Prefer: `wait=${wait}` }),
    ...(leaseToken === undefined ? {} : { 'Lease-Token': leaseToken }),
  };
}

const rowOf = <T>(value: T, response: Response): Row<T> => ({
  value,
  etag: response.headers.get('etag') ?? '',
});

/** @throws LockstepError that it is given, when it is none of the outcomes */
function outcomeOf(failure: LockstepError): Written<Asset> {
  const { problem, code } = failure;
  if (problem !== undefined && code === 'precondition_failed')
    return { outcome: 'changed', current: currentIn(problem), problem };
  if (problem !== undefined && code === 'row_locked')
    return { outcome: 'locked', retryAfter: Number(problem.retry_after), problem };
  if (problem !== undefined && code === 'lease_held')
    return { outcome: 'leased', lease: problem.lease as Holder, problem };
  throw failure;
}

const currentIn = ({ current, etag }: Problem): Row<Asset> => ({
  value: current as Asset,
  etag: String(etag),
});
