import { type NeededRights, quoted } from '../database/index.js';
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

/** @param account as `CURRENT_USER()` spells it: `lockstep@%` */
export function grantStatements(
  grants: readonly Grant[],
  { database, account }: { database: string; account: string },
): string[] {
  const at = account.lastIndexOf('@');
  const [name, host] = at < 0 ? [account, '%'] : [account.slice(0, at), account.slice(at + 1)];
  const to = `${literal(name)}@${literal(host)}`;
  return grants.map(
    (grant) =>
      `GRANT ${rightsOf(grant).join(', ')} ON ${quoted(database)}.${quoted(grant.table)} TO ${to};`,
  );
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
