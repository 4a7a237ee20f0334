import { z } from 'zod';
import { toDate, toIsoTime, type UserId } from '../database/index.js';
import { userIdView } from '../http/index.js';
import { parseJson } from '../exact-json.js';

/** The model whose events are those of the inventory, where that is served. */
export const INVENTORY_MODEL = 'assets.asset';

/** What the triggers write down of one change to one asset. */
export interface EventRow {
  readonly id: number;
  readonly asset_id: number;
  readonly asset_tag: string;
  readonly kind: EventKind;
  readonly version: number;
  readonly source: EventSource;
  readonly actor_id: UserId | null;
  /** Null also when the user is gone. */
  readonly actor_username: string | null;
  readonly note: string | null;
  /** JSON: `{"name": ["before", "after"]}`. */
  readonly changes: string;
  /** The server's text, in UTC. */
  readonly created_at: string;
}

export const EVENT_KINDS = ['created', 'updated', 'deleted'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** `database`: whoever did not come through this API, as Django or a SQL shell. */
export const EVENT_SOURCES = ['lockstep', 'database'] as const;
type EventSource = (typeof EVENT_SOURCES)[number];

const EXAMPLE = {
  id: 4711,
  asset_id: 7,
  asset_tag: 'LOCK-000007',
  kind: 'updated' as const,
  version: 3,
  source: 'lockstep' as const,
  actor: { id: 1, username: 'wang.wei' },
  note: null,
  changes: { rack: { before: '24', after: '25' } },
  created_at: '2026-11-02T08:00:00.000Z',
};

/** One change of one asset, as the history and the feed show it. */
export const eventViewSchema = z
  .object({
    id: z.int(),
    asset_id: z.int(),
    asset_tag: z.string(),
    kind: z.enum(EVENT_KINDS),
    version: z.int().describe('The version that the asset had after it.'),
    source: z.enum(EVENT_SOURCES),
    actor: z.object({ id: userIdView, username: z.string().nullable() }).nullable(),
    note: z.string().nullable().describe('What the writer said beside the change.'),
    changes: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })),
    created_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AssetEvent', example: EXAMPLE });

export type EventView = z.output<typeof eventViewSchema>;

export function toEventView({ actor_id, actor_username, ...row }: EventRow): EventView {
  return {
    id: row.id,
    asset_id: row.asset_id,
    asset_tag: row.asset_tag,
    kind: row.kind,
    version: row.version,
    source: row.source,
    actor: actor_id === null ? null : { id: actor_id, username: actor_username },
    note: row.note,
    changes: toChanges(row.changes),
    created_at: toIsoTime(row.created_at),
  };
}

function toChanges(stored: string): EventView['changes'] {
  const changes = parseJson(stored) as Record<string, readonly [unknown, unknown]>;
  return Object.fromEntries(
    Object.entries(changes).map(([field, [before, after]]) => [
      field,
      { before: toShown(field, before), after: toShown(field, after) },
    ]),
  );
}

const TIMES = new Set(['checked_out_at', 'due_at']);
const DATES = new Set(['purchased_on', 'warranty_until']);

/** The trigger writes times as MySQL prints them, `2026-11-02 08:00:00.000000`; shown as the asset itself shows them. */
function toShown(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (TIMES.has(field)) return toIsoTime(value);
  return DATES.has(field) ? toDate(value) : value;
}
