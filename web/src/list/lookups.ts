import { textOf } from '../api/text.js';
import type { Field, Model, Relation } from '../api/models.js';

/** A field that can be filtered by, of the model itself or of one that it is related to. */
export interface FilterField {
  /** As in a lookup: `ethernets__e_model`. */
  readonly path: string;
  readonly label: string;
  readonly field: Field;
  /** Of a foreign key of the model itself: where its rows are. */
  readonly relation?: Relation;
}

/** One condition, as the list keeps it: `status__not__in` and its value. */
export interface Condition {
  readonly name: string;
  readonly field: FilterField;
  readonly isNot: boolean;
  readonly lookup: string;
  readonly value: string;
}

/** Lookups that every form of a value is offered, in this order; the others work in the address, too. */
const OFFERED = [
  ...['exact', 'in', 'icontains', 'istartswith', 'iendswith', 'gt', 'gte', 'lt', 'lte', 'range'],
  ...['isnull', 'iexact', 'contains', 'startswith', 'endswith', 'iregex', 'regex'],
  ...['has_key', 'date', 'year', 'month'],
];

const OF_TEXT = /^(i?(contains|startswith|endswith|exact|regex))$/;

/** Not all that the API knows: parts of numbers and dates as text help nobody. */
export function offeredLookups({ type, lookups, choices }: Field): string[] {
  const isText = type === 'text' || type === 'address' || type === 'uuid' || type === 'json';
  return OFFERED.filter(
    (one) =>
      lookups.includes(one) &&
      (one === 'exact' || isText || !OF_TEXT.test(one)) &&
      !(choices && OF_TEXT.test(one) && one !== 'exact'),
  );
}

/** The fields of the model, then those of the models next to it that are served. */
export function filterFields(model: Model, modelOf: (label: string) => Model | undefined) {
  const forward = new Map(
    model.relations.filter(({ kind }) => kind === 'forward').map((one) => [one.name, one]),
  );
  const own = model.fields.map((field): FilterField => {
    const relation = forward.get(field.filter_name);
    return { path: field.filter_name, label: field.label, field, ...(relation && { relation }) };
  });
  const others = model.relations.flatMap(({ name, model: label }) =>
    (modelOf(label)?.fields ?? []).map((field): FilterField => ({
      path: `${name}__${field.filter_name}`,
      label: `${name.replaceAll('_', ' ')} › ${field.label}`,
      field,
    })),
  );
  return [...own, ...others].filter(({ field }) => field.lookups.length > 0);
}

export const lookupName = ({ field, isNot, lookup }: Omit<Condition, 'name' | 'value'>): string =>
  [field.path, ...(isNot ? ['not'] : []), ...(lookup === 'exact' ? [] : [lookup])].join('__');

/** Reads the filters of a list back; what is not understood, as `q`, is no condition. */
export function conditionsIn(
  filter: Readonly<Record<string, unknown>>,
  fields: readonly FilterField[],
): Condition[] {
  const byLength = [...fields].sort((a, b) => b.path.length - a.path.length);
  return Object.entries(filter).flatMap(([name, value]): Condition[] => {
    const field = byLength.find(({ path }) => name === path || name.startsWith(`${path}__`));
    if (!field || value === undefined) return [];
    const words = name.slice(field.path.length).split('__').filter(Boolean);
    const isNot = words[0] === 'not';
    const lookup = words.slice(isNot ? 1 : 0).join('__') || 'exact';
    return [{ name, field, isNot, lookup, value: textOf(value) }];
  });
}
