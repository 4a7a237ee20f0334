import { z } from 'zod';

/** Long enough for a form, short enough for a browser that crashed. */
const LONGEST_SECONDS = 3600;

/** How long the lease shall last from now on. */
export const leaseSchema = z
  .strictObject({ seconds: z.int().min(1).max(LONGEST_SECONDS) })
  .meta({ id: 'LeaseWish', example: { seconds: 300 } });

export type LeaseWish = z.output<typeof leaseSchema>;
