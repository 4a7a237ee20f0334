import { type Field, fieldNamed, type Model } from './model.js';

/**
 * What of a model reads every row of its table, because no index gives it: a sentence each, with the index that would. Only its
 * own order and `search` are looked at; filters are the caller's choice.
 */
export function slowWaysOf(model: Model): string[] {
  return [...slowOrdering(model), ...slowSearch(model)];
}

function slowOrdering(model: Model): string[] {
  const { ordering, indexes, primaryKey } = model;
  const terms = ordering.flatMap((text) => {
    const descending = text.startsWith('-');
    const field = fieldNamed(model, descending ? text.slice(1) : text);
    return field ? [{ field, descending }] : [];
  });
  const columns = withKey(
    terms.map(({ field }) => field.column),
    primaryKey,
  );
  const isOneWay = new Set(terms.map(({ descending }) => descending)).size <= 1;
  const serving = [
    ...indexes.map((index) => withKey(index.columns, primaryKey)),
    withKey([], primaryKey),
  ];
  if (isOneWay && serving.some((index) => index.join('\0') === columns.join('\0'))) return [];
  const names = ordering.join(', ');
  const wanted = terms.map(({ field }) => field.column).join(', ');
  return [
    isOneWay
      ? `the order ${names} sorts all rows for each page; an index on (${wanted}) would serve it`
      : `the order ${names} goes both ways, so it sorts all rows for each page`,
  ];
}

/** InnoDB keeps the primary key behind the columns of every index. */
const withKey = (columns: readonly string[], key: Field | undefined): readonly string[] =>
  key === undefined || columns.includes(key.column) ? columns : [...columns, key.column];

const slowSearch = ({ searchFields }: Model): string[] =>
  searchFields.length === 0
    ? []
    : ['search looks into all rows, because no index finds a part of a text'];
