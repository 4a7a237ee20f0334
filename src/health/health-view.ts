import { z } from 'zod';

export const liveSchema = z
  .object({ status: z.literal('ok') })
  .meta({ id: 'Live', example: { status: 'ok' } });

export const readySchema = z
  .object({ status: z.literal('ok'), checks: z.record(z.string(), z.string()) })
  .meta({
    id: 'Ready',
    example: { status: 'ok', checks: { database: 'ok', migrations: 'ok', inventory: 'ok' } },
  });

export type Live = z.output<typeof liveSchema>;
export type Ready = z.output<typeof readySchema>;
