import { Client } from 'undici';
import { cpuOf } from '../lib/process-cpu.mjs';
import { spread } from '../lib/statistics.mjs';

const CLIENTS = 16;
const COUNT = 3;

const WISHES = {
  lockstep: {
    path: '/api/models/blog.asset_db/claim',
    body: { filter: { status: 'Free' }, set: { status: 'Taken' }, count: COUNT },
  },
  bare: { path: '/api/claim', body: { count: COUNT } },
};

/**
 * 16 clients take three free rows each time until fewer are left: with the claim of the API, and in the bare server one by one with
 * `SELECT … FOR UPDATE SKIP LOCKED`, in turn.
 * @param {object[]} servers the API and the bare server
 * @returns {Promise<Record<string, object>>} rows a second and server CPU of a claim in µs by server; `times`: the API's rate over that
 *   of bare
 */
export async function measureClaims(bench, servers) {
  const seen = { lockstep: [], bare: [] };
  for (const server of servers) await takeAll(bench, server);
  for (let round = 0; round < bench.pace.rounds; round++)
    for (const server of round % 2 ? servers.toReversed() : servers)
      seen[server.name].push(await takeAll(bench, server));
  const summary = (rounds) => ({
    rate: spread(rounds.map(({ rate }) => rate)),
    cpu: spread(rounds.map(({ cpu }) => cpu)),
  });
  return {
    lockstep: summary(seen.lockstep),
    bare: summary(seen.bare),
    times: spread(seen.lockstep.map(({ rate }, round) => rate / seen.bare[round].rate)),
  };
}

async function takeAll({ scene }, { name, origin, pid }) {
  const [{ affectedRows: free }] = await scene.within((connection) =>
    connection.query("UPDATE blog_asset_db SET status = 'Free'"),
  );
  const taken = [];
  const before = cpuOf(pid);
  const begin = performance.now();
  await Promise.all(
    scene.sessions
      .slice(0, CLIENTS)
      .map((session) => takeInTurn(origin, WISHES[name], session, taken)),
  );
  const seconds = (performance.now() - begin) / 1000;
  const cpu = (cpuOf(pid) - before) / (taken.length / COUNT);
  if (new Set(taken).size !== taken.length) throw new Error(`${name}: a row was taken twice`);
  const left = free - taken.length;
  // Whoever finds too few gives back what others passed over meanwhile; only the API waits for that.
  if (left >= (name === 'lockstep' ? COUNT : COUNT * CLIENTS))
    throw new Error(`${name}: ${left} rows were left`);
  return { rate: taken.length / seconds, cpu };
}

/** One client, with its own login and connection, until fewer rows are left than it takes. */
async function takeInTurn(origin, { path, body }, [session, csrf], taken) {
  const client = new Client(origin);
  const headers = {
    cookie: `sessionid=${session}; csrftoken=${csrf}`,
    'x-csrftoken': csrf,
    'content-type': 'application/json',
  };
  for (;;) {
    const answer = await client.request({
      method: 'POST',
      path,
      headers,
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 409) break;
    if (answer.statusCode !== 200) throw new Error(`a claim: ${answer.statusCode} ${text}`);
    taken.push(...JSON.parse(text).results.map(({ serverno }) => serverno));
  }
  await client.close();
}
