import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { logIn } from '../../scripts/lib/account.mjs';
import { startApi } from '../../scripts/lib/server-process.mjs';
import { CLIENTS, SESSIONS } from '../lib/load.mjs';
import { newWorld } from '../lib/world.mjs';

/** So that hundreds of logins cost no minutes of CPU: a stored hash that is costlier is replaced at the first login. */
const CHEAP_HASHES = 'md5,pbkdf2_sha256';

/**
 * A cluster, two API processes on it, and what the clients write on.
 * @typedef {Awaited<ReturnType<typeof prepareScene>>} ClusterScene
 */

/**
 * The processes start at the same moment on an empty database: one of them makes the tables.
 * @param {(folder: string) => Promise<import('./node.mjs').Cluster>} startCluster
 */
export async function prepareScene(startCluster) {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-cluster-'));
  const undo = [];
  const close = async ({ keepFolder = false } = {}) => {
    for (const step of undo.toReversed()) await step();
    if (!keepFolder) await rm(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await startCluster(folder);
    undo.push(() => cluster.close());
    const starts = cluster.apiUrls.map((url, n) => startOn(url, { folder, n }));
    const started = await Promise.allSettled(starts);
    const apis = started.flatMap(({ value }) => value ?? []);
    undo.push(() => Promise.all(apis.map((api) => api.stop())));
    const failed = started.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    const world = await fill(cluster);
    const logins = await Promise.all(Array.from({ length: SESSIONS }, () => logIn(apis[0].origin)));
    return { folder, cluster, nodes: cluster.nodes, apis, world, logins, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startOn(url, { folder, n }) {
  const log = join(folder, `api-${n + 1}.log`);
  const env = { LOG_LEVEL: 'warn', PASSWORD_HASHERS: CHEAP_HASHES };
  return { ...(await startApi(url, { env, log })), name: `API process ${n + 1}` };
}

async function fill({ rivalOptions }) {
  const connection = await mysql.createConnection(rivalOptions);
  try {
    return await newWorld(connection, CLIENTS);
  } finally {
    await connection.end();
  }
}
