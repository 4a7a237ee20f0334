import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 200;
/** The readiness check gives the database 2 s; the rest is for a machine that is busy with the load. */
const NOTICE_MS = 3_500;
/** A probe of an orchestrator gives up after some seconds. */
const PROBE_MS = 5_000;

/**
 * What a probe got: a status, or `none` from a process that did not answer.
 * @typedef {{ origin: string, path: string, status: number | 'none', from: number, to: number }} Look
 */

/** Asks every process for its health, over and over, as an orchestrator does. */
export class HealthWatch {
  /** @type {Look[]} */
  looks = [];
  #isOver = false;
  #running;
  /** Times in which the database is away or hardly reached, and processes that are not expected to answer. */
  #away = [];
  #unsure = [];
  #excused = new Set();

  /** @param {string[]} origins */
  constructor(origins) {
    this.#running = origins.flatMap((origin) =>
      ['/health/live', '/health/ready'].map((path) => this.#repeat(origin, path)),
    );
  }

  /** Runs `work`, during which the database cannot answer. */
  async whileAway(work) {
    const from = performance.now();
    await work();
    this.#away.push({ from, to: performance.now() });
  }

  /** Runs `work`, during which a process may find its database or not: both are the truth. */
  async whileUnsure(work) {
    const from = performance.now();
    await work();
    this.#unsure.push({ from, to: performance.now() });
  }

  /** From now on nothing is expected of this process. */
  excuse(origin) {
    this.#excused.add(origin);
  }

  isExpected(origin) {
    return !this.#excused.has(origin);
  }

  /** Resolves once every process has said that it is ready, asked after this moment. */
  async untilReady() {
    const since = performance.now();
    const isReady = (origin) =>
      this.looks.some(
        (look) =>
          look.origin === origin &&
          look.path === '/health/ready' &&
          look.status === 200 &&
          look.from > since,
      );
    const origins = new Set(this.looks.map(({ origin }) => origin));
    while (
      !this.#isOver &&
      [...origins].some((origin) => !this.#excused.has(origin) && !isReady(origin))
    )
      await pause(20);
  }

  /** @returns {Promise<string[]>} where health did not tell the truth */
  async stop() {
    this.#isOver = true;
    await Promise.all(this.#running);
    return untruths(
      this.looks.filter(({ origin }) => !this.#excused.has(origin)),
      this.#away,
      this.#unsure,
    );
  }

  async #repeat(origin, path) {
    while (!this.#isOver) {
      const from = performance.now();
      const status = await statusOf(origin + path);
      this.looks.push({ origin, path, status, from, to: performance.now() });
      await pause(BETWEEN_LOOKS_MS);
    }
  }
}

async function statusOf(url) {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(PROBE_MS),
      headers: { connection: 'close' },
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 'none';
  }
}

/**
 * A process that lives says so at all times; it is ready exactly when its database answers.
 * @param {Look[]} looks
 * @param {{ from: number, to: number }[]} away milliseconds
 * @param {{ from: number, to: number }[]} [unsure] either answer is right
 * @returns {string[]}
 */
export function untruths(looks, away, unsure = []) {
  const sentences = looks.map(({ path, status, from, to }) => {
    if (path === '/health/live') return status === 200 ? undefined : `live said ${status}`;
    const isAway = away.some((time) => from > time.from && to < time.to);
    if (isAway && status === 200) return 'ready said 200 while the database was away';
    const isHere = ![...away, ...unsure].some(
      (time) => to > time.from && from < time.to + NOTICE_MS,
    );
    return isHere && status !== 200 ? `ready said ${status} with its database at hand` : undefined;
  });
  return [...new Set(sentences.filter(Boolean))];
}
