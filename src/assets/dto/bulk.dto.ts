import { z } from 'zod';
import { note } from '../../http/index.js';
import { bulkScope, filter, isMeant, UNCLEAR } from '../../records/index.js';
import { assetPatchSchema } from './asset.dto.js';
import { handover } from './custody.dto.js';

const MOST_ALLOCATED = 500;

/** One change of many assets. */
export const bulkPatchSchema = z
  .strictObject({ ...bulkScope, set: assetPatchSchema })
  .refine(isMeant, UNCLEAR)
  .meta({
    id: 'BulkPatch',
    example: { filter: { site: 'Shanghai', rack__in: ['24', '25'] }, set: { notes: 'moved' } },
  });

export type BulkPatch = z.output<typeof bulkPatchSchema>;

/** Many assets to be deleted. */
export const bulkDeleteSchema = z
  .strictObject(bulkScope)
  .refine(isMeant, UNCLEAR)
  .meta({ id: 'BulkDelete', example: { filter: { status: 'retired' }, max: 50, dry_run: true } });

export type BulkDelete = z.output<typeof bulkDeleteSchema>;

/** What a write by filter did, or would have done. */
export const bulkResultSchema = z
  .object({
    matched: z.int().meta({ description: 'So many assets matched, under their locks.' }),
    changed: z.int().meta({ description: 'So many of them were not yet as wished.' }),
    ids: z.array(z.int()).meta({ description: 'Those that matched, ascending.' }),
  })
  .meta({ id: 'BulkResult', example: { matched: 3, changed: 2, ids: [7, 8, 12] } });

export type BulkResult = z.output<typeof bulkResultSchema>;

/** Any `count` assets in stock for one user; an empty filter takes any. */
export const allocateSchema = z
  .strictObject({
    filter: filter.default({}),
    count: z.int().min(1).max(MOST_ALLOCATED),
    ...handover,
    note,
  })
  .meta({ id: 'Allocate', example: { filter: { category: 'laptop' }, count: 2, user_id: 1 } });

export type Allocate = z.output<typeof allocateSchema>;
