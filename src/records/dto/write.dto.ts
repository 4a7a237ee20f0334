import { z } from 'zod';
import { jsonObject, note } from '../../http/index.js';

/** What a write by filter may touch at most, whatever `max` says: so many rows are locked until it commits. */
const MOST_MATCHED = 10_000;
const MOST_CLAIMED = 500;

export const filter = jsonObject().meta({
  description: "Lookups, as the arguments of Django's `filter(**kwargs)`.",
});

/** Which rows a write is about, and how it is meant. */
export const bulkScope = {
  filter,
  all: z
    .boolean()
    .default(false)
    .meta({ description: 'An empty filter means every row; this says that it is meant.' }),
  max: z.int().min(1).max(MOST_MATCHED).default(1000),
  dry_run: z.boolean().default(false),
  note,
};

interface BulkScope {
  readonly filter: object;
  readonly all: boolean;
}

/** A filter that a form or a program left empty by mistake must not reach every row. */
export const isMeant = (body: BulkScope): boolean =>
  body.all === (Object.keys(body.filter).length === 0);

export const UNCLEAR = {
  path: ['filter'],
  message: 'Give at least one lookup, or an empty filter and "all": true.',
};

/** Values by the names of fields; checked against the model. */
const set = jsonObject().meta({
  description: 'Editable fields and their values, as in a PATCH of one row.',
});

/** One change of many rows. */
export const recordsPatchSchema = z
  .strictObject({ ...bulkScope, set })
  .refine(isMeant, UNCLEAR)
  .meta({
    id: 'RecordsPatch',
    example: { filter: { status: 'Offline', owner__isnull: true }, set: { status: 'Retired' } },
  });

export type BulkPatch = z.output<typeof recordsPatchSchema>;

/** Many rows to be deleted. */
export const recordsDeleteSchema = z
  .strictObject(bulkScope)
  .refine(isMeant, UNCLEAR)
  .meta({ id: 'RecordsDelete', example: { filter: { status: 'Retired' }, dry_run: true } });

export type BulkDelete = z.output<typeof recordsDeleteSchema>;

/** What a write by filter did, or would have done. */
export const recordsResultSchema = z
  .object({
    matched: z.int().meta({ description: 'So many rows matched, under their locks.' }),
    changed: z.int().meta({ description: 'So many of them were not yet as wished.' }),
    ids: z
      .array(z.unknown())
      .meta({ description: 'The primary keys of those that matched, ascending.' }),
  })
  .meta({ id: 'RecordsResult', example: { matched: 3, changed: 2, ids: [7, 8, 12] } });

export type BulkResult = z.output<typeof recordsResultSchema>;

/** Any `count` rows that fit, to be set at once. */
export const claimSchema = z
  .strictObject({
    filter: filter.default({}),
    set,
    count: z.int().min(1).max(MOST_CLAIMED),
    ordering: z
      .string()
      .max(1000)
      .optional()
      .meta({ description: 'Which to take first, as in a list; without it any.' }),
    note,
  })
  .meta({
    id: 'Claim',
    example: { filter: { status: 'Offline' }, set: { status: 'Online', owner: 'ci' }, count: 3 },
  });

export type Claim = z.output<typeof claimSchema>;
