/** Who lived for less than this did not really work. */
const SHORT_LIFE_MS = 10_000;
const MOST_SHORT_LIVES = 6;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3200;

/** How long to wait before a worker that ended is replaced, and when that is in vain. */
export class RestartPolicy {
  private shortLives = 0;

  /**
   * The pause doubles with each short life in a row, up to some seconds; a long one clears the account.
   * @param life how long the worker answered requests, in milliseconds
   * @returns milliseconds
   */
  pauseAfter(life: number): number {
    this.shortLives = life < SHORT_LIFE_MS ? this.shortLives + 1 : 0;
    if (this.shortLives === 0) return 0;
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.shortLives - 1));
  }

  /** True when so many ended early in a row that the next will, too. */
  get isHopeless(): boolean {
    return this.shortLives > MOST_SHORT_LIVES;
  }
}
