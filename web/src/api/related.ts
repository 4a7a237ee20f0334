import { useQuery } from '@tanstack/react-query';
import { request } from './http.js';
import { listUrl, type Model, primaryKey, type Row } from './models.js';

const MOST_FOUND = 20;

interface Page {
  readonly results: readonly Row[];
}

/** The rows of a model that have these primary keys. */
export function useRowsByKey(model: Model | undefined, keys: readonly unknown[]): readonly Row[] {
  const wanted = [...new Set(keys.map(String))].sort();
  const { data } = useQuery({
    queryKey: [model?.label, 'by-key', wanted],
    enabled: model !== undefined && wanted.length > 0,
    queryFn: async ({ signal }) => {
      if (!model) return [];
      const query = new URLSearchParams({ [`${primaryKey(model)}__in`]: wanted.join(',') });
      query.set('limit', '500');
      return (await request<Page>(`${listUrl(model)}?${query.toString()}`, { signal })).data.results;
    },
  });
  return data ?? [];
}

/** Some rows of a model, for whoever looks for one to refer to. */
export function useFoundRows(model: Model | undefined, search: string, isOpen: boolean) {
  return useQuery({
    queryKey: [model?.label, 'found', search],
    enabled: model !== undefined && isOpen,
    queryFn: async ({ signal }) => {
      if (!model) return [];
      const query = new URLSearchParams({ limit: String(MOST_FOUND) });
      if (search !== '' && model.search_fields.length > 0) query.set('search', search);
      return (await request<Page>(`${listUrl(model)}?${query.toString()}`, { signal })).data.results;
    },
  });
}
