import type { Field, Model } from '../api/models.js';

/** The label of the inventory among the models; its routes have rules of their own. */
export const INVENTORY = 'assets.asset';

/** Where an asset may go from each status. The API decides; this is what is offered. */
export const NEXT_STATUSES: Readonly<Record<string, readonly string[]>> = {
  in_stock: ['deployed', 'maintenance', 'retired', 'lost'],
  deployed: ['in_stock', 'maintenance', 'retired', 'lost'],
  maintenance: ['in_stock', 'deployed', 'retired', 'lost'],
  retired: ['in_stock'],
  lost: ['in_stock', 'deployed', 'retired'],
};

/** What `PATCH /api/assets/{id}` does not take: check-out, triggers and the database write them. */
const GIVEN = ['id', 'assigned_to_id', 'checked_out_at', 'version', 'created_at', 'updated_at'];

/** The inventory as its own routes let it be written; other models as they are. */
export function asInventory(model: Model): Model {
  if (model.label !== INVENTORY || model.url !== '/api/assets') return model;
  const fields = model.fields.map(
    (field): Field => ({
      ...field,
      editable: !GIVEN.includes(field.name),
      required: field.name === 'name',
      ...(field.name === 'status' && { choices: STATUSES, default: 'in_stock' }),
    }),
  );
  return { ...model, fields, add: true, delete: true, read_only_reason: null };
}

const STATUSES = Object.keys(NEXT_STATUSES).map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}));
