import { z } from 'zod';
import { JsonNumber } from '../exact-json.js';
import { formatETag, userIdView } from '../http/index.js';
import type { RecordView } from '../records/index.js';
import { ASSET_STATUSES } from './asset.model.js';

const time = z.iso.datetime();

export const ASSET_EXAMPLE = {
  id: 7,
  asset_tag: 'LOCK-000007',
  name: 'r5300g4-24-22',
  serial: 'J900ABCD',
  status: 'deployed' as const,
  category: 'server',
  manufacturer: 'ZTE',
  model: 'R5300 G4',
  site: 'Shanghai',
  rack: '24',
  rack_unit: 22,
  ip_address: '10.24.0.22',
  mac_address: '00:1A:2B:3C:4D:5E',
  assigned_to_id: 1,
  checked_out_at: '2026-11-02T08:00:00.000Z',
  due_at: null,
  purchased_on: '2026-01-31',
  warranty_until: '2029-01-31',
  cost: '4999.00',
  notes: '',
  custom: { power: 'A+B' },
  version: 3,
  created_at: '2026-02-01T09:30:00.000Z',
  updated_at: '2026-11-02T08:00:00.000Z',
};

/** An asset as the API shows it: column names, times in UTC, the cost as a decimal text. */
export const assetViewSchema = z
  .object({
    id: z.int(),
    asset_tag: z.string(),
    name: z.string(),
    serial: z.string().nullable(),
    status: z.enum(ASSET_STATUSES),
    category: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    site: z.string(),
    rack: z.string(),
    rack_unit: z.int().nullable(),
    ip_address: z.string().nullable(),
    mac_address: z.string().nullable(),
    assigned_to_id: userIdView.nullable(),
    checked_out_at: time.nullable(),
    due_at: time.nullable(),
    purchased_on: z.iso.date().nullable(),
    warranty_until: z.iso.date().nullable(),
    cost: z.string().nullable(),
    notes: z.string(),
    custom: z.record(z.string(), z.unknown()),
    version: z.int(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
  })
  .meta({ id: 'Asset', example: ASSET_EXAMPLE });

export type AssetView = z.output<typeof assetViewSchema>;

const TIMES = ['checked_out_at', 'due_at', 'created_at', 'updated_at'];

/** A row, or the fields of it that are shown, as answers show assets: times to the millisecond at least, and keys beyond 2^53 as text. */
export function toAssetView(row: RecordView): AssetView {
  const view = { ...row };
  for (const name of TIMES) {
    const time = view[name];
    if (typeof time === 'string') view[name] = toMilliseconds(time);
  }
  if (view.assigned_to_id instanceof JsonNumber) view.assigned_to_id = view.assigned_to_id.text;
  return view as AssetView;
}

/** Of a time with six digits of a second or none; by its length, for a pattern took a twentieth of a list. */
function toMilliseconds(time: string): string {
  if (time.length === TO_THE_SECOND.length) return `${time.slice(0, -1)}.000Z`;
  return time.endsWith('000Z') ? `${time.slice(0, -4)}Z` : time;
}

const TO_THE_SECOND = '2026-01-31T08:00:00Z';

/** Strong: two bodies with the same tag are the same bytes. */
export function etagOf({ id, version }: Pick<AssetView, 'id' | 'version'>): string {
  return formatETag(`${id}.${version}`);
}
