import { z } from 'zod';
import { text } from '../../http/index.js';

/** The term of the page search; without it the remembered one is repeated. */
export const searchSchema = z.strictObject({ key: text(200).optional() });

export type SearchQuery = z.infer<typeof searchSchema>;
