import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { asUser, createData } from '../../scripts/lib/database-files.mjs';
import { SERVER_FLAGS } from '../../scripts/lib/database-server.mjs';
import { LauncherError } from '../../scripts/lib/fail.mjs';
import { ROOT } from '../../scripts/lib/root.mjs';
import { ensureServerPrograms } from '../../scripts/lib/server-programs.mjs';

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so'];
const NODES = 3;
const START_MS = 60_000;
const SYNCED = '4';

/** Three nodes of MariaDB Galera on loopback, durable, with the timeouts that Galera has by default. */
export class GaleraCluster {
  /** @type {GaleraNode[]} */
  nodes = [];

  /**
   * @param {string} folder for data and logs
   * @throws {LauncherError} naming the packages that are missing
   */
  static async start(folder) {
    const provider = PROVIDERS.find(existsSync);
    if (!provider) throw new LauncherError(WHAT_TO_DO);
    const cluster = new GaleraCluster();
    try {
      await cluster.#build(folder, provider);
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  async close() {
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  async #build(folder, provider) {
    const programs = await ensureServerPrograms(folder);
    const ports = await freePorts(NODES * 3);
    const address = `gcomm://${ports.slice(NODES, 2 * NODES).map((port) => `127.0.0.1:${port}`)}`;
    for (let n = 0; n < NODES; n++) {
      const own = { sql: ports[n], group: ports[NODES + n], transfer: ports[2 * NODES + n] };
      const place = { data: join(folder, `node-${n + 1}`), log: join(folder, `node-${n + 1}.log`) };
      this.nodes.push(new GaleraNode({ n, own, place, address, provider, programs }));
    }
    const [first, ...others] = this.nodes;
    await createData(first.place, programs);
    // Once started and stopped, its files know their place in the history of the cluster, and so do their copies.
    await first.bootstrap();
    await first.query('CREATE DATABASE lockstep CHARACTER SET utf8mb4');
    await first.stop();
    for (const { place } of others) await copyData(first.place.data, place.data);
    await first.bootstrap();
    await Promise.all(others.map((node) => node.join()));
  }
}

/** One server of the cluster. */
class GaleraNode {
  #settings;
  #child;

  constructor(settings) {
    this.#settings = settings;
    this.place = settings.place;
    this.name = `node ${settings.n + 1}`;
  }

  /** @returns {string} for the API */
  get url() {
    return `mysql://root@127.0.0.1:${this.#settings.own.sql}/lockstep`;
  }

  /** @returns {import('mysql2/promise').ConnectionOptions} */
  get options() {
    return {
      host: '127.0.0.1',
      port: this.#settings.own.sql,
      user: 'root',
      database: 'lockstep',
      timezone: 'Z',
      dateStrings: true,
    };
  }

  async query(sql, values) {
    const connection = await mysql.createConnection({ ...this.options, database: undefined });
    try {
      return (await connection.query(sql, values))[0];
    } finally {
      await connection.end();
    }
  }

  /** As the first node of a cluster. */
  bootstrap() {
    return this.#start(['--wsrep-new-cluster']);
  }

  /** Joins the others and comes back when it has what they have; after a crash from where its own files end. */
  async join() {
    const state = await readFile(join(this.place.data, 'grastate.dat'), 'utf8');
    const crashed = /^seqno:\s+-1$/m.test(state);
    await this.#start(crashed ? [`--wsrep-start-position=${await this.#lastPosition()}`] : []);
  }

  /** @returns {Promise<void>} when the process has ended */
  kill() {
    return this.#end('SIGKILL');
  }

  stop() {
    return this.#end('SIGTERM');
  }

  async #end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  async #start(args) {
    this.#child = this.#spawn(args, this.place.log);
    const deadline = Date.now() + START_MS;
    while (!(await this.#isSynced())) {
      if (this.#child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${this.name} did not come up; its log is ${this.place.log}`);
      await pause(100);
    }
  }

  async #isSynced() {
    try {
      const [state] = await this.query(`SHOW STATUS LIKE 'wsrep_local_state'`);
      return state.Value === SYNCED;
    } catch {
      return false;
    }
  }

  /** What Debian's `galera_recovery` asks a crashed server for. */
  async #lastPosition() {
    const log = `${this.place.log}.recovery`;
    const child = this.#spawn(['--wsrep-recover'], log);
    await once(child, 'exit');
    const found = [...readFileSync(log, 'utf8').matchAll(/Recovered position: (\S+)/g)].at(-1);
    if (!found) throw new Error(`${this.name} does not know its position; its log is ${log}`);
    return found[1];
  }

  #spawn(args, log) {
    const { programs } = this.#settings;
    const out = openSync(log, 'a');
    const path = [join(ROOT, 'chaos/galera'), programs.env.PATH].join(delimiter);
    return spawn(programs.server, [...this.#flags(), ...args], {
      env: { ...programs.env, PATH: path },
      stdio: ['ignore', out, out],
    });
  }

  #flags() {
    const { own, place, address, provider, programs, n } = this.#settings;
    return [
      '--no-defaults',
      ...(programs.basedir ? [`--basedir=${programs.basedir}`] : []),
      ...asUser(),
      `--datadir=${place.data}`,
      `--socket=${place.data}.sock`,
      `--pid-file=${place.data}.pid`,
      `--port=${own.sql}`,
      '--bind-address=127.0.0.1',
      ...SERVER_FLAGS,
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
      '--wsrep-on=ON',
      `--wsrep-provider=${provider}`,
      '--wsrep-cluster-name=lockstep',
      `--wsrep-cluster-address=${address}`,
      `--wsrep-node-name=node-${n + 1}`,
      '--wsrep-node-address=127.0.0.1',
      '--wsrep-sst-method=handover',
      `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${own.group};ist.recv_addr=127.0.0.1:${own.transfer};gcache.size=64M`,
    ];
  }
}

/** The copy is a member of the same history, and not the node that a cluster may begin with. */
async function copyData(from, to) {
  await mkdir(to, { mode: 0o700 });
  await cp(from, to, { recursive: true });
  const state = join(to, 'grastate.dat');
  const text = await readFile(state, 'utf8');
  await writeFile(state, text.replace('safe_to_bootstrap: 1', 'safe_to_bootstrap: 0'));
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

const WHAT_TO_DO = `npm run cluster needs MariaDB with the library of Galera, which is not on this machine:
  apt-get install mariadb-server-core mariadb-client-core galera-4`;
