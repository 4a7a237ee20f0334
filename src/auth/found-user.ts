import { type Permission, PERMISSIONS } from '../http/index.js';
import type { AuthUser } from './auth-user.entity.js';

/** A user as a request finds him: with those of his permissions that routes ask for. */
export type FoundUser = AuthUser & { readonly permissions: ReadonlySet<Permission> };

/** A row of `auth_user` as `USER_COLUMNS` reads it. */
export interface RawUser {
  id: number;
  username: string;
  password: string;
  first_name: string;
  last_name: string;
  email: string;
  is_staff: number;
  is_active: number;
  is_superuser: number;
}

/** The same as `FOUND_COLUMNS` reads it. */
export interface RawFoundUser extends RawUser {
  /** Separated by commas; null when there are none. */
  permissions: string | null;
}

/** Named columns, because `auth_user` may have more of them than Django gave it. */
export const USER_COLUMNS = `auth_user.id, auth_user.username, auth_user.password, auth_user.first_name,
  auth_user.last_name, auth_user.email, auth_user.is_staff, auth_user.is_active, auth_user.is_superuser`;

const codenames = PERMISSIONS.map((name) => `'${name.split('.')[1] ?? ''}'`).join(', ');

/**
 * Permissions of his own and those of his groups, none if he is not active, though up to 1.9 he stays logged in
 * (`ModelBackend.get_all_permissions`). Asked with every request: each part is one look into an index, where a join
 * from what he was granted would read all of it.
 */
const ROUTE_PERMISSIONS = `
  (SELECT GROUP_CONCAT('assets.', permission.codename) FROM django_content_type type
     JOIN auth_permission permission
       ON permission.content_type_id = type.id AND permission.codename IN (${codenames})
    WHERE type.app_label = 'assets' AND auth_user.is_active = 1 AND auth_user.is_superuser = 0 AND (
      EXISTS (SELECT 1 FROM auth_user_user_permissions own
        WHERE own.user_id = auth_user.id AND own.permission_id = permission.id)
      OR EXISTS (SELECT 1 FROM auth_group_permissions held
        JOIN auth_user_groups member ON member.group_id = held.group_id
       WHERE held.permission_id = permission.id AND member.user_id = auth_user.id)))`;

/** For statements that have `auth_user` among their tables. */
export const FOUND_COLUMNS = `${USER_COLUMNS}, ${ROUTE_PERMISSIONS} AS permissions`;

/** A plain object, not TypeORM's `create`, which looks at the metadata of every column. */
export function toAuthUser(row: RawUser): AuthUser {
  return {
    id: row.id,
    username: row.username,
    password: row.password,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    isStaff: Boolean(row.is_staff),
    isActive: Boolean(row.is_active),
    isSuperuser: Boolean(row.is_superuser),
  };
}

export function toFoundUser(row: RawFoundUser): FoundUser {
  const granted = row.permissions?.split(',') ?? [];
  return {
    ...toAuthUser(row),
    permissions: new Set(PERMISSIONS.filter((name) => granted.includes(name))),
  };
}
