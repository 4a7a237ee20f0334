import { isAccessDenied, isUnknownTrigger } from '../mysql-errors.js';
import { assetTriggers } from '../migrations/asset-triggers.js';
import type { TextDefaults } from '../migrations/table-options.js';
import { isOwnTable, type OwnTables, presentOwnTables } from '../own-tables.js';
import { quotedName, type UserModel } from '../user-model.js';
import { neededRights, type NeededRights } from './needed-rights.js';
import { Rights } from './rights.js';

/** What is read from a database to judge whether it keeps what the service relies on. */
export interface DatabaseFacts {
  readonly database: string;
  readonly text: TextDefaults;
  /** Of our session: `log_bin`, `binlog_format`, `log_bin_trust_function_creators`. */
  readonly variables: Readonly<Record<string, string>>;
  /** `SHOW GRANTS`, with what active roles give. */
  readonly grants: readonly string[];
  /** Rights on tables that are there, which the server refused when they were tried. */
  readonly denied: readonly DeniedRight[];
  /** Our tables and those of Django that we use, where they are there. */
  readonly tables: readonly TableFacts[];
  readonly triggers: readonly TriggerFacts[];
  /** Of the model of users: what the inventory would refer to. */
  readonly userKey: UserKey;
  /** Names of the migrations that have run; null where none was ever tried, or this account may not look. */
  readonly applied: readonly string[] | null;
  /** Where our own tables are, or are to be. */
  readonly own: OwnTables;
  /** Such tables in the site's database, where ours are in another. */
  readonly strays: readonly string[];
}

interface UserKey {
  readonly table: string;
  readonly columnType: string;
  readonly kind: 'integer' | 'uuid';
}

interface TableFacts {
  readonly name: string;
  readonly engine: string;
  readonly collation: string;
  readonly comment: string;
}

/** One of our triggers as it is; `hidden`: it is there, but this account lacks the right to look at it. */
export type TriggerFacts =
  | { readonly name: string; readonly state: 'missing' | 'hidden' }
  | {
      readonly name: string;
      readonly state: 'seen';
      readonly timing: string;
      readonly event: string;
      readonly statement: string;
      readonly definer: string;
      /** Null where this account may not see who is there. */
      readonly definerExists: boolean | null;
    };

interface DeniedRight {
  readonly table: string;
  readonly right: string;
}

/** Runs one statement; throws the driver's own error. */
export type Ask = <T>(sql: string, params?: unknown[]) => Promise<T[]>;

/** Reads everything; nothing is written, and nothing waits for a lock on a table. */
export async function readFacts(
  ask: Ask,
  users: UserModel,
  own: OwnTables,
): Promise<DatabaseFacts> {
  const needed = neededRights(users);
  const [about] = await ask<TextDefaults & { database: string }>(
    `SELECT DATABASE() AS \`database\`,
            @@character_set_database AS charset, @@collation_database AS collation`,
  );
  const { database = '', charset = '', collation = '' } = about ?? {};
  const tables = await readTables(ask, needed, own);
  const grants = await readGrants(ask);
  return {
    database,
    text: { charset, collation },
    variables: await readVariables(ask),
    grants,
    denied: await readDenied(ask, { grants, database, own }, tables, needed),
    tables,
    triggers: await readTriggers(ask, own),
    userKey: { table: users.facts.table, ...users.facts.key },
    applied: tables.some(({ name }) => name === 'lockstep_migrations')
      ? await readApplied(ask, own)
      : null,
    own,
    strays:
      own.schema === undefined
        ? []
        : await presentOwnTables(ask, { sql: 'DATABASE()', params: [] }),
  };
}

async function readVariables(ask: Ask): Promise<Record<string, string>> {
  const rows = await ask<{ Variable_name: string; Value: string }>(
    `SHOW VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format', 'log_bin_trust_function_creators')`,
  );
  return Object.fromEntries(rows.map((row) => [row.Variable_name, row.Value]));
}

async function readTables(
  ask: Ask,
  needed: readonly NeededRights[],
  { schema }: OwnTables,
): Promise<TableFacts[]> {
  const names = [...new Set(needed.map(({ table }) => table))];
  const isElsewhere = (name: string): boolean => schema !== undefined && isOwnTable(name);
  const inSite = names.filter((name) => !isElsewhere(name));
  const elsewhere = names.filter(isElsewhere);
  return [
    ...(await tablesIn(ask, null, inSite)),
    ...(schema === undefined ? [] : await tablesIn(ask, schema, elsewhere)),
  ];
}

/** @param schema null: the site's database */
function tablesIn(
  ask: Ask,
  schema: string | null,
  names: readonly string[],
): Promise<TableFacts[]> {
  return ask<TableFacts>(
    `SELECT table_name AS name, COALESCE(engine, 'unknown') AS engine,
            COALESCE(table_collation, '') AS collation, table_comment AS comment
       FROM information_schema.tables
      WHERE table_schema = ${schema === null ? 'DATABASE()' : '?'} AND table_type = 'BASE TABLE' AND table_name IN (?)`,
    [...(schema === null ? [] : [schema]), names],
  );
}

