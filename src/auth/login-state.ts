import type { DjangoProfile, SessionData } from '../django/index.js';
import { LOGIN_KEY } from '../http/index.js';

/** With `LOGIN_KEY` the three keys by which a session is a login (`django.contrib.auth`: SESSION_KEY's siblings). */
const BACKEND = '_auth_user_backend';
const HASH = '_auth_user_hash';

export interface LoginState {
  readonly userId: number;
  /** Dotted path of the backend that let the user in. */
  readonly backend: string;
  /** Empty before Django 1.7, and where it is missing. */
  readonly hash: string;
}

/** Who is logged in according to the session alone, or null. */
export function readLoginState(data: SessionData): LoginState | null {
  const userId = toUserId(data.get(LOGIN_KEY));
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
  data.set(LOGIN_KEY, profile.userIdType === 'integer' ? state.userId : String(state.userId));
  data.set(BACKEND, state.backend);
  if (profile.writesAuthHash) data.set(HASH, state.hash);
}

/** Django accepts the id as a number or as text, in every version. */
function toUserId(value: unknown): number | null {
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^\d{1,10}$/.test(digits)) return null;
  return Number(digits);
}
