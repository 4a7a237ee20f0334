import { z } from 'zod';

/** The largest `INT` of MySQL, which Django's `AutoField` is. */
const MAX_ID = 2_147_483_647;

/** Digits in a path or query, as a positive number. `+1`, `1e3` and ` 1` are refused. */
const digits = (max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'Give a whole number.')
    .transform(Number)
    .pipe(z.int().min(1).max(max));

/** A primary key in a path: `@Param('id', { schema: idParam })`. */
export const idParam = digits(MAX_ID);

/** `limit` and `cursor` of every list. */
export const pagination = {
  limit: digits(500).default(50),
  cursor: z.string().max(2000).optional(),
};

/** A flag in a query. */
export const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((word) => /^(true|1)$/.test(word));
