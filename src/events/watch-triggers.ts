import { createHash } from 'node:crypto';
import type { OwnTables } from '../database/index.js';
import type { Field, Model } from '../model/index.js';

/**
 * The triggers by which a table is watched: AFTER each INSERT, UPDATE and DELETE of whoever does not come through this API they write
 * an event into `lockstep_event`. They name the primary key and the columns whose values are asked for, and no other column, so that
 * no migration of another one can break a write of the site.
 */
export interface WatchTrigger {
  readonly name: string;
  readonly table: string;
  readonly event: WatchEvent;
  readonly statement: string;
}

const WATCH_EVENTS = ['INSERT', 'UPDATE', 'DELETE'] as const;
type WatchEvent = (typeof WATCH_EVENTS)[number];

/** Why the table of a model cannot be watched, in a sentence; undefined where it can. */
export function watchHindrance({ label, primaryKey }: Model): string | undefined {
  if (!primaryKey)
    return `${label} has no primary key of one column, by which an event could name a row.`;
  const { column, type, maxLength = 0 } = primaryKey;
  if (type === 'binary' || type === 'json' || (type === 'text' && maxLength > LONGEST_KEY))
    return `The key ${column} of ${label} is ${primaryKey.columnType}; an event names a row by a text of at most ${LONGEST_KEY} characters.`;
  return undefined;
}

/** The width of `lockstep_event.row_key`. */
const LONGEST_KEY = 255;

/** @param values fields whose old and new values the events tell */
export function watchTriggers(
  model: Model,
  values: readonly Field[],
  own: OwnTables,
): WatchTrigger[] {
  const from = { model, values, table: own.event };
  return WATCH_EVENTS.map((event) => ({
    name: triggerName(model.table, event),
    table: model.table,
    event,
    statement: body(from, event),
  }));
}

export const createTrigger = ({ name, table, event, statement }: WatchTrigger): string =>
  `CREATE TRIGGER ${quoted(name)} AFTER ${event} ON ${quoted(table)} FOR EACH ROW\n${statement}`;

export const dropTrigger = (name: string): string => `DROP TRIGGER IF EXISTS ${quoted(name)}`;

const LONGEST_NAME = 64;

/** `lockstep_blog_asset_db_insert`; one that is too long is cut and has a hash of the table's name in it. */
function triggerName(table: string, event: WatchEvent): string {
  const end = `_${event.toLowerCase()}`;
  const name = `lockstep_${table}${end}`;
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(table).digest('hex').slice(0, 8);
  return `${`lockstep_${table}`.slice(0, LONGEST_NAME - end.length - hash.length - 1)}_${hash}${end}`;
}

/** What is watched, and the table of events as SQL names it. */
interface Watched {
  readonly model: Model;
  readonly values: readonly Field[];
  readonly table: string;
}

/**
 * A write of the site must go on whatever happens to the event: where it cannot be written with its values, because a column is
 * gone, it is written without, and where it cannot be written at all it is missing.
 */
function body(from: Watched, event: WatchEvent): string {
  const { model, values } = from;
  const row = event === 'DELETE' ? 'OLD' : 'NEW';
  const kind = KINDS[event];
  const bare = insert(from, kind, row, "'{}'");
  const handler =
    values.length === 0
      ? 'BEGIN END'
      : `BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN END;
    ${bare};
  END`;
  return `BEGIN
  /* ${mark(model, values)} */
  DECLARE EXIT HANDLER FOR SQLEXCEPTION ${handler};
  IF @lockstep_actor_id IS NULL THEN
    ${event === 'UPDATE' ? update(from) : `${told(from, kind, row)};`}
  END IF;
END`;
}

const KINDS = { INSERT: 'created', UPDATE: 'updated', DELETE: 'deleted' } as const;

/** Whoever changes the key ends one row and begins another. */
function update(from: Watched): string {
  const { model, values } = from;
  const key = model.primaryKey?.column ?? '';
  const isSame = `CAST(OLD.${quoted(key)} AS BINARY) <=> CAST(NEW.${quoted(key)} AS BINARY)`;
  const differing = values.map((field) => differs(field)).join(' OR ');
  const changes = json(values, (field) => pair(field, 'OLD', 'NEW', differs(field)));
  const updated = insert(from, 'updated', 'NEW', changes);
  return `IF ${isSame} THEN
      ${values.length === 0 ? `${updated};` : `IF ${differing} THEN\n        ${updated};\n      END IF;`}
    ELSE
      ${told(from, 'deleted', 'OLD')};
      ${told(from, 'created', 'NEW')};
    END IF;`;
}

/** A row that begins or ends, with the values that are not NULL. */
function told(from: Watched, kind: string, row: 'OLD' | 'NEW'): string {
  const changes = json(from.values, (field) =>
    pair(
      field,
      row === 'OLD' ? 'OLD' : 'NULL',
      row === 'NEW' ? 'NEW' : 'NULL',
      `${row}.${quoted(field.column)} IS NOT NULL`,
    ),
  );
  return insert(from, kind, row, changes);
}

function insert(
  { model, table }: Watched,
  kind: string,
  row: 'OLD' | 'NEW',
  changes: string,
): string {
  const key = `CAST(${row}.${quoted(model.primaryKey?.column ?? '')} AS CHAR CHARACTER SET utf8mb4)`;
  return `INSERT INTO ${table} (model, row_key, kind, source, changes, created_at) VALUES (${literal(model.label)}, ${key}, '${kind}', 'database', ${changes}, UTC_TIMESTAMP(6))`;
}

/** NULL where it would be more than the server's largest packet. */
const json = (values: readonly Field[], pairOf: (field: Field) => string): string =>
  values.length === 0
    ? "'{}'"
    : `COALESCE(CONCAT('{', CONCAT_WS(', ', ${values.map(pairOf).join(', ')}), '}'), '{}')`;

/** `"status": ["before", "after"]`, or NULL, which CONCAT_WS leaves out. */
function pair(field: Field, before: 'OLD' | 'NULL', after: 'NEW' | 'NULL', when: string): string {
  const name = literal(`${JSON.stringify(field.attname)}: `);
  return `IF(${when}, CONCAT(${name}, JSON_ARRAY(${asText(field, before)}, ${asText(field, after)})), NULL)`;
}

/** Byte for byte: the collation would call `a` and `A` equal. */
const differs = (field: Field): string =>
  `NOT (CAST(${asText(field, 'OLD')} AS BINARY) <=> CAST(${asText(field, 'NEW')} AS BINARY))`;

/** As the database prints it to us, who read in UTC; bytes in base64. */
function asText({ column, type, columnType }: Field, row: 'OLD' | 'NEW' | 'NULL'): string {
  if (row === 'NULL') return 'NULL';
  const value = `${row}.${quoted(column)}`;
  if (type === 'binary') return `REPLACE(TO_BASE64(${value}), '\\n', '')`;
  const inUtc = columnType.startsWith('timestamp')
    ? `CONVERT_TZ(${value}, @@session.time_zone, '+00:00')`
    : value;
  return `CAST(${inUtc} AS CHAR CHARACTER SET utf8mb4)`;
}

export const MARK = 'lockstep watch';

/** Which model it is made for and which values it tells: a later look finds both there. */
const mark = ({ label }: Model, values: readonly Field[]): string =>
  [MARK, ...[label, ...values.map(({ attname }) => attname)].map(encodeURIComponent)].join(' ');

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
