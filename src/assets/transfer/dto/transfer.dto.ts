import { z } from 'zod';
import { flag } from '../../../http/index.js';
import { DELIMITERS } from '../../../records/index.js';

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
  delimiter: z
    .enum(Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[])
    .transform((name) => DELIMITERS[name])
    .optional()
    .meta({ description: 'What stands between two cells of CSV; without it the file tells.' }),
  dry_run: flag.default(false).meta({ description: 'Tries everything and writes nothing.' }),
});

export type ImportQuery = z.output<typeof importQuerySchema>;
