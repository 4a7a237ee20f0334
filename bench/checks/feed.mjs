import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { ROOT } from '../../scripts/lib/root.mjs';

const WRITES_PER_SECOND = 500;
/** How long the listeners may take for what was written last. */
const PATIENCE_MS = 10_000;

/**
 * How long it takes until every listener of the live feed has heard of a write: from the `created_at` of an event to its arrival.
 * @returns {Promise<{ listeners: number, writes: number, p50: number, p99: number, lost: number }>} writes: a second, as they were
 *   answered; milliseconds; lost: listeners who did not hear of all of them
 */
export async function measureFeed({ scene, pace }, api) {
  const child = fork(join(ROOT, 'bench/checks/listeners.mjs'));
  try {
    const sessions = scene.sessions.slice(0, pace.listeners).map(([session]) => session);
    child.send({ origin: api.origin, sessions });
    await once(child, 'message');
    const begin = performance.now();
    const written = await writeAtRate(api.origin, scene, pace.feed);
    const seconds = (performance.now() - begin) / 1000;
    child.send({ expected: written, patience: PATIENCE_MS });
    const [heard] = await once(child, 'message');
    return { listeners: pace.listeners, writes: written / seconds, ...heard };
  } finally {
    child.kill();
  }
}

async function writeAtRate(origin, scene, seconds) {
  const pool = new Pool(origin, { connections: 16 });
  const rows = Math.min(scene.rows, 10_000);
  const running = [];
  const begin = performance.now();
  while (running.length < seconds * WRITES_PER_SECOND) {
    const due = ((performance.now() - begin) / 1000) * WRITES_PER_SECOND;
    while (running.length < due) {
      const [session, csrf] = scene.sessions[running.length % scene.sessions.length];
      running.push(writeOnce(pool, 1 + Math.floor(Math.random() * rows), session, csrf));
    }
    await pause(5);
  }
  await Promise.all(running);
  await pool.close();
  return running.length;
}

async function writeOnce(pool, row, session, csrf) {
  const { statusCode, body } = await pool.request({
    method: 'PATCH',
    path: `/api/models/blog.asset_db/SRV-${row}`,
    headers: {
      cookie: `sessionid=${session}; csrftoken=${csrf}`,
      'x-csrftoken': csrf,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ remark2: `feed ${Math.random()}` }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`a write for the feed: ${statusCode} ${text}`);
}