/** On MySQL the rights of a role are shown when it is named; MariaDB shows those of the active one. */
async function readGrants(ask: Ask): Promise<string[]> {
  const [row] = await ask<{ role: string | null; version: string }>(
    'SELECT CURRENT_ROLE() AS role, VERSION() AS version',
  );
  const { role = null, version = '' } = row ?? {};
  const hasRoles = role !== null && role !== 'NONE' && !version.includes('MariaDB');
  const rows = await ask<Record<string, string>>(
    hasRoles ? `SHOW GRANTS FOR CURRENT_USER() USING ${role}` : 'SHOW GRANTS',
  );
  return rows.flatMap((line) => Object.values(line).slice(0, 1));
}

/**
 * What the grants do not show is tried, because they can be read wrongly. Trying it all would make this wait for a backup
 * that locks the tables: the server checks rights first and then the lock, also for EXPLAIN.
 */
async function readDenied(
  ask: Ask,
  { grants, database, own }: Pick<DatabaseFacts, 'grants' | 'database' | 'own'>,
  tables: readonly TableFacts[],
  needed: readonly NeededRights[],
): Promise<DeniedRight[]> {
  const denied: DeniedRight[] = [];
  for (const { table, column, needs } of needed) {
    if (!tables.some(({ name }) => name === table)) continue;
    const isOwn = own.schema !== undefined && isOwnTable(table);
    const from = isOwn ? `${quotedName(own.schema)}.${quotedName(table)}` : quotedName(table);
    const rights = new Rights(grants, isOwn ? own.schema : database);
    for (const right of rights.missing(needs, table))
      if (await isRefused(ask, attempt(right, from, column))) denied.push({ table, right });
  }
  return denied;
}

/** A statement that needs the right, and does nothing. @param from the table as SQL names it */
function attempt(right: string, from: string, column: string): string {
  const some = quotedName(column);
  if (right === 'INSERT') return `EXPLAIN INSERT INTO ${from} (${some}) VALUES (NULL)`;
  if (right === 'UPDATE') return `EXPLAIN UPDATE ${from} SET ${some} = NULL WHERE 1 = 0`;
  if (right === 'DELETE') return `EXPLAIN DELETE FROM ${from} WHERE 1 = 0`;
  return `EXPLAIN SELECT ${some} FROM ${from} WHERE 1 = 0`;
}

async function isRefused(ask: Ask, sql: string): Promise<boolean> {
  try {
    await ask(sql);
    return false;
  } catch (error) {
    return isAccessDenied(error);
  }
}

interface RawTrigger {
  readonly name: string;
  readonly timing: string;
  readonly event: string;
  /** To an account without the right MySQL shows no such row, MariaDB shows these two as NULL. */
  readonly statement: string | null;
  readonly definer: string | null;
}

/** Our triggers only; a site may have some of its own on the table. */
export async function readTriggers(ask: Ask, own: OwnTables): Promise<TriggerFacts[]> {
  const rows = await ask<RawTrigger>(
    `SELECT trigger_name AS name, action_timing AS timing, event_manipulation AS event,
            action_statement AS statement, definer AS definer
       FROM information_schema.triggers
      WHERE event_object_schema = DATABASE() AND event_object_table = 'assets_asset'`,
  );
  const facts: TriggerFacts[] = [];
  for (const { name } of assetTriggers(own)) {
    const { timing, event, statement, definer } = rows.find((row) => row.name === name) ?? NO_ROW;
    if (statement === null || definer === null)
      facts.push({ name, state: (await isMissing(ask, name)) ? 'missing' : 'hidden' });
    else
      facts.push({ name, state: 'seen', timing, event, statement, definer, definerExists: null });
  }
  return withDefiners(ask, facts);
}

const NO_ROW = { timing: '', event: '', statement: null, definer: null };

/** Each definer is asked for once; usually there is one. */
async function withDefiners(ask: Ask, triggers: readonly TriggerFacts[]): Promise<TriggerFacts[]> {
  const existing = new Map<string, boolean | null>();
  for (const trigger of triggers)
    if (trigger.state === 'seen' && !existing.has(trigger.definer))
      existing.set(trigger.definer, await accountExists(ask, trigger.definer));
  return triggers.map((trigger) =>
    trigger.state === 'seen'
      ? { ...trigger, definerExists: existing.get(trigger.definer) ?? null }
      : trigger,
  );
}

/** `information_schema` leaves out what this account may not see; asked by name, the server tells the two apart. */
async function isMissing(ask: Ask, name: string): Promise<boolean> {
  try {
    await ask(`SHOW CREATE TRIGGER ${name}`);
    return false;
  } catch (error) {
    if (isUnknownTrigger(error)) return true;
    if (isAccessDenied(error)) return false;
    throw error;
  }
}

/** Null where this account may not read `mysql.user`. @param definer `name@host`; the name may hold an `@` */
export async function accountExists(ask: Ask, definer: string): Promise<boolean | null> {
  const at = definer.lastIndexOf('@');
  const [name, host] = [definer.slice(0, at), definer.slice(at + 1)];
  try {
    const rows = await ask('SELECT 1 FROM mysql.user WHERE user = ? AND host = ?', [name, host]);
    return rows.length > 0;
  } catch (error) {
    if (isAccessDenied(error)) return null;
    throw error;
  }
}

async function readApplied(ask: Ask, { migrations }: OwnTables): Promise<string[] | null> {
  try {
    const rows = await ask<{ name: string }>(`SELECT name FROM ${migrations} ORDER BY id`);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (isAccessDenied(error)) return null;
    throw error;
  }
}
