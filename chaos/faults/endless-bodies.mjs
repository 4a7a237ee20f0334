import { once } from 'node:events';
import { request } from 'node:http';
import { memoryOf } from '../../bench/lib/process-cpu.mjs';

const CLIENTS = 40;
const CHUNK = Buffer.alloc(65_536, ' ');
const MEGABYTE = 1_048_576;
/** 40 bodies of 1 MB, and what the load needs anyway. */
const MOST_GROWTH = 150 * MEGABYTE;

/** Refused with 413 once they are longer than 1 MB, whether they say how long they are or not. */
export const endlessBodies = {
  name: 'endless-bodies',
  title: '40 clients send bodies that never end',
  limitSeconds: 10,
  disturb: async ({ apis, logins, limitMs }) => {
    const before = memoryOf(apis[0].pid);
    const statuses = await Promise.all(
      Array.from({ length: CLIENTS }, () => sendForEver(apis[0].origin, logins[0], limitMs)),
    );
    const growth = memoryOf(apis[0].pid) - before;
    const others = statuses.filter((status) => status !== 413);
    return [
      ...(others.length === 0 ? [] : [`endless bodies were answered with ${[...new Set(others)]}`]),
      ...(growth < MOST_GROWTH ? [] : [`memory grew by ${Math.round(growth / MEGABYTE)} MB`]),
    ];
  },
};

/** @returns {Promise<number | string>} the status, or why there is none */
async function sendForEver(origin, { session, csrf }, limitMs) {
  const sent = request(`${origin}/api/assets`, {
    method: 'POST',
    headers: {
      cookie: `sessionid=${session}; csrftoken=${csrf}`,
      'x-csrftoken': csrf,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    },
  });
  let isOver = false;
  sent.on('error', () => undefined);
  const send = () => {
    if (!isOver) sent.write(CHUNK, () => setImmediate(send));
  };
  send();
  try {
    const [response] = await once(sent, 'response', { signal: AbortSignal.timeout(limitMs) });
    return response.statusCode;
  } catch (error) {
    return error.code ?? error.name;
  } finally {
    isOver = true;
    sent.destroy();
  }
}
