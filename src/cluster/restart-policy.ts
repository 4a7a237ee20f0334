/** Who lived for less than this did not really work. */
const SHORT_LIFE_MS = 10_000;
const MOST_SHORT_LIVES = 6;
const FIRST_PAUSE_MS = 100;

/** How long to wait before a worker that ended is replaced, and when to give up. */
export class RestartPolicy {
  private shortLives = 0;

  /**
   * The pause doubles with each short life in a row; a long one clears the account.
   * @param life how long the worker answered requests, in milliseconds
   * @returns milliseconds, or undefined when it is time to give up
   */
  pauseAfter(life: number): number | undefined {
    this.shortLives = life < SHORT_LIFE_MS ? this.shortLives + 1 : 0;
    if (this.shortLives > MOST_SHORT_LIVES) return undefined;
    return this.shortLives === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (this.shortLives - 1);
  }
}
