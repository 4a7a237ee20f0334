import type { Lease } from './leases.repository.js';
import { LeaseHeldError, LeaseLostError } from './leases.errors.js';

/**
 * Whether a caller may write rows on which these leases are. A token is good for its own lease only, and worth nothing
 * when that is over.
 * @throws LeaseHeldError, LeaseLostError
 */
export function assertNotLeased(leases: readonly Lease[], token: string | undefined): void {
  const isOwn = (lease: Lease): boolean => lease.token === token;
  if (token !== undefined && !leases.some(isOwn)) throw new LeaseLostError();
  const held = leases.find((lease) => !isOwn(lease));
  if (held) throw new LeaseHeldError(held);
}
