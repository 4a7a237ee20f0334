/** Threads of libuv's pool, where the hashes are computed; file access and DNS wait behind them. */
const POOL_THREADS = 4;

/**
 * How many password hashes each process computes at a time. All together they leave one core to everybody else: with all of
 * them hashing, each request would wait behind somebody's login. But every process computes one, so where there is a process
 * for each core no core is left; then this bounds the memory, of which an argon2 hash takes 100 MB.
 */
export const hashesAtOnce = (cores: number, processes: number): number =>
  Math.max(1, Math.min(POOL_THREADS, Math.floor((cores - 1) / processes)));
