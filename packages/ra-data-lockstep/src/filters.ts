import type { Lookup, Lookups, ModelDescription } from '@lockstep/client';
import type { Identifier, SortPayload } from 'ra-core';

/** The filter of a list in the service's terms. */
export interface Wanted {
  readonly search?: string;
  readonly lookups: Lookups;
}

/**
 * A filter of react-admin: Django's lookups by name, `q` for the search. A list under the bare name of a field means any of them, null
 * that there is no value; an object goes along a relation.
 *
 *     { q: 'i350', status: ['Online', 'Offline'], owner: null, ethernets: { e_model: 'x710' }, memory__gte: 16 }
 *     search=i350 status__in=… owner__isnull=true ethernets__e_model=x710 memory__gte=16
 */
export function wantedOf(filter: unknown, model: ModelDescription): Wanted {
  const { q, ...others } = (filter ?? {}) as Record<string, unknown>;
  const pairs = Object.entries(others).flatMap(([name, value]) =>
    lookupsIn(ownName(name, model), value),
  );
  const search = typeof q === 'string' && q.trim() !== '' ? { search: q } : {};
  return { ...search, lookups: Object.fromEntries(pairs) };
}

function lookupsIn(name: string, value: unknown): [string, Lookup][] {
  if (value === undefined || value === '') return [];
  if (value === null) return [[`${name}__isnull`, true]];
  if (Array.isArray(value)) {
    const isList = /__(in|range)$/.test(name);
    return [[isList ? name : `${name}__in`, value as Lookup]];
  }
  if (typeof value !== 'object') return [[name, value as Lookup]];
  return Object.entries(value).flatMap(([inner, of]) => lookupsIn(`${name}__${inner}`, of));
}

/** React-admin calls `id` what stands in the path. */
const ownName = (name: string, { lookup_field, fields }: ModelDescription): string =>
  lookup_field !== null && !fields.some((field) => field.name === 'id')
    ? name.replace(/^id(?=__|$)/, lookup_field)
    : name;

/** `id` is the key again. */
export function orderingOf(
  sort: SortPayload | undefined,
  { lookup_field }: ModelDescription,
): string | undefined {
  if (sort === undefined || sort.field === '') return undefined;
  const field = sort.field === 'id' ? (lookup_field ?? 'id') : sort.field;
  return sort.order === 'DESC' ? `-${field}` : field;
}

/**
 * Rows that refer to another row. A foreign key holds the primary key of that row, which need not be the `id` that react-admin knows
 * it by; then the lookup goes along the relation.
 */
export function referenceTo(
  target: string,
  id: Identifier,
  model: ModelDescription,
  models: readonly ModelDescription[],
): Lookups {
  const column = model.fields.find(({ name, filter_name }) => [name, filter_name].includes(target));
  const name = column?.filter_name ?? target;
  const relation = model.relations.find((one) => one.name === name);
  const other = models.find(({ label }) => label === relation?.model);
  const isPlain = !relation || !other || other.lookup_field === other.primary_key;
  return { [isPlain ? target : `${relation.name}__${other.lookup_field ?? 'pk'}`]: id };
}
