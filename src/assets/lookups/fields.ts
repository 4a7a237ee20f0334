import type { ScalarKind } from './values.js';

export type FieldKind = Exclude<ScalarKind, 'boolean' | 'time'> | 'json' | 'relation';

/** The fields that may be filtered, ordered and selected. Nothing that is not in this table reaches SQL. */
export const FIELDS = {
  id: 'integer',
  asset_tag: 'text',
  name: 'text',
  serial: 'text',
  status: 'text',
  category: 'text',
  manufacturer: 'text',
  model: 'text',
  site: 'text',
  rack: 'text',
  rack_unit: 'integer',
  ip_address: 'address',
  mac_address: 'text',
  assigned_to_id: 'relation',
  checked_out_at: 'datetime',
  due_at: 'datetime',
  purchased_on: 'date',
  warranty_until: 'date',
  cost: 'decimal',
  notes: 'text',
  custom: 'json',
  version: 'integer',
  created_at: 'datetime',
  updated_at: 'datetime',
} as const satisfies Record<string, FieldKind>;

export type Field = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS).filter(isField);

const NULLABLE: ReadonlySet<Field> = new Set<Field>([
  'serial',
  'rack_unit',
  'ip_address',
  'mac_address',
  'assigned_to_id',
  'checked_out_at',
  'due_at',
  'purchased_on',
  'warranty_until',
  'cost',
]);

/** Other names that Django has for a field. */
const ALIASES: Readonly<Record<string, Field>> = { pk: 'id', assigned_to: 'assigned_to_id' };

export const FIELD_ALIASES = Object.keys(ALIASES);

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

/** The field of this name, or of this other name for it. */
export function fieldOf(name: string): Field | undefined {
  if (Object.hasOwn(ALIASES, name)) return ALIASES[name];
  return isField(name) ? name : undefined;
}

export const isNullable = (field: Field): boolean => NULLABLE.has(field);
