import { DuplicateKeyError, rowRefusalOf, toDomainError } from '../database/index.js';
import type { Model } from '../model/index.js';
import { columnField } from './query/index.js';
import {
  NotUniqueError,
  RefusedByTriggerError,
  RelatedMissingError,
  ValuesRefusedError,
} from './records.errors.js';
import { expectedOf } from './write-values.js';

/**
 * An error of a write in the words of its model; any other error as it is. Hidden fields are not named.
 * @param error the driver's, or what `Database` made of it
 */
export function toRefusal(error: unknown, model: Model): unknown {
  const known = toDomainError(error) ?? error;
  const options = { cause: error };
  if (known instanceof DuplicateKeyError) {
    const columns = model.indexes.find(({ name }) => name === known.key)?.columns ?? [];
    const key = known.key === 'PRIMARY' ? (model.primaryKey?.column ?? '') : '';
    return new NotUniqueError(shownNames(model, key === '' ? columns : [key]), options);
  }
  const refusal = rowRefusalOf(error);
  if (!refusal) return known;
  if (refusal.kind === 'trigger') return new RefusedByTriggerError(options);
  const [name] = shownNames(model, [...refusal.names].reverse());
  if (refusal.kind === 'related')
    return new RelatedMissingError(name ?? listNamed(model, refusal.names), options);
  const field = model.fields.find(({ attname }) => attname === name);
  const expected = field && expectedOf(field);
  const message = expected === undefined ? 'The table refuses a value.' : `Give ${expected}.`;
  const error_ = { field: name ?? '', code: 'invalid_value', message };
  return new ValuesRefusedError(
    [expected === undefined ? error_ : { ...error_, expected }],
    options,
  );
}

/** The many-to-many relation whose table has this foreign key. */
const listNamed = ({ relations }: Model, [column]: readonly string[]): string | undefined =>
  relations.find(({ editable, through }) => editable && through?.toColumn === column)?.name;

const shownNames = (model: Model, columns: readonly string[]): string[] =>
  columns.flatMap((column) => {
    const field = columnField(model, column);
    return field && !field.hidden ? [field.attname] : [];
  });
