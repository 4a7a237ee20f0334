import { z } from 'zod';
import { isWellFormed } from '../../django/index.js';
import { ASSET_STATUSES } from '../asset.entity.js';

const text = (longest: number) => z.string().max(longest).refine(isWellFormed, 'Not a valid text.');

const place = text(120);

/** `aa-bb-cc-dd-ee-ff` and `AABB.CCDD.EEFF` become `AA:BB:CC:DD:EE:FF`. */
const macAddress = z
  .string()
  .transform((value) => value.replace(/[.:-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[0-9A-F]{12}$/, 'Give six bytes, as 00:1A:2B:3C:4D:5E.'))
  .transform((digits) => digits.replace(/..(?=.)/g, '$&:'));

/** Exact: a number is taken by its digits, and two of them stand behind the point. */
const cost = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, 'Give a decimal with at most 10.2 digits.'))
  .transform((value) => {
    const [whole = '0', cents = ''] = value.split('.');
    return `${BigInt(whole)}.${cents.padEnd(2, '0')}`;
  });

const MAX_CUSTOM_BYTES = 65_535;

const custom = z
  .record(z.string(), z.json())
  .refine(
    (value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_CUSTOM_BYTES,
    'At most 64 KB.',
  );

/** Every field that a caller may write; the others change by check-out, check-in and the database itself. */
const fields = {
  asset_tag: text(64).min(1),
  name: text(255).min(1),
  serial: text(128).min(1).nullable(),
  status: z.enum(ASSET_STATUSES),
  category: place,
  manufacturer: place,
  model: place,
  site: place,
  rack: place,
  rack_unit: z.int().min(-32_768).max(32_767).nullable(),
  ip_address: z.union([z.ipv4(), z.ipv6()]).nullable(),
  mac_address: macAddress.nullable(),
  due_at: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .nullable(),
  purchased_on: z.iso.date().nullable(),
  warranty_until: z.iso.date().nullable(),
  cost: cost.nullable(),
  notes: text(65_535),
  custom,
};

const EXAMPLE = { name: 'r5300g4-24-22', model: 'R5300 G4', site: 'Shanghai', rack: '24' };

/** A new asset. Without `asset_tag` it gets the next one of the counter. */
export const assetCreateSchema = z
  .strictObject({ ...z.object(fields).partial().shape, name: fields.name })
  .meta({ id: 'AssetCreate', example: { ...EXAMPLE, cost: '4999.00' } });

/** Some fields of an asset; the others stay as they are. */
export const assetPatchSchema = z
  .strictObject(z.object(fields).partial().shape)
  .meta({ id: 'AssetPatch', example: { rack: '25', custom: { power: 'A+B' } } });

export type AssetCreate = z.output<typeof assetCreateSchema>;
export type AssetPatch = z.output<typeof assetPatchSchema>;
