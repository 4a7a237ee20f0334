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
