import type { AuthUser, UserColumn, UserId, UserLinks, UserModel } from '../database/index.js';
import { quotedName } from '../database/index.js';
import { type Permission, PERMISSIONS } from '../http/index.js';

/** A user as a request finds him: with those of his permissions that routes ask for. */
export type FoundUser = AuthUser & { readonly permissions: ReadonlySet<Permission> };

/** A row of the table of users as `userColumns` reads it. */
export interface RawUser {
  id: UserId;
  username: string | null;
  password: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  is_staff: number;
  is_active: number;
  is_superuser: number;
}

/** The same as `foundColumns` reads it. */
export interface RawFoundUser extends RawUser {
  /** Separated by commas; null when there are none. */
  permissions: string | null;
}

/** The alias of the table of users in every statement here. */
export const ACCOUNT = 'account';

const READ: readonly UserColumn[] = [
  ...(['id', 'username', 'password', 'first_name', 'last_name', 'email'] as const),
  ...(['is_staff', 'is_active', 'is_superuser'] as const),
];

/** For statements that have the table of users among their tables. Named columns, because it may have more of them than Django gave it. */
export const userColumns = (users: UserModel): string =>
  READ.map((name) => `${users.column(ACCOUNT, name)} AS ${name}`).join(', ');

const codenames = PERMISSIONS.map((name) => `'${name.split('.')[1] ?? ''}'`).join(', ');

/**
 * The same and his permissions: his own and those of his groups, none if he is not active, though up to 1.9 he stays logged
 * in (`ModelBackend.get_all_permissions`). Asked with every request: each part is one look into an index, where a join from
 * what he was granted would read all of it.
 */
export const foundColumns = (users: UserModel): string => `${userColumns(users)},
  (SELECT GROUP_CONCAT('assets.', permission.codename) FROM django_content_type type
     JOIN auth_permission permission
       ON permission.content_type_id = type.id AND permission.codename IN (${codenames})
    WHERE type.app_label = 'assets' AND ${users.column(ACCOUNT, 'is_active')} = 1
      AND ${users.column(ACCOUNT, 'is_superuser')} = 0 AND (${grants(users).join(' OR ')})) AS permissions`;

/** By which ways the user can have `permission`. */
function grants(users: UserModel): string[] {
  const { groups, permissions } = users.facts;
  const key = users.column(ACCOUNT, 'id');
  return [
    ...(permissions
      ? [
          `EXISTS (SELECT 1 FROM ${quotedName(permissions.table)} own
        WHERE ${userOf('own', permissions)} = ${key} AND ${targetOf('own', permissions)} = permission.id)`,
        ]
      : []),
    ...(groups
      ? [
          `EXISTS (SELECT 1 FROM auth_group_permissions held
        JOIN ${quotedName(groups.table)} member ON ${targetOf('member', groups)} = held.group_id
       WHERE held.permission_id = permission.id AND ${userOf('member', groups)} = ${key})`,
        ]
      : []),
    // Without PermissionsMixin nobody has any.
    ...(groups || permissions ? [] : ['FALSE']),
  ];
}

/** The columns of a table of links under an alias. */
export const userOf = (alias: string, { userColumn }: UserLinks): string =>
  `${alias}.${quotedName(userColumn)}`;
export const targetOf = (alias: string, { toColumn }: UserLinks): string =>
  `${alias}.${quotedName(toColumn)}`;

/** A plain object, not TypeORM's `create`, which looks at the metadata of every column. */
export function toAuthUser(row: RawUser, users: UserModel): AuthUser {
  return {
    id: users.toId(row.id),
    username: row.username ?? '',
    password: row.password,
    firstName: row.first_name ?? '',
    lastName: row.last_name ?? '',
    email: row.email ?? '',
    isStaff: Boolean(row.is_staff),
    isActive: Boolean(row.is_active),
    isSuperuser: Boolean(row.is_superuser),
  };
}

export function toFoundUser(row: RawFoundUser, users: UserModel): FoundUser {
  const granted = row.permissions?.split(',') ?? [];
  return {
    ...toAuthUser(row, users),
    permissions: new Set(PERMISSIONS.filter((name) => granted.includes(name))),
  };
}
