import { z } from 'zod';
import type { Report } from './examine.js';

const findingSchema = z
  .object({
    level: z
      .enum(['problem', 'warning', 'good'])
      .describe(
        'problem: with the present environment something will not work; warning: somebody should look at it.',
      ),
    message: z.string(),
    remedy: z.string().nullable().describe('What to do about it.'),
  })
  .meta({ id: 'Finding' });

export const doctorSchema = z
  .object({
    looked_at: z.iso.datetime(),
    healthy: z.boolean().describe('Whether there is no problem among the findings.'),
    server: z.object({ version: z.string(), database: z.string() }),
    findings: z.array(findingSchema).describe('Problems first, then warnings.'),
    environment: z
      .record(z.string(), z.string())
      .describe('What to set, as far as the rows of the site show it; no secrets.'),
  })
  .meta({
    id: 'Doctor',
    example: {
      looked_at: '2026-11-02T08:00:00.000Z',
      healthy: true,
      server: { version: '11.8.3-MariaDB', database: 'site' },
      findings: [
        {
          level: 'warning',
          message: 'There is no session yet',
          remedy: 'Log in on the site once, then ask again: only a session proves SECRET_KEY.',
        },
        {
          level: 'good',
          message: 'The database keeps what Lockstep relies on',
          remedy: null,
        },
      ],
      environment: { DJANGO_VERSION: '5.2', USE_TZ: 'true' },
    },
  });

export type DoctorView = z.output<typeof doctorSchema>;

/** @param at when the survey was taken */
export const toDoctorView = (
  { healthy, server, findings, environment }: Report,
  at: Date,
): DoctorView => ({
  looked_at: at.toISOString(),
  healthy,
  server,
  findings: findings.map(({ level, message, remedy = null }) => ({ level, message, remedy })),
  environment,
});
