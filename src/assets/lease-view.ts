import { z } from 'zod';
import {
  type HeldLease as Held,
  LEASE_EXAMPLE,
  type LeasedRow,
  leaseFields,
  type LeaseView as View,
  tokenField,
} from '../records/index.js';
import { assetModel } from './asset.model.js';

interface Name extends Record<string, unknown> {
  readonly asset_id: number;
}

/** The asset as `lockstep_lease` and answers name it. */
export const leasedAsset = (id: number): LeasedRow<Name> => ({
  model: assetModel.label,
  key: String(id),
  name: { asset_id: id },
});

const EXAMPLE = { asset_id: 7, ...LEASE_EXAMPLE };

/** Who edits an asset, as everybody may see it. */
export const leaseViewSchema = z
  .object({ asset_id: z.int(), ...leaseFields })
  .meta({ id: 'Lease', example: EXAMPLE });

/** The same for the holder, with what they need to write and to renew. */
export const heldLeaseSchema = leaseViewSchema
  .extend(tokenField)
  .meta({ id: 'HeldLease', example: { ...EXAMPLE, token: '5f0c3c1e9a7d4b62a1d8e7f60b9c2d43' } });

export type LeaseView = View<Name>;
export type HeldLease = Held<Name>;
