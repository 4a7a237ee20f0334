import type { DjangoProfile, SessionData } from '../django/index.js';

/** The three keys by which a session is a login (`django.contrib.auth`: SESSION_KEY and its siblings). */
const USER_ID = '_auth_user_id';
const BACKEND = '_auth_user_backend';
const HASH = '_auth_user_hash';

export interface LoginState {
  readonly userId: number;
  /** Dotted path of the backend that let the user in. */
  readonly backend: string;
  /** Empty before Django 1.7, and where it is missing. */
  readonly hash: string;
}

/** Whether anybody ever logged in here, also where the rest of the login is damaged: the data may be his. */
export function hasLogin(data: SessionData): boolean {
  return data.has(USER_ID);
}

/** Who is logged in according to the session alone, or null. */
export function readLoginState(data: SessionData): LoginState | null {
  const userId = toUserId(data.get(USER_ID));
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
  data.set(USER_ID, profile.userIdType === 'integer' ? state.userId : String(state.userId));
  data.set(BACKEND, state.backend);
  if (profile.writesAuthHash) data.set(HASH, state.hash);
}

/** Django accepts the id as a number or as text, in every version. */
function toUserId(value: unknown): number | null {
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^\d{1,10}$/.test(digits)) return null;
  return Number(digits);
}
