import type { UserId } from '../database/index.js';
import { TooManyListenersError, TooManyOwnListenersError } from './events.errors.js';

/** Each holds a connection and, when it lags, asks the database for itself. */
const MOST = 1000;
/** More than the tabs and programs of one user need, and too few to shut all others out. */
const MOST_OF_ONE_USER = 100;

/** The places of this process for listeners. */
export class ListenerPlaces {
  private readonly takenBy = new Map<UserId, number>();
  private total = 0;

  get taken(): number {
    return this.total;
  }

  /**
   * @returns what gives the place back; to be called once
   * @throws TooManyOwnListenersError, TooManyListenersError
   */
  take(userId: UserId): () => void {
    if (this.of(userId) >= MOST_OF_ONE_USER) throw new TooManyOwnListenersError(MOST_OF_ONE_USER);
    if (this.total >= MOST) throw new TooManyListenersError();
    this.add(userId, 1);
    return () => {
      this.add(userId, -1);
    };
  }

  private of(userId: UserId): number {
    return this.takenBy.get(userId) ?? 0;
  }

  private add(userId: UserId, change: 1 | -1): void {
    this.total += change;
    const own = this.of(userId) + change;
    if (own > 0) this.takenBy.set(userId, own);
    else this.takenBy.delete(userId);
  }
}
