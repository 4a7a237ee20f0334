import { setTimeout as pause } from 'node:timers/promises';
import { WRITES } from '../writes/index.mjs';
import { Random } from './random.mjs';
import { LoadRecord } from './record.mjs';
import { Rival } from './rival.mjs';
import { Visitor } from './visitor.mjs';

export const CLIENTS = 8;
/** Two clients share each, so that a session has writers on several processes. */
export const SESSIONS = 4;
const LONGEST_PAUSE_MS = 20;

/**
 * What the load needs to know.
 * @typedef {object} Target
 * @property {string[]} origins of the API processes
 * @property {import('mysql2/promise').ConnectionOptions[]} databases where rivals write in SQL, one for each
 * @property {{ session: string, csrf: string }[]} logins `SESSIONS` of them
 * @property {import('./world.mjs').World} world made for `CLIENTS`
 * @property {number} limitMs within which every answer is promised
 * @property {number} seed
 */

/** Clients with mixed writes, and rivals who write past the API as a Django view does; all of it recorded. */
export class Load {
  record = new LoadRecord();
  #isOver = false;
  #running = [];
  #clients;
  #rivals;

  /** @param {Target} target */
  constructor({ origins, databases, logins, world, limitMs, seed }) {
    const random = (n) => new Random(seed + n);
    this.#clients = Array.from({ length: CLIENTS }, (_, n) => ({
      number: n,
      sessionNumber: n % SESSIONS,
      world,
      record: this.record,
      random: random(n),
      visitor: new Visitor(origins, n, logins[n % SESSIONS], this.record, limitMs),
      counted: 0,
      isOver: () => this.#isOver,
    }));
    this.#rivals = databases.map(
      (options, n) => new Rival(options, world, this.record, random(CLIENTS + n)),
    );
  }

  start() {
    for (const client of this.#clients)
      this.#running.push(this.#repeat(client.random, () => client.random.pick(WRITES).run(client)));
    for (const rival of this.#rivals)
      this.#running.push(this.#repeat(rival.random, () => rival.write()));
  }

  /** @returns {Promise<import('./record.mjs').LoadRecord>} when the last answer is there */
  async stop() {
    this.#isOver = true;
    await Promise.all(this.#running);
    for (const { visitor } of this.#clients) await visitor.close();
    for (const rival of this.#rivals) rival.close();
    return this.record;
  }

  async #repeat(random, write) {
    while (!this.#isOver) {
      await write();
      await pause(random.below(LONGEST_PAUSE_MS));
    }
  }
}
