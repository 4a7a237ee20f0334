import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { firstArguments } from '../../scripts/lib/database-files.mjs';
import { SERVER_FLAGS } from '../../scripts/lib/database-server.mjs';

const START_MS = 120_000;

/** The account of the API, with the rights that the README asks for and no others. */
const ACCOUNT = 'lockstep';
const DATABASE = 'lockstep';

/**
 * Three servers that keep one database together. `apiUrls`: what the two API processes connect to; `rivalOptions`: where
 * somebody writes in SQL.
 * @typedef {object} Cluster
 * @property {ClusterNode[]} nodes
 * @property {[string, string]} apiUrls
 * @property {import('mysql2/promise').ConnectionOptions} rivalOptions
 * @property {(connection: import('mysql2/promise').Connection, sql: string, values?: unknown[]) => Promise<object[]>} readLatest
 *   a SELECT that shows what any node has committed by now
 * @property {(survivor: ClusterNode, dead: ClusterNode[]) => Promise<void>} reunite after the majority was killed
 * @property {() => Promise<void>} close
 */

/** One server of a cluster, on loopback, durable; `join` is the kind's own. */
export class ClusterNode {
  #child;

  /** @param {{ n: number, port: number, place: { data: string, log: string }, programs: import('../../scripts/lib/server-programs.mjs').ServerPrograms }} settings */
  constructor({ n, port, place, programs }) {
    this.n = n;
    this.port = port;
    this.place = place;
    this.programs = programs;
    this.name = `node ${n + 1}`;
  }

  /** @returns {string} for the API */
  get url() {
    return urlAt(this.port);
  }

  /** @returns {import('mysql2/promise').ConnectionOptions} as the API */
  get options() {
    return optionsAt(this.port);
  }

  /** As root, over the socket. */
  async query(sql, values) {
    return this.inSession(async (connection) => (await connection.query(sql, values))[0]);
  }

  /** Several statements on one connection, as root. */
  async inSession(work) {
    const { socketPath } = this;
    const connection = await mysql.createConnection({ socketPath, user: 'root' });
    try {
      return await work(connection);
    } finally {
      connection.destroy();
    }
  }

  /** @returns {Promise<void>} when the process has ended */
  kill() {
    return this.#end('SIGKILL');
  }

  stop() {
    return this.#end('SIGTERM');
  }

  get isRunning() {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  get socketPath() {
    return `${this.place.data}.sock`;
  }

  /**
   * @param {string[]} flags
   * @param {() => Promise<boolean>} isUp asked until it is
   */
  async run(flags, isUp) {
    this.#child = this.spawn(flags, this.place.log);
    await this.until(isUp);
  }

  /** @param {() => Promise<boolean>} isSo counts as not so while it fails */
  async until(isSo) {
    const deadline = Date.now() + START_MS;
    while (!(await isSo().catch(() => false))) {
      if (!this.isRunning || Date.now() > deadline)
        throw new Error(`${this.name} did not come up; its log is ${this.place.log}`);
      await pause(100);
    }
  }

  spawn(flags, log, env = this.programs.env) {
    const out = openSync(log, 'a');
    const { server } = this.programs;
    return spawn(server, [...this.#flags(), ...flags], { env, stdio: ['ignore', out, out] });
  }

  async #end(signal) {
    if (!this.isRunning) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exit;
  }

  #flags() {
    return [
      ...firstArguments(this.programs),
      `--datadir=${this.place.data}`,
      `--socket=${this.socketPath}`,
      `--pid-file=${this.place.data}.pid`,
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      ...SERVER_FLAGS,
    ];
  }
}

export const urlAt = (port) => `mysql://${ACCOUNT}:${ACCOUNT}@127.0.0.1:${port}/${DATABASE}`;

export const optionsAt = (port) => ({
  host: '127.0.0.1',
  port,
  user: ACCOUNT,
  password: ACCOUNT,
  database: DATABASE,
  timezone: 'Z',
  dateStrings: true,
});

/** The database and the account of the API. */
export const NEW_DATABASE = [
  `CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`,
  `CREATE USER ${ACCOUNT}@'127.0.0.1' IDENTIFIED BY '${ACCOUNT}'`,
  `GRANT ALL ON ${DATABASE}.* TO ${ACCOUNT}@'127.0.0.1'`,
];

export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
