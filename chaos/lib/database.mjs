import mysql from 'mysql2/promise';
import { DATABASE } from '../../scripts/lib/database-server.mjs';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';
import { commandOf } from '../../scripts/lib/process-table.mjs';
import { setTimeout as pause } from 'node:timers/promises';

/** The server of one fault: durable as that of `npm start`, with its files in a folder of its own. */
export class FaultyDatabase {
  #folder;
  #flags;
  #server;

  /**
   * @param {string} folder
   * @param {string[]} flags for the server, after the usual ones
   */
  static async start(folder, flags) {
    const database = new FaultyDatabase();
    database.#folder = folder;
    database.#flags = flags;
    await database.startAgain();
    return database;
  }

  /** On the same files, after the server was killed. */
  async startAgain() {
    this.#server = await joinEmbeddedDatabase(this.#folder, { flags: this.#flags });
  }

  get isRunning() {
    return commandOf(this.#server.pid) !== '';
  }

  get url() {
    return this.#server.url(DATABASE);
  }

  /** @returns {import('mysql2/promise').ConnectionOptions} for clients in SQL */
  get options() {
    return {
      socketPath: this.#server.socketPath,
      database: DATABASE,
      user: 'root',
      timezone: 'Z',
      dateStrings: true,
    };
  }

  /** @returns {Promise<import('mysql2/promise').Connection>} */
  async connect() {
    const connection = await mysql.createConnection(this.options);
    // Without a listener the end of the server would be the end of the run.
    connection.on('error', () => undefined);
    return connection;
  }

  /** @param {NodeJS.Signals} signal SIGSTOP and SIGCONT, or SIGKILL: then it waits for the end */
  async signal(signal) {
    process.kill(this.#server.pid, signal);
    while (signal === 'SIGKILL' && this.isRunning) await pause(5);
  }

  close() {
    return this.#server.leave();
  }
}
