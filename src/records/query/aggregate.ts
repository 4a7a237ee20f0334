import { type Field, fieldNamed, type Model, shownFields } from '../../model/index.js';
import type { Filters } from './filter.js';
import { parseFilters, type QueryParameters, single } from './list-query.js';
import { InvalidLookupError, unexpected } from './lookup.errors.js';
import { isOrderable, type Scope } from './scope.js';
import { columnOf, quoted, type SqlFragment } from './sql.js';

/** Django's aggregates, besides the count that every group has. */
const AGGREGATES = ['sum', 'avg', 'min', 'max'] as const;

const CONTROLS = ['by', ...AGGREGATES, 'search', 'limit'];
const MOST_GROUPS = 1000;

/** What one column of the answer has. */
interface AggregateColumn {
  /** `status`, `count`, and as Django names it, `cost__sum`. */
  readonly name: string;
  readonly field: Pick<Field, 'type'>;
  readonly sql: string;
}

export interface AggregateQuery {
  readonly columns: readonly AggregateColumn[];
  readonly from: string;
  readonly where: SqlFragment;
  /** Also the order of the groups; empty where all rows are one. */
  readonly groupBy: string;
  readonly limit: number;
}

/**
 * `?by=status,idc&sum=cost`: Django's `values('status', 'idc').annotate(count=Count('pk'), Sum('cost'))`. Without `by` all
 * rows are one group, as for `aggregate()`.
 * @throws InvalidLookupError
 */
export function parseAggregate(parameters: QueryParameters, scope: Scope): AggregateQuery {
  const { model, alias } = scope;
  const by = namesIn(parameters, 'by').map((name) => fieldFor('by', name, model, isOrderable));
  const sqlOf = ({ column }: Field): string => columnOf(alias, column);
  return {
    columns: [
      ...by.map((field) => ({ name: field.attname, field, sql: sqlOf(field) })),
      { name: 'count', field: { type: 'integer' }, sql: 'COUNT(*)' },
      ...AGGREGATES.flatMap((word) =>
        namesIn(parameters, word).map((name) => {
          const field = fieldFor(word, name, model, FITS[word]);
          const sql = `${word.toUpperCase()}(${sqlOf(field)})`;
          return { name: `${field.attname}__${word}`, field: resultOf(word, field), sql };
        }),
      ),
    ],
    from: `${quoted(model.table)} ${alias}`,
    where: parseFilters(parameters, scope, CONTROLS) satisfies Filters,
    groupBy: by.map(sqlOf).join(', '),
    limit: parseLimit(single(parameters, 'limit')),
  };
}

const isNumber = ({ type, references }: Field): boolean =>
  references === undefined && ['integer', 'decimal', 'float', 'duration'].includes(type);

const FITS = { sum: isNumber, avg: isNumber, min: isOrderable, max: isOrderable };

/** The average of whole numbers is none; Django gives a float. */
const resultOf = (word: string, { type }: Field): Pick<Field, 'type'> => ({
  type: word === 'avg' && type === 'integer' ? 'float' : type,
});

const namesIn = (parameters: QueryParameters, name: string): string[] => [
  ...new Set((single(parameters, name) ?? '').split(',').filter(Boolean)),
];

/** @throws InvalidLookupError */
function fieldFor(
  parameter: string,
  name: string,
  model: Model,
  fits: (field: Field) => boolean,
): Field {
  const field = fieldNamed(model, name);
  if (field !== undefined && fits(field)) return field;
  throw new InvalidLookupError(`${parameter} names a field that it cannot take.`, {
    parameter,
    allowed: shownFields(model)
      .filter(fits)
      .map(({ attname }) => attname),
  });
}

function parseLimit(text: string | undefined): number {
  const limit = Number(text ?? MOST_GROUPS);
  if (/^\d{1,4}$/.test(text ?? '1') && limit >= 1 && limit <= MOST_GROUPS) return limit;
  throw unexpected('limit', `a number from 1 to ${MOST_GROUPS}`);
}
