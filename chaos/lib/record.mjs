/**
 * What a client knows of his write: `acknowledged` and `refused` are promises of the API, which the audit holds it to;
 * `unknown` is what a connection leaves behind that broke before the answer.
 * @typedef {'acknowledged' | 'refused' | 'unknown'} Outcome
 */

/**
 * A write and what is to be found of it when it is there.
 * @typedef {object} Write
 * @property {string} token unique; stands in the history beside each row that the write changed
 * @property {string} kind `batch`
 * @property {number} rows how many rows the whole of it changes
 * @property {Outcome} outcome
 * @property {string} [key] its Idempotency-Key
 * @property {number} [assetId] of a create that was acknowledged
 */

/**
 * One value of one key of a session; whoever writes it owns the key, and counts up.
 * @typedef {{ session: number, key: string, value: number, outcome: Outcome }} SessionWrite
 */

/**
 * One request; `status` is that of its answer, or says what became of the connection.
 * @typedef {{ what: string, status: number | string, milliseconds: number }} Exchange
 */

/** What the clients of one run intended, and what came of it. */
export class LoadRecord {
  /** @type {Write[]} */
  writes = [];
  /** @type {SessionWrite[]} */
  sessionWrites = [];
  /** @type {Exchange[]} reads included */
  exchanges = [];
  #tokens = 0;

  newToken() {
    this.#tokens += 1;
    return `write-${this.#tokens}`;
  }

  /** @returns {Record<Outcome, number>} */
  counts() {
    const counts = { acknowledged: 0, refused: 0, unknown: 0 };
    for (const { outcome } of [...this.writes, ...this.sessionWrites]) counts[outcome] += 1;
    return counts;
  }

  /** @returns {Record<string, number>} how many answers there were of each status that is no success */
  refusals() {
    const counts = {};
    for (const { status } of this.exchanges)
      if (!(status < 400)) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** In milliseconds. */
  longest() {
    return this.exchanges.reduce((most, { milliseconds }) => Math.max(most, milliseconds), 0);
  }
}
