/** Who lived for less than this did not really work. */
const SHORT_LIFE_MS = 10_000;
const MOST_SHORT_LIVES = 6;
const FIRST_PAUSE_MS = 100;

/** How long to wait before a worker that ended is replaced, and when to give up. */
export class RestartPolicy {
  private readonly births = new Map<number, number>();
  private shortLives = 0;
  private anyBegan = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** True until a worker began to work: what stops the first one will stop the second. */
  get isFirst(): boolean {
    return !this.anyBegan;
  }

  /** This worker accepts connections. */
  begun(worker: number): void {
    this.births.set(worker, this.now());
    this.anyBegan = true;
  }

  /**
   * The pause doubles with each short life in a row; a long one clears the account.
   * @returns milliseconds, or undefined when it is time to give up
   */
  pauseAfter(worker: number): number | undefined {
    const born = this.births.get(worker);
    this.births.delete(worker);
    const wasShort = born === undefined || this.now() - born < SHORT_LIFE_MS;
    this.shortLives = wasShort ? this.shortLives + 1 : 0;
    if (this.shortLives > MOST_SHORT_LIVES) return undefined;
    return this.shortLives === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (this.shortLives - 1);
  }
}
