import { z } from 'zod';
import { userIdBody } from '../../http/index.js';
import { ASSET_STATUSES } from '../asset.model.js';
import { note } from '../../http/index.js';
import { dateTime } from './asset-fields.js';

/** To whom an asset goes, and until when. */
export const handover = {
  user_id: userIdBody,
  due_at: dateTime.nullable().optional(),
};

/** Hands an asset to a user. */
export const checkOutSchema = z
  .strictObject({ ...handover, note })
  .meta({ id: 'CheckOut', example: { user_id: 1, due_at: '2027-01-31T17:00:00Z' } });

export type CheckOut = z.output<typeof checkOutSchema>;

/** Takes it back. The body may be left out. */
export const checkInSchema = z
  .strictObject({ note })
  .prefault({})
  .meta({ id: 'CheckIn', example: { note: 'fan replaced' } });

export type CheckIn = z.output<typeof checkInSchema>;

/** Moves an asset along its life; which steps exist is in `asset-rules.ts`. */
export const transitionSchema = z
  .strictObject({ status: z.enum(ASSET_STATUSES), note })
  .meta({ id: 'Transition', example: { status: 'maintenance' } });

export type Transition = z.output<typeof transitionSchema>;
