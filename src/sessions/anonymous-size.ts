import type { SessionData } from '../django/index.js';
import { LOGIN_KEY } from '../http/index.js';
import { SessionTooLargeError } from './sessions.errors.js';

/** Characters of JSON. Anybody can have such a row made, and it stays for two weeks. */
const MOST_ANONYMOUS = 8_192;

/**
 * Bounds a session without a login. What the Django site put there counts too, but may be more: such a session can be
 * changed as long as it does not grow.
 * @throws SessionTooLargeError
 */
export function assertAnonymousSize(before: SessionData, after: SessionData): void {
  if (after.has(LOGIN_KEY)) return;
  const most = Math.max(MOST_ANONYMOUS, before.body().length);
  if (after.body().length > most) throw new SessionTooLargeError('8 KB without a login');
}
