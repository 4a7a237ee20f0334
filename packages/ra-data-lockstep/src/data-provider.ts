import type {
  AnyModel,
  Lockstep,
  Lookups,
  ModelDescription,
  ModelTypes,
  ReadOptions,
  RowRef,
  Rows,
} from '@lockstep/client';
import {
  type DataProvider,
  type GetListParams,
  type GetListResult,
  HttpError,
  type Identifier,
  type QueryFunctionContext,
} from 'ra-core';
import { refusedError, toHttpError } from './errors.js';
import { orderingOf, referenceTo, wantedOf } from './filters.js';
import { type Lock, type LockOptions, Locks } from './locks.js';
import { Pages } from './pages.js';
import { changesOf, toRecord, valuesOf } from './records.js';
import { type Callback, Subscriptions } from './subscriptions.js';

export interface DataProviderOptions extends LockOptions {
  /** Whether lists tell how many rows there are in all; each page costs a count then. True by default; `meta.count` overrides it. */
  readonly count?: boolean;
  /** The live feed was refused, for example because the login is over. */
  readonly onFeedError?: (error: unknown) => void;
}

/** What `meta` may say of a call. */
export interface Meta {
  /** The field whose values are the ids, where that is not what stands in paths: foreign keys hold primary keys. */
  readonly by?: string;
  /** Relations whose rows are shown as well: `owner,ethernets`. */
  readonly expand?: string;
  /** `id,status` */
  readonly fields?: string;
  /** Lookups besides the filter. */
  readonly lookups?: Lookups;
  readonly count?: boolean;
  /** Seconds to wait for a row that is locked. */
  readonly wait?: number;
  /** Of writes by filter: for the history. */
  readonly note?: string;
  /** The state that an update is about, where neither data nor previousData have it; null for whatever it is now. */
  readonly etag?: string | null;
  /** Into JSON documents, key by key. */
  readonly merge?: boolean;
}

interface Locking {
  lock(resource: string, params: { id: Identifier }): Promise<{ data: Lock }>;
  unlock(resource: string, params: { id: Identifier }): Promise<{ data: { id: Identifier } }>;
  getLock(resource: string, params: { id: Identifier }): Promise<{ data: Lock | null }>;
  getLocks(resource: string, params?: { ids?: readonly Identifier[] }): Promise<{ data: Lock[] }>;
}

interface Realtime {
  subscribe(topic: string, callback: Callback): Promise<{ data: null }>;
  unsubscribe(topic: string, callback: Callback): Promise<{ data: null }>;
}

export type LockstepDataProvider = DataProvider & Locking & Realtime;

type Values = Record<string, unknown>;

type Params = { readonly meta?: unknown } & QueryFunctionContext;

