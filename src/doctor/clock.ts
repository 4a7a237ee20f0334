import { fromDatabaseTime } from '../django/index.js';
import type { SessionFacts } from './read-session.js';
import type { Survey } from './survey.js';

const QUARTER = 900;
const UTC = { useTz: true, timeZone: 'UTC' };

/** Seconds by which the server's clock is ahead of ours. */
export function clockDifference({ now, server }: Pick<Survey, 'now' | 'server'>): number {
  return Math.round((fromDatabaseTime(server.utcNow, UTC).getTime() - now.getTime()) / 100) / 10;
}

/** What the rows say of the times that Django stores. */
export interface StoredTime {
  /** Seconds by which the column is ahead of UTC; null where nothing shows it. */
  readonly offset: number | null;
  /** `SESSION_COOKIE_AGE` as the rows have it. */
  readonly cookieAge: number | null;
}

/**
 * Whether `expire_date` is UTC. A signed session says in itself, in UTC, when it was written: what lies between that and
 * the row's `expire_date` is SESSION_COOKIE_AGE, plus the zone's offset where Django stores local time.
 * @param cookieAge `SESSION_COOKIE_AGE` as it is set now, seconds
 */
export function storedTimeOf(sessions: readonly SessionFacts[], cookieAge: number): StoredTime {
  const lifetimes = sessions.flatMap(({ lifetime }) => lifetime ?? []);
  const usual = mostFrequent(lifetimes);
  if (usual === undefined) return { offset: null, cookieAge: null };
  const offset = usual - cookieAge;
  // No place is further from UTC; and no zone differs from it by other than quarters of an hour.
  const isZone = offset % QUARTER === 0 && offset >= -12 * 3600 && offset <= 14 * 3600;
  return isZone ? { offset, cookieAge } : { offset: 0, cookieAge: usual };
}

function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
