import type { QueryValues } from './call.js';
import type { Key } from './models.js';
import type { Row } from './outcomes.js';

/** What a lookup is compared with; a list for `__in` and `__range`. */
export type Lookup = string | number | boolean | readonly (string | number)[] | undefined;

/** Django's lookups: `{ status__in: ['Online', 'Offline'], ethernets__e_model: 'i350' }`. */
export type Lookups = Readonly<Record<string, Lookup>>;

/** Which rows are meant. */
export interface FilterQuery {
  readonly lookups?: Lookups;
  /** Words; each of them stands somewhere in the `search_fields`. */
  readonly search?: string;
}

export interface ListQuery extends FilterQuery {
  /** `-status,serverno` */
  readonly ordering?: string;
  /** `id,status`: the fields that are shown. */
  readonly fields?: string;
  /** `owner,ethernets`: relations whose rows are shown as well. */
  readonly expand?: string;
  /** Rows of a page, at most 500. */
  readonly limit?: number;
}

export interface PageQuery extends ListQuery {
  /** `next` or `previous` of another page of the same list. */
  readonly cursor?: string;
  /** Whether to count all rows that fit. */
  readonly count?: boolean;
}

/** A row of a list: with `fields` it has those only. */
export type Listed<T, Q extends ListQuery> = Q extends { readonly fields: string } ? Partial<T> : T;

export interface Page<T, K extends Key = Key> {
  readonly rows: readonly Row<T, K>[];
  /** The cursor of the page behind this one; null at the end. */
  readonly next: string | null;
  readonly previous: string | null;
  /** With `count`. */
  readonly count?: number;
}

export interface AggregateQuery extends FilterQuery {
  /** Fields whose values make the groups. */
  readonly by?: readonly string[];
  readonly sum?: readonly string[];
  readonly avg?: readonly string[];
  readonly min?: readonly string[];
  readonly max?: readonly string[];
  readonly limit?: number;
}

/** A group: its values, `count`, and `cost__sum` and the like. */
export type Group = Readonly<Record<string, unknown>> & { readonly count: number };

export interface ExportQuery extends FilterQuery {
  readonly ordering?: string;
  readonly fields?: string;
  readonly format?: 'csv' | 'ndjson';
  /** Begins CSV with a byte order mark, as Excel wants it. */
  readonly bom?: boolean;
}

/** Which rows a write by filter is about: Django's `filter(**kwargs)`. */
export interface BulkOptions {
  /** An empty filter means every row; this says that it is meant. */
  readonly all?: boolean;
  /** More rows than that: `too_many_matched`, and nothing is done. 1000 by default. */
  readonly max?: number;
  /** Counts what would be done. */
  readonly dryRun?: boolean;
  /** For the history. */
  readonly note?: string;
}

export interface BulkResult<K extends Key = Key> {
  readonly matched: number;
  readonly changed: number;
  readonly ids: readonly K[];
}

/** Parameters of a URL. Lookups in their own brackets, so that a field called `limit` is no limit. */
export function parametersOf({ lookups = {}, ...others }: FilterQuery & object): QueryValues {
  const pairs = Object.entries(lookups).map(([name, value]): [string, Lookup] => [
    `lookups[${name}]`,
    Array.isArray(value) ? JSON.stringify(value) : value,
  ]);
  return { ...(others as QueryValues), ...(Object.fromEntries(pairs) as QueryValues) };
}

/** `next` and `previous` are a path and its query. */
export const cursorIn = (path: string | null): string | null =>
  path === null ? null : new URL(path, 'http://localhost').searchParams.get('cursor');

/** Characters of a URL that keys may fill, far below what servers and proxies take. */
const LONGEST_LIST = 4000;
/** Rows of one page, and values of one list. */
const MOST_KEYS = 500;

/** Keys in as few lists as URLs can carry. */
export function chunksOf<K extends Key>(keys: readonly K[]): K[][] {
  const chunks: K[][] = [];
  let room = 0;
  for (const key of keys) {
    const length = encodeURIComponent(JSON.stringify(key)).length + 3;
    room -= length;
    const last = chunks.at(-1);
    if (last && room >= 0 && last.length < MOST_KEYS) last.push(key);
    else {
      chunks.push([key]);
      room = LONGEST_LIST - length;
    }
  }
  return chunks;
}
