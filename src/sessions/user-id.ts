import type { UserId, UserModel } from '../database/index.js';
import type { SessionData } from '../django/index.js';
import { LOGIN_KEY } from '../http/index.js';

/** Whose login a session is, by what it says alone, or null: what is no key of the site's users names nobody. */
export const userIdIn = (data: SessionData, users: UserModel): UserId | null =>
  users.parseId(data.get(LOGIN_KEY));
