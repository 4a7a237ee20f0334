import { Agent, request } from 'undici';

/** How much longer than the limit a client waits, so that a hang is seen as one and not taken for the client's impatience. */
const PATIENCE_MS = 5_000;

/** The connection was never made, so nothing was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOENT', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * An answer, or the absence of one.
 * @typedef {{ status: number | string, body: any, etag: string | undefined, outcome: import('./record.mjs').Outcome }} Answer
 */

/** A client over real HTTP with one connection, which goes to the next process when one does not answer. */
export class Visitor {
  #agent;
  #origins;
  #at;
  #record;
  #headers;

  /**
   * @param {string[]} origins of the API processes
   * @param {number} first which of them is asked first
   * @param {{ session: string, csrf: string }} login
   * @param {import('./record.mjs').LoadRecord} record gets every exchange
   * @param {number} limitMs within which an answer is promised
   */
  constructor(origins, first, login, record, limitMs) {
    const patience = limitMs + PATIENCE_MS;
    this.#agent = new Agent({
      connections: 1,
      pipelining: 1,
      headersTimeout: patience,
      bodyTimeout: patience,
    });
    this.#origins = origins;
    this.#at = first % origins.length;
    this.#record = record;
    this.#headers = {
      cookie: `sessionid=${login.session}; csrftoken=${login.csrf}`,
      'x-csrftoken': login.csrf,
    };
  }

  /** @returns {Promise<Answer>} never rejects */
  async send(method, path, body, headers = {}) {
    const start = performance.now();
    const answer = await this.#exchange(method, path, body, headers);
    const milliseconds = performance.now() - start;
    this.#record.exchanges.push({ what: `${method} ${path}`, status: answer.status, milliseconds });
    return answer;
  }

  close() {
    return this.#agent.destroy();
  }

  async #exchange(method, path, body, headers) {
    try {
      const content = body === undefined ? {} : { 'content-type': 'application/json' };
      const {
        statusCode,
        headers: answered,
        body: stream,
      } = await request(this.#origins[this.#at] + path, {
        method,
        dispatcher: this.#agent,
        headers: { ...this.#headers, ...content, ...headers },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await stream.text();
      const read = text === '' ? {} : JSON.parse(text);
      return {
        status: statusCode,
        body: read,
        etag: answered.etag,
        outcome: outcomeOf(statusCode, read),
      };
    } catch (error) {
      this.#at = (this.#at + 1) % this.#origins.length;
      return brokenBy(error);
    }
  }
}

/** A 500 promises nothing; a 503 may say itself that a COMMIT was under way. */
function outcomeOf(status, body) {
  if (status < 400) return 'acknowledged';
  return status === 500 || body.outcome === 'unknown' ? 'unknown' : 'refused';
}

function brokenBy(error) {
  const code = error.code ?? error.name;
  if (NOT_SENT.has(code))
    return { status: 'not sent', body: {}, etag: undefined, outcome: 'refused' };
  const status = code.includes('TIMEOUT') ? 'no answer' : 'broken';
  return { status, body: {}, etag: undefined, outcome: 'unknown' };
}
