import type { ModelDescription, Row } from '@lockstep/client';
import type { Identifier } from 'ra-core';

/** A row as react-admin wants it: `id` is what stands in its path. */
export interface LockstepRecord extends Record<string, unknown> {
  readonly id: Identifier;
  /** Of the state that was read; an update proves by it that nobody changed the row since. */
  readonly $etag?: string;
  /** The model's own field `id`, where another field stands in the paths. */
  readonly $id?: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/** @param by another field whose value is to be the `id` */
export function toRecord(
  { value, key, etag }: Row<Values>,
  { lookup_field }: ModelDescription,
  by = lookup_field ?? 'id',
): LockstepRecord {
  const hasOwnId = 'id' in value && by !== 'id';
  return {
    ...value,
    id: (by === lookup_field ? key : value[by]) as Identifier,
    ...(hasOwnId ? { $id: value.id } : {}),
    ...(etag === '' ? {} : { $etag: etag }),
  };
}

/** What of a form goes to the service: the fields that differ from the record as it was, or all that may be written. */
export function changesOf(
  data: Values,
  previous: Values | undefined,
  model: ModelDescription,
): Values {
  const editable = new Set(
    [...model.fields, ...model.relations].filter((one) => one.editable).map(({ name }) => name),
  );
  const isMeant = ([name, value]: readonly [string, unknown]): boolean =>
    previous === undefined ? editable.has(name) : !isSame(value, previous[name]);
  return Object.fromEntries(Object.entries(ownValues(data)).filter(isMeant));
}

/** The values of a new row, under the names that the service knows. */
export function valuesOf(data: Values, { lookup_field, fields }: ModelDescription): Values {
  const { id } = data;
  const isOwn = lookup_field === 'id' && fields.some(({ name }) => name === 'id');
  return { ...ownValues(data), ...(isOwn && id !== undefined ? { id } : {}) };
}

/** Without what is react-admin's. */
const ownValues = (data: Values): Values =>
  Object.fromEntries(
    Object.entries(data).filter(
      ([name, value]) => name !== 'id' && !name.startsWith('$') && value !== undefined,
    ),
  );

/** By value, as JSON would have it. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every(([name, value]) => name in b && isSame(value, (b as Values)[name]))
  );
}
