import type { User } from '../http/index.js';
import type { AuthUser } from './auth-user.entity.js';

/** The user as `GET /api/auth/me` shows him. */
export interface UserView {
  id: number;
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  is_staff: boolean;
  is_superuser: boolean;
  groups: string[];
  permissions: string[];
}

export function toUserView(user: User, groups: string[], permissions: string[]): UserView {
  return {
    id: user.id,
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    is_staff: user.isStaff,
    is_superuser: user.isSuperuser,
    groups,
    permissions,
  };
}

/** The face that other modules see: the password column stays here. */
export function toUser({ password: _, isActive: __, ...user }: AuthUser): User {
  return user;
}

/** A user in a list. What only staff may see is left out for others. */
export interface ListedUser {
  id: number;
  username: string;
  first_name: string;
  last_name: string;
  email?: string;
  is_staff?: boolean;
}

export function toListedUser(user: AuthUser, caller: User): ListedUser {
  const { id, username, firstName, lastName, email, isStaff } = user;
  const open = { id, username, first_name: firstName, last_name: lastName };
  return caller.isStaff || caller.isSuperuser ? { ...open, email, is_staff: isStaff } : open;
}
