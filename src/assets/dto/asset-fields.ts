import { SocketAddress } from 'node:net';
import { z } from 'zod';
import { isWellFormed } from '../../django/index.js';
import { ASSET_STATUSES } from '../asset.entity.js';
import { customDocument } from './custom-document.js';

/** A text that UTF-8, JSON and Django's form fields can hold; those refuse NUL. */
export const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => isWellFormed(value) && !value.includes('\0'), 'Not a valid text.');

/** A name of the place, kind or maker; empty when unknown, as Django's `CharField(blank=True)`. */
const label = text(120);

/** IPv6 in its short lower-case form, as Django's `GenericIPAddressField` keeps it. */
const ipAddress = z.union(
  [
    z.ipv4(),
    z.ipv6().transform((address) => new SocketAddress({ address, family: 'ipv6' }).address),
  ],
  { error: 'Give an IPv4 or IPv6 address.' },
);

/** `aa-bb-cc-dd-ee-ff` and `AABB.CCDD.EEFF` become `AA:BB:CC:DD:EE:FF`. */
const macAddress = z
  .string()
  .transform((value) => value.replace(/[.:-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[0-9A-F]{12}$/, 'Give six bytes, as 00:1A:2B:3C:4D:5E.'))
  .transform((digits) => digits.replace(/..(?=.)/g, '$&:'));

/** Exact: a number is taken by its digits, and two of them stand behind the point. */
const cost = z
  .union([z.string(), z.number()], { error: 'Give a decimal, as "4999.00".' })
  .transform(String)
  .pipe(z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, 'Give a decimal with at most 10.2 digits.'))
  .transform((value) => {
    const [whole = '0', cents = ''] = value.split('.');
    return `${BigInt(whole)}.${cents.padEnd(2, '0')}`;
  });

const YEARS = 'Give a year from 1000 to 9999.';

/** MySQL's range; Python reads years below 1 as an error. */
const date = z.iso.date().refine((value) => value >= '1000', YEARS);

export const dateTime = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((value) => value.getUTCFullYear() >= 1000 && value.getUTCFullYear() <= 9999, YEARS);

/** What a caller may write. */
export const writableFields = {
  asset_tag: text(64).min(1),
  name: text(255).min(1),
  serial: text(128).min(1).nullable(),
  status: z.enum(ASSET_STATUSES),
  category: label,
  manufacturer: label,
  model: label,
  site: label,
  rack: label,
  rack_unit: z.int().min(-32_768).max(32_767).nullable(),
  ip_address: ipAddress.nullable(),
  mac_address: macAddress.nullable(),
  due_at: dateTime.nullable(),
  purchased_on: date.nullable(),
  warranty_until: date.nullable(),
  cost: cost.nullable(),
  notes: text(65_535),
  custom: customDocument,
};

const readOnly = (reason: string) =>
  z
    .undefined({ error: `Read-only: ${reason}. Leave it out.` })
    .optional()
    .meta({ readOnly: true, description: `Read-only: ${reason}.` });

const BY_CUSTODY = 'it changes with check-out and check-in';
const BY_DATABASE = 'the database sets it';

/** Named only to say why they are refused. */
export const readOnlyFields = {
  id: readOnly(BY_DATABASE),
  assigned_to_id: readOnly(BY_CUSTODY),
  checked_out_at: readOnly(BY_CUSTODY),
  version: readOnly(BY_DATABASE),
  created_at: readOnly(BY_DATABASE),
  updated_at: readOnly(BY_DATABASE),
};
