import type { SessionData } from '../django/index.js';
import { LOGIN_KEY } from '../http/index.js';

/**
 * Whose login a session is, by what it says alone, or null. Django takes the id as a number or as text, in every version;
 * anything else names nobody.
 */
export function userIdIn(data: SessionData): number | null {
  const value = data.get(LOGIN_KEY);
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^\d{1,10}$/.test(digits)) return null;
  return Number(digits);
}
