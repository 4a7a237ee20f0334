import { SocketAddress } from 'node:net';
import { z } from 'zod';
import { typed, text } from '../../http/index.js';
import { ASSET_STATUSES } from '../asset.model.js';
import { customDocument } from './custom-document.js';

/** A text of at least one character that is no space, as Django's `blank=False`. */
const required = (longest: number) => text(longest).min(1, 'This field may not be blank.');

/** Characters that leave no trace where they stand, direct the others, or look like the space that they are not. */
const UNSEEN = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/**
 * What names one thing, and stands on its label: two that look the same would be two things to the database, whose collations
 * compare some of these characters and pass over others. So letters with accents are composed (NFC), and what nobody sees
 * is refused.
 */
const identifier = (longest: number) =>
  required(longest)
    .overwrite((value) => value.normalize('NFC'))
    .refine((value) => !UNSEEN.test(value), { error: ({ input }) => unseenIn(String(input)) });

function unseenIn(value: string): string {
  const [character = ''] = UNSEEN.exec(value) ?? [];
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const place = Array.from(value).indexOf(character) + 1;
  return `Take the character ${place} out: U+${code} cannot be seen.`;
}

/** A name of the place, kind or maker; empty when unknown, as Django's `CharField(blank=True)`. */
const label = text(120);

/** IPv6 in its short lower-case form, as Django's `GenericIPAddressField` keeps it. */
const ipAddress = z.union(
  [
    typed().check(z.ipv4({ abort: true })),
    typed()
      .check(z.ipv6({ abort: true }))
      .transform((address) => new SocketAddress({ address, family: 'ipv6' }).address),
  ],
  {
    error: ({ input }) =>
      typeof input === 'string' && input.includes('%')
        ? 'Give the address without its zone, which means something on one machine only.'
        : 'Give an IPv4 or IPv6 address.',
  },
);

/** `aa-bb-cc-dd-ee-ff` and `AABB.CCDD.EEFF` become `AA:BB:CC:DD:EE:FF`. */
const macAddress = typed()
  .transform((value) => value.replace(/[.:-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[0-9A-F]{12}$/, 'Give six bytes, as 00:1A:2B:3C:4D:5E.'))
  .transform((digits) => digits.replace(/..(?=.)/g, '$&:'));

/** Exact: a number is taken by its digits, and two of them stand behind the point. */
const cost = z
  .union([typed(), z.number()], { error: 'Give a decimal, as "4999.00".' })
  .transform(String)
  .pipe(z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, 'Give a decimal with at most 10.2 digits.'))
  .transform((value) => {
    const [whole = '0', cents = ''] = value.split('.');
    return `${BigInt(whole)}.${cents.padEnd(2, '0')}`;
  });

const YEARS = 'Give a year from 1000 to 9999.';

/** MySQL's range; Python reads years below 1 as an error. */
const date = typed()
  .check(z.iso.date({ error: 'Give a day of the calendar, as 2026-01-31.', abort: true }))
  .refine((value) => value >= '1000', YEARS);

const WITHOUT_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

const timeError = ({ input }: { readonly input?: unknown }): string =>
  WITHOUT_OFFSET.test(String(input))
    ? 'The offset is missing: add Z for UTC, or one as +02:00.'
    : 'Give a time with its offset, as 2026-01-31T08:00:00Z.';

/** A time as the database prints it, in UTC and to the microsecond; further digits are cut off, as Django does. */
export const dateTime = typed()
  .check(z.iso.datetime({ offset: true, error: timeError, abort: true }))
  .transform((value) => {
    const [, fraction = ''] = /\.(\d{1,6})/.exec(value) ?? [];
    const utc = new Date(value.replace(/\.\d+/, '')).toISOString();
    return `${utc.slice(0, -5).replace('T', ' ')}.${fraction.padEnd(6, '0')}`;
  })
  .refine((value) => /^[1-9]\d{3}-/.test(value), YEARS);

/** What a caller may write. */
export const writableFields = {
  asset_tag: identifier(64),
  name: required(255),
  serial: identifier(128).nullable(),
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
