import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type Row, rowsOf } from './lockstep.js';
import { type Model, primaryKey } from './models.js';

const MOST_FOUND = 20;

/** The rows of a model that have these primary keys. */
export function useRowsByKey(model: Model | undefined, keys: readonly unknown[]): readonly Row[] {
  const wanted = [...new Set(keys.map(String))].sort();
  const { data } = useQuery({
    queryKey: [model?.label, 'by-key', wanted],
    enabled: model !== undefined && wanted.length > 0,
    queryFn: async ({ signal }) => {
      if (!model) return [];
      const rows = await rowsOf(model.label).getMany(wanted, { by: primaryKey(model), signal });
      return rows.map(({ value }) => value);
    },
  });
  return data ?? [];
}

/** Some rows of a model, for whoever looks for one to refer to. */
export function useFoundRows(
  model: Model | undefined,
  search: string,
  isOpen: boolean,
): UseQueryResult<readonly Row[]> {
  return useQuery({
    queryKey: [model?.label, 'found', search],
    enabled: model !== undefined && isOpen,
    queryFn: async ({ signal }) => {
      if (!model) return [];
      const isSearched = search !== '' && model.search_fields.length > 0;
      const query = { limit: MOST_FOUND, ...(isSearched && { search }) };
      const { rows } = await rowsOf(model.label).page(query, { signal });
      return rows.map(({ value }) => value);
    },
  });
}
