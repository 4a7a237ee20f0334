import { z } from 'zod';
import { idParam, MalformedHeaderError, userIdParam } from '../../http/index.js';
import { EVENT_KINDS, EVENT_SOURCES } from '../event-view.js';
import { RECORD_EVENT_SOURCES } from '../record-event-view.js';

const MOST_VALUES = 100;

/** Values between commas; one of them must match. */
const anyOf = <T>(value: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(value).max(MOST_VALUES))
    .optional();

/** A parameter that may stand there more than once. */
const repeatable = z
  .union([z.string(), z.array(z.string())])
  .transform((texts) => [texts].flat().flatMap((text) => text.split(',')))
  .pipe(z.array(z.string()).max(MOST_VALUES))
  .optional();

const position = z
  .string()
  .regex(/^\d{1,15}$/, 'Take the id of an event of this feed.')
  .transform(Number);

/** Which events a listener wants, and from where on. */
export const feedQuerySchema = z.strictObject({
  model: repeatable.describe(
    'Labels of models between commas, as `blog.asset_db`; without it the events of the inventory.',
  ),
  key: repeatable.describe('Primary keys of rows between commas.'),
  asset_id: anyOf(idParam).describe('Ids between commas.'),
  kind: anyOf(z.enum(EVENT_KINDS)).describe('`created`, `updated`, `deleted`, between commas.'),
  source: anyOf(z.enum([...EVENT_SOURCES, ...RECORD_EVENT_SOURCES])).describe(
    '`database`, and for what came through this API `api` or, in the inventory, `lockstep`; between commas.',
  ),
  actor_id: anyOf(userIdParam).describe('Ids of users between commas.'),
  last_event_id: position.optional().describe('For clients that cannot send Last-Event-ID.'),
});

export type FeedQuery = z.output<typeof feedQuerySchema>;

/**
 * The header by which a browser resumes by itself; empty when it has seen no event yet.
 * @throws MalformedHeaderError
 */
export function parseLastEventId(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  const parsed = position.safeParse(header);
  if (parsed.success) return parsed.data;
  throw new MalformedHeaderError('Last-Event-ID', 'the id of an event of this feed');
}
