import type { QueryRunner } from 'typeorm';
import type { OwnTables } from '../own-tables.js';

/** Columns whose changes count: they raise the version and are written into the history. */
const TRACKED = [
  'asset_tag',
  'name',
  'serial',
  'status',
  'category',
  'manufacturer',
  'model',
  'site',
  'rack',
  'rack_unit',
  'ip_address',
  'mac_address',
  'assigned_to_id',
  'checked_out_at',
  'due_at',
  'purchased_on',
  'warranty_until',
  'cost',
  'notes',
  'custom',
] as const;

type Column = (typeof TRACKED)[number];

/** Byte for byte: the collation would call `a` and `A`, or `x` and `x `, equal. */
const bytes = (row: 'OLD' | 'NEW', column: Column): string =>
  `CAST(${asText(row, column)} AS BINARY)`;

const differs = (column: Column): string =>
  `NOT (${bytes('NEW', column)} <=> ${bytes('OLD', column)})`;

/** MySQL normalises JSON when it is stored, MariaDB keeps the text; read through a function both give the value. */
const asText = (row: 'OLD' | 'NEW', column: Column): string =>
  column === 'custom' ? `JSON_EXTRACT(${row}.custom, '$')` : `${row}.${column}`;

/** A value inside the JSON of an event: documents stay documents, dates and decimals become text. */
const asJson = (row: 'OLD' | 'NEW' | 'NULL', column: Column): string => {
  if (row === 'NULL') return 'NULL';
  if (column === 'custom' || column === 'rack_unit' || column === 'assigned_to_id')
    return asText(row, column);
  return `CAST(${row}.${column} AS CHAR)`;
};

/** `"name": ["before", "after"]`, or NULL for a column that did not change; CONCAT_WS leaves NULLs out. */
const change = (
  column: Column,
  before: 'OLD' | 'NULL',
  after: 'NEW' | 'NULL',
  when: string,
): string =>
  `IF(${when}, CONCAT('"${column}": ', JSON_ARRAY(${asJson(before, column)}, ${asJson(after, column)})), NULL)`;

const changes = (
  before: 'OLD' | 'NULL',
  after: 'NEW' | 'NULL',
  when: (column: Column) => string,
): string =>
  `CONCAT('{', CONCAT_WS(', ', ${TRACKED.map((column) => change(column, before, after, when(column))).join(', ')}), '}')`;

/**
 * `@lockstep_actor_id` is NULL on every connection that is not ours; 0 means us without a user.
 * `@lockstep_note` is what the writer says beside the change.
 */
const event = (row: 'OLD' | 'NEW', kind: string, version: string, json: string): string => `
  INSERT INTO assets_assetevent (asset_id, asset_tag, kind, version, actor_id, source, note, changes, created_at)
  VALUES (${row}.id, ${row}.asset_tag, '${kind}', ${version}, NULLIF(@lockstep_actor_id, 0),
    IF(@lockstep_actor_id IS NULL, 'database', 'lockstep'), LEFT(@lockstep_note, 500), ${json}, UTC_TIMESTAMP(6))`;

const anyDiffers = TRACKED.map(differs).join(' OR ');

/** A trigger as `information_schema.triggers` describes it. */
export interface Trigger {
  readonly name: string;
  readonly timing: 'BEFORE' | 'AFTER';
  readonly event: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly statement: string;
}

/**
 * Version, `updated_at` and history for every writer, Django and a SQL shell included. An UPDATE that
 * changes nothing counts for nothing, and a stale whole-row save cannot set the version back. A lease ends with its asset.
 */
export const assetTriggers = ({ lease }: OwnTables): readonly Trigger[] => [
  {
    name: 'assets_asset_before_insert',
    timing: 'BEFORE',
    event: 'INSERT',
    statement:
      'SET NEW.version = 1, NEW.created_at = UTC_TIMESTAMP(6), NEW.updated_at = NEW.created_at',
  },
  {
    name: 'assets_asset_before_update',
    timing: 'BEFORE',
    event: 'UPDATE',
    statement: `BEGIN
       SET NEW.created_at = OLD.created_at;
       IF ${anyDiffers} THEN
         SET NEW.version = OLD.version + 1, NEW.updated_at = UTC_TIMESTAMP(6);
       ELSE
         SET NEW.version = OLD.version, NEW.updated_at = OLD.updated_at;
       END IF;
     END`,
  },
  {
    name: 'assets_asset_after_insert',
    timing: 'AFTER',
    event: 'INSERT',
    statement: event(
      'NEW',
      'created',
      '1',
      changes('NULL', 'NEW', (column) => `NEW.${column} IS NOT NULL`),
    ),
  },
  {
    name: 'assets_asset_after_update',
    timing: 'AFTER',
    event: 'UPDATE',
    statement: `IF NEW.version <> OLD.version THEN
       ${event('NEW', 'updated', 'NEW.version', changes('OLD', 'NEW', differs))};
     END IF`,
  },
  {
    name: 'assets_asset_before_delete',
    timing: 'BEFORE',
    event: 'DELETE',
    statement: `DELETE FROM ${lease} WHERE model = 'assets.asset' AND row_key = CAST(OLD.id AS CHAR)`,
  },
  {
    name: 'assets_asset_after_delete',
    timing: 'AFTER',
    event: 'DELETE',
    statement: event(
      'OLD',
      'deleted',
      'OLD.version + 1',
      changes('OLD', 'NULL', (column) => `OLD.${column} IS NOT NULL`),
    ),
  },
];

/** Makes these anew, with the present account as their definer. */
export async function createTriggers(
  runner: QueryRunner,
  triggers: readonly Trigger[],
): Promise<void> {
  for (const { name, timing, event: on, statement } of triggers) {
    await runner.query(`DROP TRIGGER IF EXISTS ${name}`);
    await runner.query(
      `CREATE TRIGGER ${name} ${timing} ${on} ON assets_asset FOR EACH ROW ${statement}`,
    );
  }
}
