import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/**
 * What a process answers, and after how long.
 * @param {string} origin
 * @param {string} path
 * @param {{ session?: string }} [login]
 * @returns {Promise<{ status: number, code: string | undefined, milliseconds: number }>}
 */
export async function probe(origin, path, { session } = {}) {
  const from = performance.now();
  const answer = await fetch(origin + path, {
    headers: session === undefined ? {} : { cookie: `sessionid=${session}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { code } = await answer.json();
  return { status: answer.status, code, milliseconds: performance.now() - from };
}

/**
 * Asks `/health/ready` until it says `status`.
 * @returns {Promise<number>} seconds that it took
 * @throws {Error} when it does not within a minute
 */
export async function untilReadySays(status, { origin, name }) {
  const from = performance.now();
  while ((await probe(origin, '/health/ready')).status !== status) {
    if (performance.now() - from > PATIENCE_MS)
      throw new Error(`${name} did not say ${status} on /health/ready within a minute`);
    await pause(100);
  }
  return (performance.now() - from) / 1000;
}
