import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { logIn } from '../../scripts/lib/account.mjs';
import { startApi } from '../../scripts/lib/server-process.mjs';
import { CLIENTS, SESSIONS } from '../lib/load.mjs';
import { newWorld } from '../lib/world.mjs';
import { GaleraCluster } from './nodes.mjs';

/** So that hundreds of logins cost no minutes of CPU: a stored hash that is costlier is replaced at the first login. */
const CHEAP_HASHES = 'md5,pbkdf2_sha256';

/**
 * Three nodes, an API process on each of the first two, and what the clients write on.
 * @typedef {Awaited<ReturnType<typeof prepareScene>>} GaleraScene
 */

/** The processes start at the same moment on an empty database, each on its node: one of them makes the tables. */
export async function prepareScene() {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-galera-'));
  const undo = [];
  const close = async ({ keepFolder = false } = {}) => {
    for (const step of undo.toReversed()) await step();
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await GaleraCluster.start(folder);
    undo.push(() => cluster.close());
    const { nodes } = cluster;
    const started = await Promise.allSettled(nodes.slice(0, 2).map((node) => apiOn(node, folder)));
    const apis = started.flatMap(({ value }) => value ?? []);
    undo.push(() => Promise.all(apis.map((api) => api.stop())));
    const failed = started.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    const world = await fill(nodes[0]);
    const logins = await Promise.all(Array.from({ length: SESSIONS }, () => logIn(apis[0].origin)));
    return { folder, nodes, apis, world, logins, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function apiOn(node, folder) {
  const log = join(folder, `api-on-${node.name.replace(' ', '-')}.log`);
  const env = { LOG_LEVEL: 'warn', PASSWORD_HASHERS: CHEAP_HASHES };
  return { ...(await startApi(node.url, { env, log })), name: `the API on ${node.name}` };
}

async function fill(node) {
  const connection = await mysql.createConnection(node.options);
  try {
    return await newWorld(connection, CLIENTS);
  } finally {
    await connection.end();
  }
}
