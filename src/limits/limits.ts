import type { WindowState } from './window-counter.js';

/**
 * What callers did within the last minute, counted once for all processes behind the port. There are two homes: the
 * memory of the only process (`OwnLimits`), and the memory of the primary, which its workers ask. A class rather than
 * an interface, so that it can be asked for by injection.
 */
export abstract class Limits {
  /** Counts one more request of a caller. */
  abstract countRequest(caller: string): Promise<WindowState>;

  /**
   * Registers a login that wants to be tried.
   * @param key the name and the caller
   * @param most how many tries may fail in a minute, more than 0
   */
  abstract beginLogin(key: string, most: number): LoginTry;
}

/** One try of a login, from its registration to its end. */
export interface LoginTry {
  /** Comes when as many others ended that even if all that run now fail, this one may fail too. */
  readonly turn: Promise<Turn>;
  /** Must be called, whatever came of the turn; while the turn is awaited it withdraws the try. */
  end(outcome: Outcome): void;
}

/** Whether the password may be looked at; if not, how many seconds later it may. */
export type Turn =
  { readonly mayTry: true } | { readonly mayTry: false; readonly secondsLeft: number };

/** `unknown`: a fault of ours, or the process ended; it counts neither as a failure nor as a success. */
export type Outcome = 'failed' | 'succeeded' | 'unknown';
