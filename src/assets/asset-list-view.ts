import { z } from 'zod';
import { ASSET_EXAMPLE, assetViewSchema } from './asset-view.js';

const NEXT = '/api/assets?status=deployed&cursor=WzEsIm5leHQiLCJpZCIsWyI3Il1d';

/** One page of a list; with `fields` the rows carry only those. */
export const assetListSchema = z
  .object({
    results: z.array(assetViewSchema.partial()),
    next: z
      .string()
      .nullable()
      .meta({ description: 'Path and query of the page behind this one.' }),
    previous: z.string().nullable().meta({ description: 'And of the one before it.' }),
    count: z
      .int()
      .optional()
      .meta({ description: 'With `count=true`: all that the filters match.' }),
  })
  .meta({
    id: 'AssetList',
    example: { results: [ASSET_EXAMPLE], next: NEXT, previous: null, count: 1 },
  });

/** What the page search found, and the term that the session keeps. */
export const foundAssetsSchema = z
  .object({ key: z.string(), results: z.array(assetViewSchema) })
  .meta({ id: 'FoundAssets', example: { key: 'r5300', results: [ASSET_EXAMPLE] } });

export type AssetList = z.output<typeof assetListSchema>;
