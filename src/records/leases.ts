import { z } from 'zod';
import { shownUserId, toIsoTime } from '../database/index.js';
import { userIdView } from '../http/index.js';
import type { Lease } from './leases.repository.js';
import { LeaseHeldError, LeaseLostError } from './write.errors.js';

/** Long enough for a form, short enough for a browser that crashed. */
const LONGEST_SECONDS = 3600;

/** How long the lease shall last from now on. */
export const leaseSchema = z
  .strictObject({ seconds: z.int().min(1).max(LONGEST_SECONDS) })
  .meta({ id: 'LeaseWish', example: { seconds: 300 } });

export type LeaseWish = z.output<typeof leaseSchema>;

/** Who edits a row, as everybody may see it; answers name the row beside it. */
export const leaseFields = {
  holder: z.object({ id: userIdView, username: z.string().nullable() }),
  taken_at: z.iso
    .datetime()
    .nullable()
    .describe('Since when they edit; null where a process of version 0.1 gave the lease.'),
  expires_at: z.iso.datetime().describe('By the clock of the database.'),
  seconds_left: z.int(),
};

/** What the holder needs to write and to renew. */
export const tokenField = { token: z.string().describe('For the header Lease-Token.') };

export const LEASE_EXAMPLE = {
  holder: { id: 1, username: 'wang.wei' },
  taken_at: '2026-11-02T07:40:00.000Z',
  expires_at: '2026-11-02T08:05:00.000Z',
  seconds_left: 300,
};

type LeaseFields = z.output<z.ZodObject<typeof leaseFields>>;

/** How answers name the row: assets by `asset_id`, rows of models by what the routes call them. */
export type RowName = Readonly<Record<string, unknown>>;

export type LeaseView<Name extends RowName = RowName> = Name & LeaseFields;
export type HeldLease<Name extends RowName = RowName> = LeaseView<Name> & { token: string };

/** @param name stands in front of the fields */
export function toLeaseView<Name extends RowName>(lease: Lease, name: Name): LeaseView<Name> {
  return {
    ...name,
    holder: { id: shownUserId(lease.holder_id), username: lease.holder_username },
    taken_at: toIsoTime(lease.taken_at),
    expires_at: toIsoTime(lease.expires_at) ?? '',
    seconds_left: lease.seconds_left,
  };
}

export const toHeldLease = <Name extends RowName>(lease: Lease, name: Name): HeldLease<Name> => ({
  ...toLeaseView(lease, name),
  token: lease.token,
});

/**
 * Whether a caller may write rows on which these leases are; asked under the locks of the rows. A token is good for its own
 * lease only, and worth nothing when that is over.
 * @param nameOf how the refusal names the row of a lease
 * @throws LeaseHeldError, LeaseLostError
 */
export function assertNotLeased(
  leases: readonly Lease[],
  token: string | undefined,
  nameOf: (lease: Lease) => RowName,
): void {
  const isOwn = (lease: Lease): boolean => lease.token === token;
  if (token !== undefined && !leases.some(isOwn)) throw new LeaseLostError();
  const held = leases.find((lease) => !isOwn(lease));
  if (held) throw new LeaseHeldError(toLeaseView(held, nameOf(held)));
}
