/** What is known of a key after a hit. */
export interface WindowState {
  readonly count: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly secondsLeft: number;
}

interface Window {
  count: number;
  readonly endsAt: number;
}

/**
 * Counts hits per key in windows of fixed length that begin at a key's first hit. Memory is bounded: ended windows
 * are swept away as new ones begin, and beyond `mostKeys` the oldest goes.
 */
export class WindowCounter {
  /** In the order in which the windows began, so also in the order in which they end. */
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly windowMs: number,
    private readonly mostKeys = 100_000,
    private readonly now: () => number = () => performance.now(),
  ) {}

  hit(key: string): WindowState {
    const window = this.open(key) ?? this.begin(key);
    window.count++;
    return this.stateOf(window);
  }

  /** Without counting. */
  peek(key: string): WindowState | undefined {
    const window = this.open(key);
    return window && this.stateOf(window);
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  get size(): number {
    return this.#windows.size;
  }

  private open(key: string): Window | undefined {
    const window = this.#windows.get(key);
    return window !== undefined && window.endsAt > this.now() ? window : undefined;
  }

  private begin(key: string): Window {
    this.#windows.delete(key);
    this.sweep();
    const window = { count: 0, endsAt: this.now() + this.windowMs };
    this.#windows.set(key, window);
    return window;
  }

  private sweep(): void {
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt > this.now() && this.#windows.size < this.mostKeys) return;
      this.#windows.delete(key);
    }
  }

  private stateOf({ count, endsAt }: Window): WindowState {
    return { count, secondsLeft: Math.max(1, Math.ceil((endsAt - this.now()) / 1000)) };
  }
}