/** Every model that the service has is a resource by its label: `blog.asset_db`, `assets.asset`. */
export function lockstepDataProvider<Models extends { [L in keyof Models]: ModelTypes }>(
  client: Lockstep<Models>,
  options: DataProviderOptions = {},
): LockstepDataProvider {
  // Labels come from the pages, so nothing is known of their models here.
  const lockstep = client as unknown as Lockstep;
  const pages = new Pages();
  const locks = new Locks(lockstep, options);
  const subscriptions = new Subscriptions(lockstep, options.onFeedError ?? (() => undefined));
  /** Of the page that was read last, for `getLocks`. */
  const shown = new Map<string, readonly Identifier[]>();

  async function on<T>(
    resource: string,
    work: (rows: Rows<AnyModel>, model: ModelDescription) => Promise<T>,
  ): Promise<T> {
    try {
      const rows = lockstep.model(resource);
      const model = await rows.describe();
      if (!model) throw new HttpError(`There is no model ${resource}, or you may not see it.`, 404);
      return await work(rows, model);
    } catch (error) {
      throw toHttpError(error);
    }
  }

  const list = (
    resource: string,
    params: GetListParams & QueryFunctionContext,
    reference: (model: ModelDescription) => Promise<Lookups> = () => Promise.resolve({}),
  ): Promise<GetListResult> =>
    on(resource, async (rows, model) => {
      const meta = metaOf(params);
      const { page = 1, perPage = 25 } = params.pagination ?? {};
      const { search, lookups } = wantedOf(params.filter, model);
      const ordering = orderingOf(params.sort, model);
      const query = {
        lookups: { ...lookups, ...meta.lookups, ...(await reference(model)) },
        ...(search === undefined ? {} : { search }),
        ...(ordering === undefined ? {} : { ordering }),
        ...shownBy(meta),
      };
      const count = meta.count ?? options.count ?? true;
      const found = await pages.read(rows, { query, page, perPage, count, signal: params.signal });
      const data = found.rows.map((row) => toRecord(row, model, meta.by));
      shown.set(
        resource,
        data.map(({ id }) => id),
      );
      return {
        data,
        pageInfo: { hasNextPage: found.hasNextPage, hasPreviousPage: page > 1 },
        ...(found.count === undefined ? {} : { total: found.count }),
      };
    });

  const provider = {
    supportAbortSignal: true,

    getList: list,

    getOne: (resource: string, params: { id: Identifier } & Params) =>
      on(resource, async (rows, model) => {
        const { by, expand, fields } = metaOf(params);
        if (by === undefined && expand === undefined && fields === undefined)
          return { data: toRecord(await rows.get(params.id, signalOf(params)), model) };
        // A list has the tag of a row also beside related rows.
        const name = by ?? model.lookup_field ?? 'pk';
        const query = { lookups: { [name]: params.id }, limit: 1, ...shownBy(metaOf(params)) };
        const [row] = (await rows.page(query, signalOf(params))).rows;
        if (!row) throw new HttpError('There is no row with this key.', 404);
        return { data: toRecord(row, model, by) };
      }),

    getMany: (resource: string, params: { ids: Identifier[] } & Params) =>
      on(resource, async (rows, model) => {
        const meta = metaOf(params);
        const found = await rows.getMany(params.ids, {
          ...signalOf(params),
          ...shownBy(meta),
          ...(meta.by === undefined ? {} : { by: meta.by }),
        });
        return { data: found.map((row) => toRecord(row, model, meta.by)) };
      }),

    getManyReference: (
      resource: string,
      { target, id, ...params }: GetListParams & { target: string; id: Identifier },
    ) =>
      list(resource, params, async (model) =>
        referenceTo(target, id, model, await lockstep.models()),
      ),

    create: (resource: string, params: { data: object } & Params) =>
      on(resource, async (rows, model) => {
        const values = valuesOf(params.data as Values, model);
        return { data: toRecord(await rows.create(values, waitOf(params)), model) };
      }),

    update: (
      resource: string,
      params: { id: Identifier; data: object; previousData?: object } & Params,
    ) =>
      on(resource, async (rows, model) => {
        const { id, data, previousData } = params;
        const changes = changesOf(data as Values, previousData as Values | undefined, model);
        const { merge = false } = metaOf(params);
        const token = locks.tokenOf(resource, id);
        const written = await rows.update(refOf(params), changes, {
          ...waitOf(params),
          ...token,
          merge,
        });
        if (written.outcome !== 'done') throw refusedError(written, model);
        return { data: toRecord(written.row, model) };
      }),

    delete: (resource: string, params: { id: Identifier; previousData?: object } & Params) =>
      on(resource, async (rows, model) => {
        const { id, previousData } = params;
        const token = locks.tokenOf(resource, id);
        const written = await rows.delete(refOf(params), { ...waitOf(params), ...token });
        if (written.outcome !== 'done') throw refusedError(written, model);
        await locks.unlock(resource, id);
        return { data: previousData ?? { id } };
      }),

    updateMany: (resource: string, params: { ids: Identifier[]; data: object } & Params) =>
      on(resource, async (rows, model) => {
        if (params.ids.length === 0) return { data: [] };
        const changes = changesOf(params.data as Values, {}, model);
        await rows.updateMany(filterOf(params, model), changes, bulkOf(params));
        return { data: params.ids };
      }),

    deleteMany: (resource: string, params: { ids: Identifier[] } & Params) =>
      on(resource, async (rows, model) => {
        if (params.ids.length === 0) return { data: [] };
        await rows.deleteMany(filterOf(params, model), bulkOf(params));
        return { data: params.ids };
      }),

    lock: (resource: string, { id }: { id: Identifier }) =>
      on(resource, async () => ({ data: await locks.lock(resource, id) })),

    unlock: (resource: string, { id }: { id: Identifier }) =>
      on(resource, async () => {
        await locks.unlock(resource, id);
        return { data: { id } };
      }),

    getLock: (resource: string, { id }: { id: Identifier }) =>
      on(resource, async () => ({ data: await locks.lockOf(resource, id) })),

    getLocks: (resource: string, params: { ids?: readonly Identifier[] } = {}) =>
      on(resource, async () => {
        const ids = params.ids ?? shown.get(resource) ?? [];
        const found = await Promise.all(ids.map((id) => locks.lockOf(resource, id)));
        return { data: found.filter((lock) => lock !== null) };
      }),

    subscribe: async (topic: string, callback: Callback) => {
      await subscriptions.subscribe(topic, callback);
      return { data: null };
    },

    unsubscribe: async (topic: string, callback: Callback) => {
      await subscriptions.unsubscribe(topic, callback);
      return { data: null };
    },
  };
  return provider as unknown as LockstepDataProvider;
}

const metaOf = ({ meta }: { readonly meta?: unknown }): Meta => meta ?? {};

const signalOf = ({ signal }: QueryFunctionContext): ReadOptions => (signal ? { signal } : {});

const shownBy = ({ expand, fields }: Meta): Pick<Meta, 'expand' | 'fields'> => ({
  ...(expand === undefined ? {} : { expand }),
  ...(fields === undefined ? {} : { fields }),
});

const waitOf = (params: Params): { wait?: number } => {
  const { wait } = metaOf(params);
  return wait === undefined ? {} : { wait };
};

/** The state that the form began with: that of its data, for `previousData` may have been read again meanwhile. */
function refOf({
  id,
  data,
  previousData,
  ...params
}: { id: Identifier; data?: object; previousData?: object } & Params): RowRef {
  const { etag: wanted } = metaOf(params);
  const [own, previous] = [data, previousData].map((one) => (one as Values | undefined)?.$etag);
  const etag = wanted === undefined ? (own ?? previous) : wanted;
  return typeof etag === 'string' ? { key: id, etag } : { key: id };
}

const filterOf = (
  { ids }: { ids: readonly Identifier[] },
  { lookup_field }: ModelDescription,
): Values => ({ [`${lookup_field ?? 'pk'}__in`]: ids });

function bulkOf(params: { ids: readonly Identifier[] } & Params) {
  const { note } = metaOf(params);
  return { ...waitOf(params), max: params.ids.length, ...(note === undefined ? {} : { note }) };
}
