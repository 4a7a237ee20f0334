import { z } from 'zod';
import { toIsoTime } from '../database/index.js';
import type { Lease } from './leases.repository.js';

const EXAMPLE = {
  asset_id: 7,
  holder: { id: 1, username: 'wang.wei' },
  expires_at: '2026-11-02T08:05:00.000Z',
  seconds_left: 300,
};

/** Who edits an asset, as everybody may see it. */
export const leaseViewSchema = z
  .object({
    asset_id: z.int(),
    holder: z.object({ id: z.int(), username: z.string().nullable() }),
    expires_at: z.iso.datetime().describe('By the clock of the database.'),
    seconds_left: z.int(),
  })
  .meta({ id: 'Lease', example: EXAMPLE });

/** The same for the holder, with what he needs to write and to renew. */
export const heldLeaseSchema = leaseViewSchema
  .extend({ token: z.string().describe('For the header Lease-Token.') })
  .meta({ id: 'HeldLease', example: { ...EXAMPLE, token: '5f0c3c1e9a7d4b62a1d8e7f60b9c2d43' } });

export type LeaseView = z.output<typeof leaseViewSchema>;
export type HeldLease = z.output<typeof heldLeaseSchema>;

export function toLeaseView(lease: Lease): LeaseView {
  return {
    asset_id: lease.asset_id,
    holder: { id: lease.holder_id, username: lease.holder_username },
    expires_at: toIsoTime(lease.expires_at) ?? '',
    seconds_left: lease.seconds_left,
  };
}

export const toHeldLease = (lease: Lease): HeldLease => ({
  ...toLeaseView(lease),
  token: lease.token,
});
