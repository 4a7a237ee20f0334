import { isOwnTable, type NeededRights, quoted, SCHEMA_RIGHTS } from '../database/index.js';
import type { Model } from './model.js';

/** What the service does with a table; `UPDATE` of these columns only, or of all. */
export interface Grant {
  readonly table: string;
  readonly rights: ReadonlySet<'SELECT' | 'INSERT' | 'DELETE'>;
  readonly updates: ReadonlySet<string> | 'all';
}

/**
 * The least that an account needs to serve these models, one grant for each table.
 *
 * SELECT is of whole tables, hidden columns too: they count in the ETag. `SELECT … FOR UPDATE` needs nothing more on MariaDB; MySQL
 * wants UPDATE of any column, DELETE or LOCK TABLES besides (error 1142), so a table whose rows are locked and not changed
 * gets UPDATE of its primary key.
 * @param own what the service does with Django's and its own tables
 */
export function grantsFor(models: Iterable<Model>, own: readonly NeededRights[]): Grant[] {
  const grants = [...own.map(ownGrant), ...[...models].flatMap(modelGrants)];
  const byTable = new Map<string, Grant>();
  for (const grant of grants) {
    const before = byTable.get(grant.table);
    byTable.set(grant.table, before ? merged(before, grant) : grant);
  }
  return [...byTable.values()].toSorted((a, b) => (a.table < b.table ? -1 : 1));
}

/** Who gets the grants, and where the tables are. */
export interface Grantee {
  /** As `CURRENT_USER()` spells it: `lockstep@%`. */
  readonly account: string;
  readonly database: string;
  /** The database of Lockstep's own tables where it is another. */
  readonly ownSchema?: string | undefined;
}

export function grantStatements(grants: readonly Grant[], grantee: Grantee): string[] {
  const { database, ownSchema = database } = grantee;
  const to = accountOf(grantee);
  return grants.map((grant) => {
    const { table } = grant;
    const place = `${quoted(isOwnTable(table) ? ownSchema : database)}.${quoted(table)}`;
    return `GRANT ${rightsOf(grant).join(', ')} ON ${place} TO ${to};`;
  });
}

/**
 * What else a database of our own needs: to make and change its tables, and for the triggers of `watch`, which write their events
 * there in the name of the account that made them.
 */
export function schemaStatements(
  models: Iterable<Model>,
  grantee: Grantee,
): { readonly migrate: string[]; readonly watch: string[] } {
  const { database, ownSchema } = grantee;
  if (ownSchema === undefined) return { migrate: [], watch: [] };
  const to = accountOf(grantee);
  const tables = [...new Set(Array.from(models, ({ table }) => table))].toSorted();
  return {
    migrate: [`GRANT ${SCHEMA_RIGHTS.join(', ')} ON ${quoted(ownSchema)}.* TO ${to};`],
    watch: [
      `GRANT INSERT ON ${quoted(ownSchema)}.\`lockstep_event\` TO ${to};`,
      ...tables.map((table) => `GRANT TRIGGER ON ${quoted(database)}.${quoted(table)} TO ${to};`),
    ],
  };
}

function accountOf({ account }: Grantee): string {
  const at = account.lastIndexOf('@');
  const [name, host] = at < 0 ? [account, '%'] : [account.slice(0, at), account.slice(at + 1)];
  return `${literal(name)}@${literal(host)}`;
}

const literal = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

function rightsOf({ rights, updates }: Grant): string[] {
  const columns = updates === 'all' ? [] : [...updates].map(quoted);
  const update = updates === 'all' ? ['UPDATE'] : [`UPDATE (${columns.join(', ')})`];
  return [
    ...(['SELECT', 'INSERT'] as const).filter((right) => rights.has(right)),
    ...(updates === 'all' || columns.length > 0 ? update : []),
    ...(rights.has('DELETE') ? ['DELETE'] : []),
  ];
}

const NONE: ReadonlySet<string> = new Set();

function ownGrant({ table, needs, updates = [] }: NeededRights): Grant {
  const rights = (['SELECT', 'INSERT', 'DELETE'] as const).filter((right) => needs.includes(right));
  const isWhole = needs.includes('UPDATE') && updates.length === 0;
  return { table, rights: new Set(rights), updates: isWhole ? 'all' : new Set(updates) };
}

function modelGrants(model: Model): Grant[] {
  const { table, add, delete: isDeletable, relations } = model;
  const lists = relations.flatMap(({ kind, through, editable }) =>
    through ? [{ table: through.table, isSet: kind === 'many_to_many' && editable }] : [],
  );
  return [
    {
      table,
      rights: new Set([
        'SELECT',
        ...(add ? (['INSERT'] as const) : []),
        ...(isDeletable ? (['DELETE'] as const) : []),
      ] as const),
      updates: updatesOf(model),
    },
    ...lists.map(({ table: between, isSet }) => ({
      table: between,
      rights: new Set(isSet ? (['SELECT', 'INSERT', 'DELETE'] as const) : (['SELECT'] as const)),
      updates: NONE,
    })),
  ];
}

function updatesOf({ fields, relations, primaryKey, add, delete: isDeletable }: Model) {
  const changed = fields.filter(({ editable }) => editable);
  const isChanged = changed.length > 0 || relations.some(({ editable }) => editable);
  const stamped = isChanged ? fields.filter(({ stamp }) => stamp === 'update') : [];
  const columns = new Set([...changed, ...stamped].map(({ column }) => column));
  const isLocked = (isChanged || add) && !isDeletable;
  return columns.size === 0 && isLocked && primaryKey ? new Set([primaryKey.column]) : columns;
}

const merged = (a: Grant, b: Grant): Grant => ({
  table: a.table,
  rights: new Set([...a.rights, ...b.rights]),
  updates:
    a.updates === 'all' || b.updates === 'all' ? 'all' : new Set([...a.updates, ...b.updates]),
});
