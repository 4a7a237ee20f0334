import { z } from 'zod';
import { importQuery } from '../../../records/index.js';

/** How a file of assets is to be imported. */
export const importQuerySchema = z.strictObject({
  key: z
    .enum(['asset_tag', 'serial'])
    .default('asset_tag')
    .meta({ description: 'The column by which a row finds its asset.' }),
  ...importQuery,
});

export type ImportQuery = z.output<typeof importQuerySchema>;
