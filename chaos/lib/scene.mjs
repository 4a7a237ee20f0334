import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logIn } from '../../scripts/lib/account.mjs';
import { startApi } from '../../scripts/lib/server-process.mjs';
import { FaultyDatabase } from './database.mjs';
import { CLIENTS, SESSIONS } from './load.mjs';
import { newWorld } from './world.mjs';

/**
 * A fresh database and the API processes on it: what a fault disturbs.
 * @typedef {object} Scene
 * @property {FaultyDatabase} database
 * @property {import('../../scripts/lib/server-process.mjs').ServerProcess[]} apis
 * @property {{ session: string, csrf: string }[]} logins
 * @property {import('./world.mjs').World} world
 * @property {string} folder logs of the processes, and the files of the database
 * @property {() => Promise<void>} close stops everything that runs
 */

/**
 * @param {import('../faults/index.mjs').Fault} fault
 * @returns {Promise<Scene>}
 */
export async function prepareScene(fault) {
  const folder = await mkdtemp(join(tmpdir(), `lockstep-chaos-${fault.name}-`));
  const undo = [];
  const close = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const data = join(folder, 'database');
    await mkdir(data);
    if (fault.place) undo.push(await fault.place(data));
    const database = await FaultyDatabase.start(data, fault.flags ?? []);
    undo.push(() => database.close());
    const wire = await fault.wire?.(database);
    if (wire) undo.push(() => wire.close());
    const apis = [];
    undo.push(() => Promise.all(apis.map((api) => api.stop())));
    const start = async (n) => {
      const env = { LOG_LEVEL: 'warn', ...fault.env?.(n) };
      const log = join(folder, `api-${n}.log`);
      apis[n] = await startApi(wire?.url ?? database.url, { env, log });
    };
    await Promise.all(Array.from({ length: fault.processes ?? 2 }, (_, n) => start(n)));
    const world = await fill(database);
    const logins = await Promise.all(Array.from({ length: SESSIONS }, () => logIn(apis[0].origin)));
    return { database, wire, apis, logins, world, folder, close };
  } catch (error) {
    await close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function fill(database) {
  const connection = await database.connect();
  try {
    return await newWorld(connection, CLIENTS);
  } finally {
    await connection.end();
  }
}
