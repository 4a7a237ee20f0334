/** How the values of a field are written in a query. */
export type FieldKind = 'text' | 'integer' | 'decimal' | 'date' | 'datetime' | 'json';

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
  ip_address: 'text',
  mac_address: 'text',
  assigned_to_id: 'integer',
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

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}
