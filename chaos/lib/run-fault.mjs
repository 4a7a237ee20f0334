import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { audit } from './audit.mjs';
import { readEvidence } from './evidence.mjs';
import { HealthWatch } from './health-watch.mjs';
import { Load } from './load.mjs';
import { prepareScene } from './scene.mjs';

const RECOVERY_MS = 20_000;

/**
 * One fault from a fresh database to its audit.
 * @typedef {object} Result
 * @property {string} name
 * @property {import('./record.mjs').LoadRecord} record
 * @property {number} limitMs
 * @property {number} recoveryMs from the end of the disturbance until every process is ready and writes
 * @property {import('./audit.mjs').Findings} findings
 * @property {string[]} broken the sentences of all promises that were broken; empty is good
 * @property {string | undefined} folder kept with its logs when something is broken
 */

/**
 * @param {import('../faults/index.mjs').Fault} fault
 * @param {{ seed: number, seconds: number }} options seconds: of load before the disturbance and after the recovery
 * @returns {Promise<Result>}
 */
export async function runFault(fault, { seed, seconds }) {
  const scene = await prepareScene(fault);
  const result = await disturbed(scene, fault, { seed, seconds }).finally(scene.close);
  if (result.broken.length > 0) return { ...result, folder: scene.folder };
  await rm(scene.folder, { recursive: true, force: true });
  return result;
}

async function disturbed(scene, fault, { seed, seconds }) {
  const limitMs = fault.limitSeconds * 1000;
  const { apis, database, logins, world } = scene;
  const origins = apis.map(({ origin }) => origin);
  const load = new Load({ origins, databases: [database.options], logins, world, limitMs, seed });
  const watch = new HealthWatch(origins);
  load.start();
  try {
    await pause(seconds * 1000);
    const problems =
      (await fault.disturb({ ...scene, watch, record: load.record, limitMs, seed })) ?? [];
    const recoveryMs = await recovery(watch, load.record);
    await pause(seconds * 1000);
    const record = await load.stop();
    const untrue = await watch.stop();
    const findings = await auditScene(scene, watch, record, limitMs);
    const slow = recoveryMs > RECOVERY_MS ? [`no recovery within ${RECOVERY_MS / 1000} s`] : [];
    const broken = [...Object.values(findings).flat(), ...untrue, ...problems, ...slow];
    return { name: fault.name, record, limitMs, recoveryMs, findings, broken };
  } finally {
    await Promise.all([load.stop(), watch.stop()]);
  }
}

/** Until every process says that it is ready and a write was acknowledged; in milliseconds. */
async function recovery(watch, record) {
  const from = performance.now();
  const before = record.counts().acknowledged;
  const isOver = (async () => {
    await watch.untilReady();
    while (record.counts().acknowledged === before) await pause(20);
  })();
  const tooLate = pause(RECOVERY_MS + 1, undefined, { ref: false });
  await Promise.race([isOver, tooLate]);
  return performance.now() - from;
}

async function auditScene({ database, apis, logins, world }, watch, record, limitMs) {
  const connection = await database.connect();
  try {
    const query = async (sql) => (await connection.query(sql))[0];
    const origin = apis.map((api) => api.origin).find((one) => watch.isExpected(one));
    const evidence = await readEvidence(query, { origin, logins, counters: world.counters });
    return audit(record, evidence, limitMs);
  } finally {
    await connection.end();
  }
}
