import { type Cursor, parseCursor } from './cursor.js';
import { type Field, FIELD_NAMES, isField } from './fields.js';
import { compileParameters, type Filter } from './filter.js';
import { InvalidLookupError, unexpected } from './lookup.errors.js';
import { type OrderTerm, parseOrdering } from './ordering.js';
import { search } from './search.js';
import { toFlag } from './values.js';

export type QueryParameters = Readonly<Record<string, string | string[] | undefined>>;

/** A list as the caller wants it. */
export interface AssetQuery {
  readonly filters: readonly Filter[];
  readonly ordering: readonly OrderTerm[];
  readonly cursor: Cursor | null;
  readonly limit: number;
  readonly fields: readonly Field[];
  readonly count: boolean;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** Parameters that are no filters. */
const CONTROLS = ['ordering', 'cursor', 'limit', 'fields', 'count', 'search'];

/**
 * Reads the query of `GET /api/assets`. Pure; only names of the field table come through.
 * @throws InvalidLookupError, InvalidCursorError
 */
export function parseAssetQuery(parameters: QueryParameters): AssetQuery {
  const ordering = parseOrdering(single(parameters, 'ordering') ?? '');
  const cursor = single(parameters, 'cursor');
  return {
    filters: [...parseFilters(parameters), ...search(single(parameters, 'search') ?? '')],
    ordering,
    cursor: cursor === undefined ? null : parseCursor(cursor, ordering),
    limit: parseLimit(single(parameters, 'limit')),
    fields: parseFields(single(parameters, 'fields')),
    count: toFlag(single(parameters, 'count') ?? 'false', 'count'),
  };
}

function parseFilters(parameters: QueryParameters): Filter[] {
  const pairs = Object.entries(parameters)
    .filter(([name]) => !CONTROLS.includes(name))
    .flatMap(([name, value]) => lookupsOf(name, [value ?? []].flat()));
  return compileParameters(pairs);
}

/** Clients that were generated from the OpenAPI document send `lookups[status]=…`, and some a list as `lookups[id__in][]=…`. */
function lookupsOf(name: string, values: string[]): (readonly [string, string])[] {
  const [, inner = name, list] = /^lookups\[([^[\]]+)\](\[\d*\])?$/.exec(name) ?? [];
  return list === undefined
    ? values.map((text) => [inner, text] as const)
    : [[inner, JSON.stringify(values)]];
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d{1,3}$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw unexpected('limit', `a number from 1 to ${MAX_LIMIT}`);
}

function parseFields(text: string | undefined): Field[] {
  if (text === undefined) return FIELD_NAMES;
  const fields = text.split(',').filter(Boolean);
  if (fields.length > 0 && fields.every(isField)) return fields;
  throw new InvalidLookupError('fields names a field that is not known.', {
    parameter: 'fields',
    allowed: FIELD_NAMES,
  });
}

function single(parameters: QueryParameters, name: string): string | undefined {
  const value = parameters[name];
  if (!Array.isArray(value)) return value;
  throw new InvalidLookupError(`${name} may be given once.`, { parameter: name });
}
