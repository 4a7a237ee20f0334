import { z } from 'zod';
import type { AuthUser } from '../database/index.js';
import { type User, userIdView } from '../http/index.js';
import type { FoundUser } from './found-user.js';

const EXAMPLE = {
  id: 1,
  username: 'ann',
  first_name: 'Ann',
  last_name: 'Lee',
  email: 'ann@example.com',
  is_staff: true,
};

/** The user as `GET /api/auth/me` shows him. */
export const userViewSchema = z
  .object({
    id: userIdView,
    username: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    email: z.string(),
    is_staff: z.boolean(),
    is_superuser: z.boolean(),
    groups: z.array(z.string()),
    permissions: z.array(z.string()),
  })
  .meta({
    id: 'User',
    example: {
      ...EXAMPLE,
      is_superuser: false,
      groups: ['technicians'],
      permissions: ['assets.change_asset', 'assets.view_asset'],
    },
  });

export type UserView = z.output<typeof userViewSchema>;

/** @param user whose permissions on routes do not matter here */
export function toUserView(
  user: Omit<User, 'permissions'>,
  groups: string[],
  permissions: string[],
): UserView {
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

/**
 * The face that other modules see: the password column stays here. Up to Django 1.9 an inactive user stays logged in,
 * but a superuser who is not active has no powers (`PermissionsMixin.has_perm`).
 */
export function toUser(user: FoundUser): User {
  const { id, username, firstName, lastName, email, isStaff, permissions } = user;
  const isSuperuser = user.isSuperuser && user.isActive;
  return { id, username, firstName, lastName, email, isStaff, isSuperuser, permissions };
}

/** A user in a list. What only staff may see is left out for others. */
const listedUserSchema = z.object({
  id: userIdView,
  username: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string().optional(),
  is_staff: z.boolean().optional(),
});

export const userListSchema = z
  .object({ results: z.array(listedUserSchema) })
  .meta({ id: 'UserList', example: { results: [EXAMPLE] } });

type ListedUser = z.output<typeof listedUserSchema>;
export type UserList = z.output<typeof userListSchema>;

export function toListedUser(user: AuthUser, caller: User): ListedUser {
  const { id, username, firstName, lastName, email, isStaff } = user;
  const open = { id, username, first_name: firstName, last_name: lastName };
  return caller.isStaff || caller.isSuperuser ? { ...open, email, is_staff: isStaff } : open;
}
