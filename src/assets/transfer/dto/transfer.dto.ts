import { z } from 'zod';
import { flag } from '../../../http/index.js';

/** How a file is to be imported. */
export const importQuerySchema = z.strictObject({
  key: z
    .enum(['asset_tag', 'serial'])
    .default('asset_tag')
    .meta({ description: 'The column by which a row finds its asset.' }),
  mode: z
    .enum(['atomic', 'rows'])
    .default('atomic')
    .meta({ description: 'All rows or none; or every row that can be written.' }),
  dry_run: flag.default(false).meta({ description: 'Tries everything and writes nothing.' }),
});

export type ImportQuery = z.output<typeof importQuerySchema>;
