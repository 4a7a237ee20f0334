import { Places } from '../places.js';
import { noFreeConnection, POOL_WAIT_MS, WAITING_PER_CONNECTION } from './connection-pool.js';

/** The part of a pool that is kept for single statements. */
const KEPT = 1 / 5;

/**
 * How many transactions of this process run at a time: fewer than there are connections. Whoever waits for a locked row has
 * a connection meanwhile; with all of them waiting for one row nobody could log in, read, or see that the service is ready.
 * @param poolSize connections; of a single one nothing can be kept
 */
export function transactionPlaces(poolSize: number): Places {
  const count = Math.max(1, poolSize - Math.ceil(poolSize * KEPT));
  const mostWaiting = count * WAITING_PER_CONNECTION;
  return new Places({ count, mostWaiting, longestWait: POOL_WAIT_MS, refusal: noFreeConnection });
}
