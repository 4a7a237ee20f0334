import { z } from 'zod';
import { pagination } from '../../http/index.js';
import { eventViewSchema } from '../event-view.js';

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

export const historySchema = z
  .object({
    results: z.array(eventViewSchema).describe('Newest first.'),
    next: z.string().nullable().describe('Path and query of the page of older events.'),
  })
  .meta({ id: 'History' });

export type History = z.output<typeof historySchema>;
