import { z } from 'zod';
import { pagination } from '../http/index.js';

/** One page of a history; `cursor` is the id of the last event of the page before. */
export const historyQuerySchema = z.strictObject({
  limit: pagination.limit,
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'Take the cursor of next.')
    .transform(Number)
    .optional(),
});

export type HistoryQuery = z.output<typeof historyQuerySchema>;
