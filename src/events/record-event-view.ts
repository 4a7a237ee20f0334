import { z } from 'zod';
import { shownUserId, toIsoTime } from '../database/index.js';
import type { DatabaseTimeSettings } from '../django/index.js';
import { parseJson } from '../exact-json.js';
import { userIdView } from '../http/index.js';
import {
  type Field,
  isShownRelation,
  type Model,
  type Relation,
  shownFields,
  shownValue,
} from '../model/index.js';
import { EVENT_KINDS, type EventKind } from './event-view.js';

/** `database`: whoever did not come through this API, as Django or a SQL shell. */
export const RECORD_EVENT_SOURCES = ['api', 'database'] as const;

/** What was written down of one change of one row of a model. */
export interface RecordEventRow {
  readonly id: number;
  /** The label. */
  readonly model: string;
  /** The primary key, as the database prints it. */
  readonly row_key: string;
  readonly kind: EventKind;
  readonly source: (typeof RECORD_EVENT_SOURCES)[number];
  /** Whether a trigger wrote it although it came through this API, as in the inventory. */
  readonly is_printed?: 1;
  readonly actor_id: string | null;
  readonly note: string | null;
  /** JSON: `{"status": ["before", "after"]}`. */
  readonly changes: string;
  /** The server's text, in UTC. */
  readonly created_at: string;
}

export const recordEventSchema = z
  .object({
    id: z.int(),
    model: z.string(),
    key: z
      .string()
      .nullable()
      .describe('The primary key of the row as text; null where it is not shown.'),
    kind: z.enum(EVENT_KINDS),
    source: z.enum(RECORD_EVENT_SOURCES),
    actor: z.object({ id: userIdView, username: z.string().nullable() }).nullable(),
    note: z.string().nullable().describe('What the writer said beside the change.'),
    changes: z
      .record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }))
      .describe('By field; empty where nobody watches the values.'),
    created_at: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'RecordEvent',
    example: {
      id: 4711,
      model: 'blog.asset_db',
      key: '7',
      kind: 'updated',
      source: 'api',
      actor: { id: 1, username: 'wang.wei' },
      note: null,
      changes: { status: { before: 'Online', after: 'Offline' } },
      created_at: '2026-11-02T08:00:00.000Z',
    },
  });

export type RecordEventView = z.output<typeof recordEventSchema>;

/** What is known when an event is shown. */
export interface RecordEventContext {
  readonly model: Model;
  /** Another model by its label, as far as whoever looks may see it. */
  readonly modelOf: (label: string) => Model | undefined;
  /** By the key as text. */
  readonly usernames: ReadonlyMap<string, string>;
  /** How the site keeps times. */
  readonly time: DatabaseTimeSettings;
}

/** Only what the model shows now: a field may have been shown when the event was written. */
export function toRecordEventView(
  row: RecordEventRow,
  { model, modelOf, usernames, time }: RecordEventContext,
): RecordEventView {
  const changes = parseJson(row.changes) as Record<string, readonly [unknown, unknown]>;
  const isPrinted = row.source === 'database' || row.is_printed === 1;
  const relations = relatedIn(changes, model);
  const fields = new Map(shownFields(model).map((field) => [field.attname, field]));
  const shown = Object.entries(changes).flatMap(([name, [before, after]]) => {
    const field = fields.get(name);
    if (field === undefined && !isSeen(relations.get(name), model, modelOf)) return [];
    // The triggers write what the database prints, our own writes what answers show.
    const show = (value: unknown): unknown =>
      field && isPrinted ? shownText(field, value, time) : value;
    return [[name, { before: show(before), after: show(after) }] as const];
  });
  return {
    id: row.id,
    model: row.model,
    key: shownKey(row.row_key, model, time),
    kind: row.kind,
    source: row.source,
    actor:
      row.actor_id === null
        ? null
        : { id: shownUserId(row.actor_id), username: usernames.get(row.actor_id) ?? null },
    note: row.note,
    changes: Object.fromEntries(shown),
    created_at: toIsoTime(row.created_at),
  };
}

/** The relations that these changes tell of, by their names: who may see them depends on the model at the other end. */
export function relatedIn(changes: object, { relations }: Model): ReadonlyMap<string, Relation> {
  return new Map(
    relations
      .filter(({ name, kind }) => kind === 'many_to_many' && Object.hasOwn(changes, name))
      .map((relation) => [relation.name, relation]),
  );
}

function isSeen(
  relation: Relation | undefined,
  model: Model,
  modelOf: RecordEventContext['modelOf'],
): boolean {
  const to = relation && modelOf(relation.to);
  return relation !== undefined && to !== undefined && isShownRelation(model, relation, to);
}

function shownText(field: Field, value: unknown, time: DatabaseTimeSettings): unknown {
  // The trigger has made it base64, because JSON holds no bytes.
  if (field.type === 'binary' || typeof value !== 'string') return value;
  return shownValue(field, value, time);
}

function shownKey(key: string, { primaryKey }: Model, time: DatabaseTimeSettings): string | null {
  if (!primaryKey || primaryKey.hidden) return null;
  return String(shownValue(primaryKey, key, time));
}
