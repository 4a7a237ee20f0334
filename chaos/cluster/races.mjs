import { setTimeout as pause } from 'node:timers/promises';

const LEASES = 200;
const TWINS = 100;
const STOCK = 60;
const LATEST_MS = 4;
/** Between two nodes everything that is allocated at once conflicts; a client told to try again does. */
const TRIES = 20;

/**
 * What row locks decide on one server, asked of two nodes at the same moment: a lease against a write, a request against
 * its twin, an allocation against another.
 * @param {import('./scene.mjs').ClusterScene} scene
 * @returns {Promise<import('./stages.mjs').Seen>}
 */
export async function sameMoment({ apis, logins: [login], world }) {
  const [here, there] = apis.map(({ origin }) => caller(origin, login));
  const leases = await raceForLeases(here, there, `/api/assets/${world.own[0]}`);
  const twice = await sendTwins(here, there);
  const { taken, doubled } = await allocateEverything(here, there, world.userId);
  return {
    text: `${LEASES} leases against writes: ${leases.passed} writes in time, ${leases.late} after the lease; ${TWINS} twins: ${twice} made two assets; ${taken} of ${STOCK} allocated, ${doubled} twice`,
    broken: [
      ...(leases.late > 0 ? [`${leases.late} writes came after the lease that forbade them`] : []),
      ...(twice > 0 ? [`${twice} requests were done twice under one Idempotency-Key`] : []),
      ...(doubled > 0 || taken !== STOCK ? [`${taken} allocated, ${doubled} of them twice`] : []),
    ],
  };
}

/** A write that was answered with success must show to whoever has the lease; one that shows later came behind it. */
async function raceForLeases(here, there, path) {
  const seen = { passed: 0, late: 0 };
  for (let n = 0; n < LEASES; n++) {
    const write = pause(Math.random() * LATEST_MS).then(() =>
      there('PATCH', path, { notes: `race ${n}` }),
    );
    const lease = await here('PUT', `${path}/lease`, { seconds: 60 });
    const before = await here('GET', path);
    if ((await write).status === 200) seen.passed += 1;
    const after = await here('GET', path);
    if (lease.status === 200 && after.body.version !== before.body.version) seen.late += 1;
    await here('DELETE', `${path}/lease`);
  }
  return seen;
}

async function sendTwins(here, there) {
  let twice = 0;
  for (let n = 0; n < TWINS; n++) {
    const send = (caller) =>
      untilDone(() =>
        caller('POST', '/api/assets', { name: 'twin' }, { 'idempotency-key': `twin-${n}` }),
      );
    const [one, other] = await Promise.all([send(here), send(there)]);
    if (one.status !== 201 || one.body.id !== other.body.id) twice += 1;
  }
  return twice;
}

async function allocateEverything(here, there, userId) {
  for (let n = 0; n < STOCK; n++)
    await here('POST', '/api/assets', { name: `stock ${n}`, site: 'races' });
  const wish = { filter: { site: 'races' }, count: 1, user_id: userId };
  const ids = [];
  const takeAll = async (caller) => {
    for (;;) {
      const { status, body } = await untilDone(() => caller('POST', '/api/assets/allocate', wish));
      if (status !== 200) return;
      ids.push(...(body.results ?? body).map(({ id }) => id));
    }
  };
  await Promise.all([takeAll(here), takeAll(there), takeAll(here), takeAll(there)]);
  return { taken: ids.length, doubled: ids.length - new Set(ids).size };
}

async function untilDone(send) {
  let answer;
  for (let n = 0; n < TRIES; n++) {
    answer = await send();
    if (answer.status !== 503) break;
  }
  return answer;
}

function caller(origin, { session, csrf }) {
  const cookies = {
    cookie: `sessionid=${session}; csrftoken=${csrf}`,
    'x-csrftoken': csrf,
    'content-type': 'application/json',
  };
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(origin + path, {
      method,
      headers: { ...cookies, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  };
}
