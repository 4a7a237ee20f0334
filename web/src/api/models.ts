import type { FieldDescription, ModelDescription, RelationDescription } from '@lockstep/client';
import { type Row } from './lockstep.js';
import { textOf } from './text.js';

/** A model as `GET /api/models` tells of it. */
export type Model = ModelDescription;
export type Field = FieldDescription;
export type Relation = RelationDescription;

/** What stands in the path of the row. */
export const keyOf = ({ lookup_field }: Model, row: Row): unknown => row[lookup_field ?? 'id'];

export const canAdd = ({ add, rights, read_only_reason }: Model): boolean =>
  add && rights.add && read_only_reason === null;

export const canDelete = (model: Model): boolean =>
  model.delete && model.rights.delete && model.read_only_reason === null && hasKey(model);

export const canChange = (model: Model): boolean =>
  model.rights.change &&
  model.read_only_reason === null &&
  hasKey(model) &&
  (model.fields.some(({ editable }) => editable) ||
    model.relations.some(({ editable }) => editable));

const hasKey = ({ lookup_field }: Model): boolean => lookup_field !== null;

/** A part of a form: a field, which may lead to another model, or the keys of a many-to-many relation. */
export interface Part {
  readonly name: string;
  readonly label: string;
  readonly editable: boolean;
  readonly field?: Field;
  readonly relation?: Relation;
}

/** What a row consists of, in the order of its table. */
export function partsOf(model: Model): Part[] {
  const forward = new Map(
    model.relations.filter(({ kind }) => kind === 'forward').map((one) => [one.name, one]),
  );
  const fields = model.fields.map((field): Part => {
    const relation = forward.get(field.filter_name);
    const { name, label, editable } = field;
    return { name, label, editable, field, ...(relation && { relation }) };
  });
  const many = model.relations
    .filter(({ kind }) => kind === 'many_to_many')
    .map((relation): Part => {
      const { name, editable } = relation;
      return { name, label: name.replaceAll('_', ' '), editable, relation };
    });
  return [...fields, ...many];
}

/** The field that tells a person which row it is. */
export function nameField(model: Model): string | undefined {
  const [search] = model.search_fields;
  const text = model.fields.find(({ type, nullable }) => type === 'text' && !nullable);
  return search ?? text?.name ?? model.lookup_field ?? model.fields[0]?.name;
}

export function nameOf(model: Model, row: Row): string {
  const name = nameField(model);
  const value = name === undefined ? undefined : row[name];
  const shown = value === undefined || value === null || value === '' ? keyOf(model, row) : value;
  return textOf(shown);
}

/** What other rows refer to, and what the feed calls a row by. */
export const primaryKey = ({ primary_key, lookup_field }: Model): string =>
  primary_key ?? lookup_field ?? 'pk';

/** Whether an event with this key is of this row; it may be where the key is not shown. */
export const isKeyOf = (model: Model, row: Row, key: string | null): boolean =>
  key === null || model.primary_key === null || String(row[model.primary_key]) === key;
