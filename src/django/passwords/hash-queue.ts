/** Threads of libuv's pool, where the hashes are computed; file access and DNS wait behind them. */
const POOL_THREADS = 4;

/** So many that the last one in line would wait beyond any client's patience. */
const DEFAULT_LIMIT = 64;

export class HashQueueFullError extends Error {
  constructor(limit: number) {
    super(`${limit} password checks are waiting already; try again later`);
    this.name = 'HashQueueFullError';
  }
}

export interface HashQueueOptions {
  /** Hashes computed at a time. */
  readonly concurrency: number;
  /** Hashes that may wait. */
  readonly limit?: number;
}

/**
 * How many hashes each process computes at a time. All together they leave one core to everybody else: with all of them
 * hashing, each request would wait behind somebody's login. But every process computes one, so where there is a process
 * for each core no core is left; then this bounds the memory, of which an argon2 hash takes 100 MB.
 */
export const hashesAtOnce = (cores: number, processes: number): number =>
  Math.max(1, Math.min(POOL_THREADS, Math.floor((cores - 1) / processes)));

/**
 * Runs password work in order of arrival, a few pieces at a time. One check costs up to half a second of a core, so
 * without a bound a burst of logins would occupy the whole pool for minutes and grow without end.
 */
export class HashQueue {
  readonly #concurrency: number;
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor({ concurrency, limit = DEFAULT_LIMIT }: HashQueueOptions) {
    this.#concurrency = concurrency;
    this.#limit = limit;
  }

  /** Pieces of work that wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Pieces of work that are being done. */
  get pending(): number {
    return this.#running;
  }

  /** @throws HashQueueFullError where too many wait; whatever `work` throws goes on to the caller. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#concurrency) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#limit) throw new HashQueueFullError(this.#limit);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The place goes straight to the next in line, so that nobody can slip in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
