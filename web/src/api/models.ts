import { asInventory } from '../inventory/model.js';
import { request } from './http.js';

export type Row = Readonly<Record<string, unknown>>;

export type FieldType =
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'address'
  | 'uuid'
  | 'date'
  | 'datetime'
  | 'time'
  | 'duration'
  | 'json'
  | 'binary';

export interface Choice {
  readonly value: unknown;
  readonly label: string;
}

export interface Field {
  readonly name: string;
  readonly filter_name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly generated: boolean;
  readonly editable: boolean;
  readonly required: boolean;
  readonly default?: unknown;
  readonly orderable: boolean;
  readonly lookups: readonly string[];
  readonly max_length?: number;
  readonly min?: string;
  readonly max?: string;
  readonly max_digits?: number;
  readonly decimal_places?: number;
  readonly choices?: readonly Choice[];
}

export interface Relation {
  readonly name: string;
  readonly kind: 'forward' | 'many_to_many' | 'reverse';
  readonly single: boolean;
  readonly editable: boolean;
  readonly model: string;
  readonly url: string;
}

/** A model as `GET /api/models` tells of it. */
export interface Model {
  readonly label: string;
  readonly verbose_name: string;
  readonly url: string;
  readonly lookup_field: string | null;
  readonly rights: Readonly<Record<'view' | 'add' | 'change' | 'delete', boolean>>;
  readonly add: boolean;
  readonly delete: boolean;
  readonly read_only_reason: string | null;
  readonly ordering: readonly string[];
  readonly search_fields: readonly string[];
  readonly fields: readonly Field[];
  readonly relations: readonly Relation[];
}

/** The models that the user may see. */
export async function fetchModels(): Promise<readonly Model[]> {
  const { data } = await request<{ results: Model[] }>('/api/models');
  return data.results.map(asInventory);
}

/** Where lists are read, of the inventory as well. */
export const listUrl = ({ label }: Model): string => `/api/models/${label}`;

export const rowUrl = ({ url }: Model, key: unknown): string =>
  `${url}/${encodeURIComponent(String(key))}`;

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
  return typeof shown === 'object' ? JSON.stringify(shown) : String(shown);
}

/** The field of the primary key, as far as it can be told: what other rows refer to. */
export function primaryKey({ fields, lookup_field }: Model): string {
  const unique = fields.filter((field) => field.unique && !field.nullable);
  return (
    fields.find(({ name }) => name === 'id')?.name ??
    unique.find(({ type }) => type === 'integer' || type === 'uuid')?.name ??
    lookup_field ??
    'id'
  );
}

/** Whether an event with this key is, or may be, of this row. */
export const isKeyOf = (model: Model, row: Row, key: string | null): boolean =>
  key === null ||
  model.fields.some(({ name, unique }) => unique && String(row[name]) === key) ||
  String(keyOf(model, row)) === key;
