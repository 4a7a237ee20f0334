export interface PlacesOptions {
  /** Pieces of work that are done at a time. */
  readonly count: number;
  /** Pieces that may wait. */
  readonly mostWaiting: number;
  /** Milliseconds that a piece waits at most; as long as it takes when it is undefined. */
  readonly longestWait?: number;
  /** What whoever gets no place is told. */
  readonly refusal: () => Error;
}

/** Does a bounded number of things at a time, the others in order of arrival, and says no instead of keeping a line without end. */
export class Places {
  private readonly line = new Set<() => void>();
  private taken = 0;

  constructor(private readonly options: PlacesOptions) {}

  /** Pieces of work that wait. */
  get waiting(): number {
    return this.line.size;
  }

  /** Pieces of work that are being done. */
  get running(): number {
    return this.taken;
  }

  /** Does `work` in a place of its own. @throws the refusal; whatever `work` throws goes on to the caller */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken < this.options.count) this.taken += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async turn(): Promise<void> {
    const { mostWaiting, longestWait, refusal } = this.options;
    if (this.line.size >= mostWaiting) throw refusal();
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const giveUp = (): void => {
        this.line.delete(enter);
        reject(refusal());
      };
      const timer = longestWait === undefined ? undefined : setTimeout(giveUp, longestWait);
      this.line.add(enter);
    });
  }

  /** The place goes straight to who waits longest, so that nobody can slip in between. */
  private leave(): void {
    const [next] = this.line;
    if (!next) {
      this.taken -= 1;
      return;
    }
    this.line.delete(next);
    next();
  }
}
