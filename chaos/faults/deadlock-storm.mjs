import { setTimeout as pause } from 'node:timers/promises';
import { metric } from '../lib/metric.mjs';
import { Random } from '../lib/random.mjs';

const RIVALS = 6;
const STORM_MS = 6_000;
const DEADLOCK = 1213;

/** Rivals in SQL lock rows downwards, while the API locks the same rows upwards; the victim on our side is run again. */
export const deadlockStorm = {
  name: 'deadlock-storm',
  title: 'many lock the same rows in opposite orders',
  limitSeconds: 15,
  disturb: async ({ database, record, world, seed, apis }) => {
    const end = performance.now() + STORM_MS;
    const rivals = Array.from({ length: RIVALS }, (_, n) =>
      storm(database, record, world, new Random(seed + n), end),
    );
    const deadlocks = (await Promise.all(rivals)).reduce((sum, count) => sum + count, 0);
    const retries = await metric(apis, 'lockstep_conflict_retries_total');
    return deadlocks + retries > 0 ? [] : ['nobody met a deadlock'];
  },
};

/** @returns {Promise<number>} how often this rival was the victim */
async function storm(database, record, { groups }, random, end) {
  const connection = await database.connect();
  let deadlocks = 0;
  while (performance.now() < end) {
    const ids = random.some(Object.values(groups).flat(), 4).toSorted((a, b) => b - a);
    const token = record.newToken();
    const errno = await writeDownwards(connection, ids, token);
    const outcome = errno === undefined ? 'acknowledged' : 'refused';
    record.writes.push({ token, kind: 'storm', rows: ids.length, outcome });
    if (errno === DEADLOCK) deadlocks += 1;
    await pause(random.below(10));
  }
  await connection.end();
  return deadlocks;
}

/** @returns {Promise<number | undefined>} the number of the error; undefined when it is committed */
async function writeDownwards(connection, ids, token) {
  try {
    await connection.beginTransaction();
    for (const id of ids)
      await connection.query('UPDATE assets_asset SET notes = ? WHERE id = ?', [token, id]);
    await connection.commit();
    return undefined;
  } catch (error) {
    await connection.rollback();
    return error.errno;
  }
}
