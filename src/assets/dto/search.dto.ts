import { z } from 'zod';
import { isWellFormed } from '../../django/index.js';

/** The term of the page search; without it the remembered one is repeated. */
export const searchSchema = z.strictObject({
  key: z.string().max(200).refine(isWellFormed, 'Not a valid text.').optional(),
});

export type SearchQuery = z.infer<typeof searchSchema>;
