import type { UserModel } from '../user-model.js';

/** What the service does with a table. */
export interface NeededRights {
  readonly table: string;
  /** Any column of it, for a statement that tries the right. */
  readonly column: string;
  readonly needs: readonly string[];
  /** The columns that it updates, where it does not come to every one. */
  readonly updates?: readonly string[];
  readonly area: 'database' | 'inventory';
}

export const READ_WRITE: readonly string[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

const reading = (table: string, column: string): NeededRights => ({
  table,
  column,
  needs: ['SELECT'],
  area: 'database',
});

/** The rights that a request can come to need, table by table. */
export const neededRights = ({
  facts: { table, columns, ...facts },
}: UserModel): readonly NeededRights[] => [
  {
    table,
    column: columns.password,
    needs: ['SELECT', 'UPDATE'],
    updates: [columns.last_login, columns.password].flatMap((column) => column ?? []),
    area: 'database',
  },
  ...[facts.groups, facts.permissions].flatMap((links) =>
    links ? [reading(links.table, links.userColumn)] : [],
  ),
  ...OTHER_RIGHTS,
];

/** All but those on the tables of users. */
export const OTHER_RIGHTS: readonly NeededRights[] = [
  { table: 'django_session', column: 'session_key', needs: READ_WRITE, area: 'database' },
  reading('auth_group', 'id'),
  reading('auth_permission', 'id'),
  reading('auth_group_permissions', 'group_id'),
  reading('django_content_type', 'id'),
  reading('lockstep_migrations', 'name'),
  {
    table: 'lockstep_job',
    column: 'name',
    needs: ['SELECT', 'INSERT', 'UPDATE'],
    area: 'database',
  },
  { table: 'lockstep_lease', column: 'token', needs: READ_WRITE, area: 'database' },
  { table: 'lockstep_idempotency', column: 'user_id', needs: READ_WRITE, area: 'database' },
  { table: 'lockstep_counter', column: 'name', needs: ['SELECT', 'UPDATE'], area: 'database' },
  {
    table: 'lockstep_event',
    column: 'id',
    needs: ['SELECT', 'INSERT', 'UPDATE'],
    area: 'database',
  },
  { table: 'assets_asset', column: 'id', needs: READ_WRITE, area: 'inventory' },
  { table: 'assets_assetevent', column: 'id', needs: ['SELECT', 'UPDATE'], area: 'inventory' },
];
