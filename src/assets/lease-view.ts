import { z } from 'zod';
import {
  type HeldLease as Held,
  type Lease,
  LEASE_EXAMPLE,
  leaseFields,
  type LeaseView as View,
  tokenField,
} from '../records/index.js';
import { assetModel } from './asset.model.js';

/** The row that a lease is about, as `lockstep_lease` names it. */
export const leasedAsset = (id: number) => ({ model: assetModel.label, key: String(id) });

/** The same as answers name it. */
export const nameOfAsset = ({ key }: Pick<Lease, 'key'>) => ({ asset_id: Number(key) });

const EXAMPLE = { asset_id: 7, ...LEASE_EXAMPLE };

/** Who edits an asset, as everybody may see it. */
export const leaseViewSchema = z
  .object({ asset_id: z.int(), ...leaseFields })
  .meta({ id: 'Lease', example: EXAMPLE });

/** The same for the holder, with what they need to write and to renew. */
export const heldLeaseSchema = leaseViewSchema
  .extend(tokenField)
  .meta({ id: 'HeldLease', example: { ...EXAMPLE, token: '5f0c3c1e9a7d4b62a1d8e7f60b9c2d43' } });

export type LeaseView = View<{ asset_id: number }>;
export type HeldLease = Held<{ asset_id: number }>;
