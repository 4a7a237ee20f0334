import { timingSafeEqual } from 'node:crypto';

/**
 * Whether two texts are the same, in a time that tells nothing about where they differ (their lengths do show).
 * Django: `utils.crypto.constant_time_compare`.
 */
export function constantTimeEqual(left: string, right: string): boolean {
  const a = Buffer.from(left, 'utf8');
  const b = Buffer.from(right, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
