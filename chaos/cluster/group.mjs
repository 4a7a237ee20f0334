import { randomUUID } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createData } from '../../scripts/lib/database-files.mjs';
import { dataDirectory, readEnvironment } from '../../scripts/lib/environment.mjs';
import { ensureSidServer } from '../../scripts/lib/sid-servers.mjs';
import { ClusterNode, freePorts, NEW_DATABASE, optionsAt, urlAt } from './node.mjs';
import { PrimaryProxy } from './primary-proxy.mjs';

const NODES = 3;

/** Who sends a member that was away what it missed. */
const RECOVERY = 'recovery';

const IN_EACH = [
  'SET SQL_LOG_BIN = 0',
  `CREATE USER ${RECOVERY}@'%' IDENTIFIED BY '${RECOVERY}'`,
  `GRANT REPLICATION SLAVE, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO ${RECOVERY}@'%'`,
  `CHANGE REPLICATION SOURCE TO SOURCE_USER = '${RECOVERY}', SOURCE_PASSWORD = '${RECOVERY}'
    FOR CHANNEL 'group_replication_recovery'`,
];

/** What `/health/ready` looks at. */
const MEMBERS_RIGHT = `GRANT SELECT ON performance_schema.replication_group_members TO lockstep@'127.0.0.1'`;

const OWN_STATE = `SELECT member_state AS state, member_role AS role
  FROM performance_schema.replication_group_members WHERE member_id = @@server_uuid`;

/**
 * Three members of a MySQL group, with the timeouts that it has by default: each of them a primary, or one of them behind
 * a proxy that follows it.
 * @implements {import('./node.mjs').Cluster}
 */
export class GroupCluster {
  /** @type {GroupNode[]} */
  nodes = [];
  #proxy;

  /** Every member is a primary. @param {string} folder for data and logs */
  static start(folder) {
    return GroupCluster.#started(folder, false);
  }

  /** One is. @param {string} folder */
  static startSinglePrimary(folder) {
    return GroupCluster.#started(folder, true);
  }

  static async #started(folder, hasOnePrimary) {
    const cluster = new GroupCluster();
    try {
      await cluster.#build(folder, hasOnePrimary);
      if (hasOnePrimary) cluster.#proxy = await PrimaryProxy.start(() => cluster.primary());
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  get apiUrls() {
    if (this.#proxy) return [urlAt(this.#proxy.port), urlAt(this.#proxy.port)];
    return [this.nodes[0].url, this.nodes[1].url];
  }

  get rivalOptions() {
    return this.#proxy ? optionsAt(this.#proxy.port) : this.nodes[2].options;
  }

  async readLatest(connection, sql, values) {
    await connection.query(`SET SESSION group_replication_consistency = 'BEFORE'`);
    return (await connection.query(sql, values))[0];
  }

  /** @returns {Promise<GroupNode | undefined>} the first member that says so of itself */
  async primary() {
    for (const node of this.nodes) {
      const { state, role } = (await node.standing()) ?? {};
      if (state === 'ONLINE' && role === 'PRIMARY') return node;
    }
    return undefined;
  }

  /** Whoever runs a group does this by hand: the survivor cannot know that the others are dead. */
  async reunite(survivor, dead) {
    await survivor.query('SET GLOBAL group_replication_force_members = ?', [survivor.address]);
    await survivor.query(`SET GLOBAL group_replication_force_members = ''`);
    for (const node of dead) await node.join();
  }

  async close() {
    this.#proxy?.close();
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  async #build(folder, hasOnePrimary) {
    const programs = await ensureSidServer('mysql', dataDirectory(readEnvironment()));
    const ports = await freePorts(NODES * 2);
    const addresses = ports.slice(NODES).map((port) => `127.0.0.1:${port}`);
    const group = { name: randomUUID(), seeds: addresses.join(','), hasOnePrimary };
    for (let n = 0; n < NODES; n++) {
      const place = { data: join(folder, `node-${n + 1}`), log: join(folder, `node-${n + 1}.log`) };
      const settings = { n, port: ports[n], place, programs };
      this.nodes.push(new GroupNode(settings, { ...group, address: addresses[n] }));
    }
    const [first, ...others] = this.nodes;
    await createData(first.place, programs);
    for (const { place } of others) {
      await cp(first.place.data, place.data, { recursive: true });
      // Each makes an id of its own.
      await rm(join(place.data, 'auto.cnf'), { force: true });
    }
    await Promise.all(this.nodes.map((node) => node.prepare()));
    await first.bootstrap();
    for (const sql of [...NEW_DATABASE, MEMBERS_RIGHT]) await first.query(sql);
    for (const node of others) await node.enter();
  }
}

class GroupNode extends ClusterNode {
  #group;

  constructor(settings, group) {
    super(settings);
    this.#group = group;
  }

  /** Where the group speaks with it. */
  get address() {
    return this.#group.address;
  }

  /** @returns {Promise<{ state: string, role: string } | undefined>} what it says of itself in the group; nothing while it does not run */
  async standing() {
    if (!this.isRunning) return undefined;
    const rows = await this.query(OWN_STATE).catch(() => []);
    return rows[0];
  }

  /** Starts it for the first time, outside of the group. */
  async prepare() {
    await this.#start();
    await this.inSession(async (connection) => {
      for (const sql of IN_EACH) await connection.query(sql);
    });
  }

  async bootstrap() {
    await this.query('SET GLOBAL group_replication_bootstrap_group = ON');
    await this.enter();
    await this.query('SET GLOBAL group_replication_bootstrap_group = OFF');
  }

  /**
   * Joins the others and comes back when it has what they have. Whoever writes before it joined would write what the group
   * never gets, so until then it takes no writes.
   */
  async join() {
    await this.#start(['--super-read-only=ON']);
    await this.enter();
  }

  /** Tried again while the group still counts on what it was before its death. */
  async enter() {
    await this.until(() => this.query('START GROUP_REPLICATION').then(() => true));
    await this.until(async () => (await this.standing())?.state === 'ONLINE');
  }

  #start(flags = []) {
    return this.run(
      [...this.#flags(), ...flags],
      async () => (await this.query('SELECT 1')).length === 1,
    );
  }

  #flags() {
    const { name, address, seeds, hasOnePrimary } = this.#group;
    const [single, checks] = hasOnePrimary ? ['ON', 'OFF'] : ['OFF', 'ON'];
    return [
      `--server-id=${this.n + 1}`,
      '--gtid-mode=ON',
      '--enforce-gtid-consistency=ON',
      '--log-bin=binlog',
      '--performance-schema=ON',
      '--report-host=127.0.0.1',
      `--report-port=${this.port}`,
      '--plugin-load-add=group_replication.so',
      ...[
        `group-name=${name}`,
        'start-on-boot=OFF',
        `local-address=${address}`,
        `group-seeds=${seeds}`,
        `single-primary-mode=${single}`,
        `enforce-update-everywhere-checks=${checks}`,
        'recovery-get-public-key=ON',
      ].map((setting) => `--loose-group-replication-${setting}`),
    ];
  }
}
