import { noFreeConnection, POOL_WAIT_MS, WAITING_PER_CONNECTION } from './connection-pool.js';

/** The part of a pool that is kept for single statements. */
const KEPT = 1 / 5;

/**
 * How many transactions of this process run at a time: fewer than there are connections. Whoever waits for a locked row has
 * a connection meanwhile; with all of them waiting for one row nobody could log in, read, or see that the service is ready.
 */
export class TransactionPlaces {
  private readonly waiting = new Set<() => void>();
  private readonly mostWaiting: number;
  private free: number;

  /** @param poolSize connections; of a single one nothing can be kept */
  constructor(poolSize: number) {
    this.free = Math.max(1, poolSize - Math.ceil(poolSize * KEPT));
    this.mostWaiting = this.free * WAITING_PER_CONNECTION;
  }

  /** Transactions that wait for a place. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  /** Does `work` in a place of its own. @throws as a full pool does, when none became free in time */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async turn(): Promise<void> {
    if (this.waiting.size >= this.mostWaiting) throw noFreeConnection();
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(enter);
        reject(noFreeConnection());
      }, POOL_WAIT_MS);
      this.waiting.add(enter);
    });
  }

  /** The place goes straight to who waits longest, so that nobody can slip in between. */
  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
