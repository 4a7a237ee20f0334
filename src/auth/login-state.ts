import type { UserId, UserModel } from '../database/index.js';
import type { DjangoProfile, SessionData } from '../django/index.js';
import { JsonNumber } from '../exact-json.js';
import { LOGIN_KEY } from '../http/index.js';
import { userIdIn } from '../sessions/index.js';

/** With `LOGIN_KEY` the three keys by which a session is a login (`django.contrib.auth`: SESSION_KEY's siblings). */
const BACKEND = '_auth_user_backend';
const HASH = '_auth_user_hash';

export interface LoginState {
  readonly userId: UserId;
  /** Dotted path of the backend that let the user in. */
  readonly backend: string;
  /** Empty before Django 1.7, and where it is missing. */
  readonly hash: string;
}

/** Who is logged in according to the session alone, or null. */
export function readLoginState(data: SessionData, users: UserModel): LoginState | null {
  const userId = userIdIn(data, users);
  const backend = data.get(BACKEND);
  if (userId === null || typeof backend !== 'string') return null;
  const hash = data.get(HASH);
  return { userId, backend, hash: typeof hash === 'string' ? hash : '' };
}

/** Writes the login as the Django beside us would: integer or text id, with or without a hash. */
export function writeLoginState(
  data: SessionData,
  state: LoginState,
  profile: DjangoProfile,
): void {
  const text = String(state.userId);
  const isNumber = profile.userIdType === 'integer' && /^\d+$/.test(text);
  data.set(LOGIN_KEY, isNumber ? new JsonNumber(text) : text);
  data.set(BACKEND, state.backend);
  if (profile.writesAuthHash) data.set(HASH, state.hash);
}
