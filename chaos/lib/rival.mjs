import mysql from 'mysql2/promise';

const LOCK_WAIT_SECONDS = 5;
const CONNECT_MS = 2_000;
/** A server that stands still answers nothing; whoever waits longer than the API would is no help to the run. */
const PATIENCE_MS = 30_000;

/** Somebody who increases a counter in SQL as a Django view does: BEGIN, SELECT … FOR UPDATE, UPDATE, COMMIT. */
export class Rival {
  random;
  #options;
  #world;
  #record;
  #connection;

  /**
   * @param {import('mysql2/promise').ConnectionOptions} options
   * @param {import('./world.mjs').World} world
   * @param {import('./record.mjs').LoadRecord} record
   * @param {import('./random.mjs').Random} random
   */
  constructor(options, world, record, random) {
    this.#options = { connectTimeout: CONNECT_MS, ...options };
    this.#world = world;
    this.#record = record;
    this.random = random;
  }

  async write() {
    const token = this.#record.newToken();
    const outcome = await this.#increase(this.random.pick(this.#world.counters), token);
    this.#record.writes.push({ token, kind: 'rival', rows: 1, outcome });
  }

  close() {
    this.#connection?.destroy();
  }

  /**
   * Before COMMIT was sent, the end of the connection undoes everything; after that nobody knows.
   * @returns {Promise<import('./record.mjs').Outcome>}
   */
  async #increase(id, token) {
    let isCommitting = false;
    try {
      this.#connection ??= await this.#connect();
      const query = (sql, values) =>
        this.#connection.query({ sql, values, timeout: PATIENCE_MS }).then(([rows]) => rows);
      await query('BEGIN');
      const [row] = await query('SELECT custom FROM assets_asset WHERE id = ? FOR UPDATE', [id]);
      const custom = JSON.stringify({ count: countOf(row.custom) + 1 });
      await query('UPDATE assets_asset SET custom = ?, notes = ? WHERE id = ?', [
        custom,
        token,
        id,
      ]);
      isCommitting = true;
      await query('COMMIT');
      return 'acknowledged';
    } catch (error) {
      this.close();
      this.#connection = undefined;
      return isCommitting && !isConflict(error) ? 'unknown' : 'refused';
    }
  }

  async #connect() {
    const connection = await mysql.createConnection(this.#options);
    // Without a listener the end of the server would be the end of the run.
    connection.on('error', () => undefined);
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.query(`SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
    return connection;
  }
}

/** The server said itself that it undid everything, as a cluster may at COMMIT. */
const isConflict = ({ errno }) => [1020, 1213, 3101].includes(errno);

const countOf = (custom) => (typeof custom === 'string' ? JSON.parse(custom) : custom).count;
