import type { DataSource } from 'typeorm';
import type { Config } from '../config/index.js';
import { quoted } from './statement.js';

const NAMES = {
  counter: 'lockstep_counter',
  event: 'lockstep_event',
  idempotency: 'lockstep_idempotency',
  job: 'lockstep_job',
  lease: 'lockstep_lease',
  migrations: 'lockstep_migrations',
  migrationLock: 'lockstep_migration_lock',
} as const;

type Name = keyof typeof NAMES;

/** Lockstep's own tables as SQL names them: in the site's database, or in that of `LOCKSTEP_SCHEMA`. */
export interface OwnTables extends Readonly<Record<Name, string>> {
  /** The database that they are in where it is not the site's. */
  readonly schema: string | undefined;
}

/** @param schema the name of a database on the same server; without it the tables are in the site's */
export function ownTables(schema?: string): OwnTables {
  const prefix = schema === undefined ? '' : `${quoted(schema)}.`;
  const names = Object.entries(NAMES).map(([key, name]) => [key, `${prefix}${name}`]);
  return { ...(Object.fromEntries(names) as Record<Name, string>), schema };
}

export const isOwnTable = (table: string): boolean => table.startsWith('lockstep_');

const OWN = Symbol('own tables');

/** The database of our own tables where it is not the site's. */
export const ownSchemaOf = ({ address, schema }: Config['database']): string | undefined =>
  schema === address.database ? undefined : schema;

/** For the options of a data source, which carry it to whoever has the data source. */
export const withOwnTables = <T extends object>(options: T, database: Config['database']): T =>
  Object.assign(options, { [OWN]: ownTables(ownSchemaOf(database)) });

/** The own tables of a data source that `dataSourceOptions` describes. */
export function ownTablesOf({ options }: Pick<DataSource, 'options'>): OwnTables {
  const own: unknown = Reflect.get(options, OWN);
  if (typeof own === 'object' && own !== null) return own as OwnTables;
  throw new Error('the data source was made without dataSourceOptions');
}

/** Which of them are there. @param where SQL for the name of a database */
export async function presentOwnTables(
  ask: <T>(sql: string, params?: unknown[]) => Promise<T[]>,
  where: { readonly sql: string; readonly params: readonly string[] },
): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = ${where.sql} AND table_name IN (?) ORDER BY table_name`,
    [...where.params, Object.values(NAMES)],
  );
  return rows.map(({ name }) => name);
}
