import { z } from 'zod';
import { jsonObject } from '../../http/index.js';
import { assetPatchSchema } from './asset.dto.js';
import { handover, note } from './custody.dto.js';

/** What a write by filter may touch at most, whatever `max` says: so many rows are locked until it commits. */
const MOST_MATCHED = 10_000;
const MOST_ALLOCATED = 500;

const filter = jsonObject().meta({
  description: "Lookups, as the arguments of Django's `filter(**kwargs)`.",
});

const scope = {
  filter,
  all: z
    .boolean()
    .default(false)
    .meta({ description: 'An empty filter means every asset; this says that it is meant.' }),
  max: z.int().min(1).max(MOST_MATCHED).default(1000),
  dry_run: z.boolean().default(false),
  note,
};

interface Scope {
  readonly filter: object;
  readonly all: boolean;
}

/** A filter that a form or a program left empty by mistake must not reach every asset. */
const isMeant = (body: Scope): boolean => body.all === (Object.keys(body.filter).length === 0);

const UNCLEAR = {
  path: ['filter'],
  message: 'Give at least one lookup, or an empty filter and "all": true.',
};

/** One change of many assets. */
export const bulkPatchSchema = z
  .strictObject({ ...scope, set: assetPatchSchema })
  .refine(isMeant, UNCLEAR)
  .meta({
    id: 'BulkPatch',
    example: { filter: { site: 'Shanghai', rack__in: ['24', '25'] }, set: { notes: 'moved' } },
  });

export type BulkPatch = z.output<typeof bulkPatchSchema>;

/** Many assets to be deleted. */
export const bulkDeleteSchema = z
  .strictObject(scope)
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
