import {
  type Field,
  hasDefault,
  isGiven,
  type Model,
  shownFields,
  whyReadOnly,
} from '../model/index.js';
import {
  isOrderable,
  keyField,
  lookupsOf,
  operandOf,
  type Scope,
  type Way,
  waysOf,
  type QueryParameters,
} from './query/index.js';
import type { Allows } from '../auth/index.js';

/** A model as `GET /api/models` tells of it: enough to build a list, its filters and a form. */
export function describeModel(scope: Scope, allows: Allows) {
  const { model } = scope;
  return {
    label: model.label,
    verbose_name: model.verboseName,
    url: model.url ?? urlOf(model),
    lookup_field: keyField(model)?.attname ?? null,
    rights: rightsOn(model, allows),
    add: model.add,
    delete: model.delete,
    read_only_reason: whyReadOnly(model) ?? null,
    ordering: model.ordering,
    search_fields: model.searchFields,
    fields: shownFields(model).map((field) => describeField(field, scope)),
    relations: waysOf(model, scope).map(describeRelation),
  };
}

export const urlOf = ({ label }: Pick<Model, 'label'>): string => `/api/models/${label}`;

function describeField(field: Field, scope: Scope) {
  const { bounds, digits, choices } = field;
  const { model } = scope;
  return {
    name: field.attname,
    filter_name: field.name,
    type: field.type,
    label: field.verboseName,
    nullable: field.nullable,
    unique: field.unique,
    generated: field.isGenerated,
    editable: field.editable,
    required: model.add && isGiven(model, field) && !hasDefault(model, field),
    ...(field.default === undefined ? {} : { default: field.default }),
    orderable: isOrderable(field),
    lookups: lookupsOf(operandOf(field, scope.alias, scope)),
    ...(field.maxLength === undefined ? {} : { max_length: field.maxLength }),
    ...(bounds && { min: bounds.min, max: bounds.max }),
    ...(digits && { max_digits: digits.total, decimal_places: digits.decimals }),
    ...(choices && { choices: choices.map(([value, label]) => ({ value, label })) }),
  };
}

function describeRelation({ relation, to }: Way) {
  const { name, kind, single, editable } = relation;
  const field = kind === 'forward' ? { column: relation.column } : {};
  return { name, kind, single, editable, model: to.label, url: to.url ?? urlOf(to), ...field };
}

/** The rights of a user on models. */
export interface Rights {
  readonly view: boolean;
  readonly add: boolean;
  readonly change: boolean;
  readonly delete: boolean;
}

const rightsOn = ({ permissions }: Model, allows: Allows): Rights => ({
  view: allows(permissions.view),
  add: allows(permissions.add),
  change: allows(permissions.change),
  delete: allows(permissions.delete),
});

/** Path and query of another page of the list at this path. */
export function pagePath(
  path: string,
  parameters: QueryParameters,
  cursor: string | null,
): string | null {
  if (cursor === null) return null;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const text of [value ?? []].flat()) if (name !== 'cursor') search.append(name, text);
  search.set('cursor', cursor);
  return `${path}?${search.toString()}`;
}
