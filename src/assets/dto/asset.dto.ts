import { z } from 'zod';
import { readOnlyFields, writableFields } from './asset-fields.js';

const optionalFields = z.object(writableFields).partial().shape;

const EXAMPLE = { name: 'r5300g4-24-22', model: 'R5300 G4', site: 'Shanghai', rack: '24' };

/** A new asset. Without `asset_tag` it gets the next one of the counter. */
export const assetCreateSchema = z
  .strictObject({ ...optionalFields, ...readOnlyFields, name: writableFields.name })
  .meta({ id: 'AssetCreate', example: { ...EXAMPLE, cost: '4999.00' } });

/** Some fields of an asset; the others stay as they are. */
export const assetPatchSchema = z
  .strictObject({ ...optionalFields, ...readOnlyFields })
  .meta({ id: 'AssetPatch', example: { rack: '25', custom: { power: 'A+B' } } });

export type AssetCreate = z.output<typeof assetCreateSchema>;
export type AssetPatch = z.output<typeof assetPatchSchema>;
