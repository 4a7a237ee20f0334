import type { DataProvider, RaRecord } from 'react-admin';
import { request } from './api/http.js';
import { keyOf, listUrl, type Model, type Row, rowUrl } from './api/models.js';

interface Page {
  readonly results: readonly Row[];
  readonly next: string | null;
  readonly count?: number;
}

/** React-admin's records have their key as `id`; the row is kept whole beside it. */
const toRecord = (model: Model, row: Row): RaRecord => ({
  ...row,
  id: String(keyOf(model, row)),
  $row: row,
});

/** Lists of models, with Django's lookups as filters. */
export function dataProvider(models: ReadonlyMap<string, Model>): DataProvider {
  const modelOf = (label: string): Model => {
    const model = models.get(label);
    if (!model) throw new Error(`${label} is not served`);
    return model;
  };
  /** Where the pages of a list begin, by its query. */
  const cursors = new Map<string, Map<number, string>>();
  const unsupported = (): Promise<never> => Promise.reject(new Error('not supported'));
  return {
    getList: async (label, params) => {
      const model = modelOf(label);
      const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
      const query = new URLSearchParams({ limit: String(perPage), count: 'true' });
      for (const [name, value] of Object.entries(params.filter as Row))
        if (value !== undefined && value !== '') query.set(name, String(value));
      if (params.sort) query.set('ordering', orderingOf(params.sort));
      for (const [name, value] of Object.entries((params.meta ?? {}) as Row))
        query.set(name, String(value));
      const name = `${label}?${query.toString()}`;
      const known = cursors.get(name) ?? new Map<number, string>();
      cursors.set(name, known);
      let { data } = { data: undefined as Page | undefined };
      for (let at = nearest(known, page); at <= page; at += 1) {
        const cursor = known.get(at);
        if (cursor !== undefined) query.set('cursor', cursor);
        const answer = await request<Page>(`${listUrl(model)}?${query.toString()}`, signalOf(params));
        data = answer.data;
        const next = new URLSearchParams(data.next?.split('?')[1]).get('cursor');
        if (next === null) break;
        known.set(at + 1, next);
      }
      return {
        data: (data?.results ?? []).map((row) => toRecord(model, row)) as never[],
        ...(data?.count === undefined ? {} : { total: data.count }),
        pageInfo: { hasNextPage: data?.next != null, hasPreviousPage: page > 1 },
      };
    },
    getOne: async (label, { id }) => {
      const model = modelOf(label);
      const { data } = await request<Row>(rowUrl(model, id));
      return { data: toRecord(model, data) as never };
    },
    getMany: async (label, { ids }) => {
      const model = modelOf(label);
      const query = new URLSearchParams({
        [`${model.lookup_field ?? 'id'}__in`]: ids.join(','),
        limit: '500',
      });
      const { data } = await request<Page>(`${listUrl(model)}?${query.toString()}`);
      return { data: data.results.map((row) => toRecord(model, row)) as never[] };
    },
    getManyReference: unsupported,
    create: unsupported,
    update: unsupported,
    updateMany: unsupported,
    delete: unsupported,
    deleteMany: unsupported,
  };
}

const nearest = (known: ReadonlyMap<number, string>, page: number): number =>
  Math.max(1, ...[...known.keys()].filter((one) => one <= page));

const orderingOf = ({ field, order }: { field: string; order: string }): string =>
  order === 'DESC' ? `-${field}` : field;

const signalOf = ({ signal }: { signal?: AbortSignal | undefined }) => (signal ? { signal } : {});
