import { canAdd, canChange, type Model, partsOf } from '../../api/models.js';
import { INVENTORY } from '../../inventory/model.js';

/** Whether the user may import into the model. */
export const isImportable = (model: Model): boolean => canAdd(model) || canChange(model);

/** The fields by which a line may find its row, the usual one first. */
export function keysOf({ label, lookup_field, fields }: Model): string[] {
  if (label === INVENTORY) return ['asset_tag', 'serial'];
  const unique = fields.filter((field) => field.unique).map(({ name }) => name);
  return [...new Set([...(lookup_field === null ? [] : [lookup_field]), ...unique])];
}

/** What a column may go into: a name, and how people call it. */
export const fieldsOf = (model: Model): { readonly name: string; readonly label: string }[] =>
  partsOf(model).map(({ name, label }) => ({ name, label }));
