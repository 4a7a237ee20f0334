import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createData } from '../../scripts/lib/database-files.mjs';
import { LauncherError } from '../../scripts/lib/fail.mjs';
import { ROOT } from '../../scripts/lib/root.mjs';
import { ensureServerPrograms } from '../../scripts/lib/server-programs.mjs';
import { ClusterNode, freePorts, NEW_DATABASE } from './node.mjs';

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so'];
const NODES = 3;
const SYNCED = '4';

/**
 * Three nodes of MariaDB Galera, with the timeouts that Galera has by default.
 * @implements {import('./node.mjs').Cluster}
 */
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

  get apiUrls() {
    return [this.nodes[0].url, this.nodes[1].url];
  }

  get rivalOptions() {
    return this.nodes[2].options;
  }

  async readLatest(connection, sql, values) {
    const latest = `SET STATEMENT wsrep_sync_wait = 1 FOR ${sql}`;
    return (await connection.query(latest, values))[0];
  }

  async reunite(survivor, dead) {
    await Promise.all(dead.map((node) => node.join()));
  }

  async close() {
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  async #build(folder, provider) {
    const programs = await ensureServerPrograms(folder);
    const ports = await freePorts(NODES * 3);
    const address = `gcomm://${ports.slice(NODES, 2 * NODES).map((port) => `127.0.0.1:${port}`)}`;
    for (let n = 0; n < NODES; n++) {
      const place = { data: join(folder, `node-${n + 1}`), log: join(folder, `node-${n + 1}.log`) };
      const own = { group: ports[NODES + n], transfer: ports[2 * NODES + n], address, provider };
      this.nodes.push(new GaleraNode({ n, port: ports[n], place, programs }, own));
    }
    const [first, ...others] = this.nodes;
    await createData(first.place, programs);
    // Once started and stopped, its files know their place in the history of the cluster, and so do their copies.
    await first.bootstrap();
    for (const sql of NEW_DATABASE) await first.query(sql);
    await first.stop();
    for (const { place } of others) await copyData(first.place.data, place.data);
    await first.bootstrap();
    await Promise.all(others.map((node) => node.join()));
  }
}

class GaleraNode extends ClusterNode {
  #own;

  constructor(settings, own) {
    super(settings);
    this.#own = own;
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

  spawn(flags, log) {
    const path = [join(ROOT, 'chaos/cluster'), this.programs.env.PATH].join(delimiter);
    const env = { ...this.programs.env, PATH: path };
    return super.spawn([...this.#flags(), ...flags], log, env);
  }

  async #start(flags) {
    await this.run(flags, async () => {
      const [state] = await this.query(`SHOW STATUS LIKE 'wsrep_local_state'`);
      return state.Value === SYNCED;
    });
  }

  /** What Debian's `galera_recovery` asks a crashed server for. */
  async #lastPosition() {
    const log = `${this.place.log}.recovery`;
    const child = this.spawn(['--wsrep-recover'], log);
    await once(child, 'exit');
    const found = [...readFileSync(log, 'utf8').matchAll(/Recovered position: (\S+)/g)].at(-1);
    if (!found) throw new Error(`${this.name} does not know its position; its log is ${log}`);
    return found[1];
  }

  #flags() {
    const { group, transfer, address, provider } = this.#own;
    return [
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
      '--wsrep-on=ON',
      `--wsrep-provider=${provider}`,
      '--wsrep-cluster-name=lockstep',
      `--wsrep-cluster-address=${address}`,
      `--wsrep-node-name=node-${this.n + 1}`,
      '--wsrep-node-address=127.0.0.1',
      '--wsrep-sst-method=handover',
      `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${group};ist.recv_addr=127.0.0.1:${transfer};gcache.size=64M`,
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

const WHAT_TO_DO = `npm run cluster -- galera needs MariaDB with the library of Galera, which is not on this machine:
  apt-get install mariadb-server-core mariadb-client-core galera-4`;
