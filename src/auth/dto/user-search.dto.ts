import { z } from 'zod';
import { isWellFormed, strip } from '../../django/index.js';
import { pagination } from '../../http/index.js';

export const userSearchSchema = z.strictObject({
  search: z
    .string()
    .overwrite(strip)
    .max(150)
    .refine(isWellFormed, 'Not a valid text.')
    .default(''),
  limit: pagination.limit,
});

export type UserSearch = z.infer<typeof userSearchSchema>;
