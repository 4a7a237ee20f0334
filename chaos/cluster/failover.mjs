import { setTimeout as pause } from 'node:timers/promises';
import { logIn } from '../../scripts/lib/account.mjs';
import { untilReadySays, probe } from './probe.mjs';
import { logOut } from './sessions.mjs';
import { expected, longestOf, seconds } from './stages.mjs';

const CALM_MS = 8_000;
const TIMES = 2;

/**
 * The primary is killed while everybody writes, another one takes over, and the old one comes back as a secondary; then the
 * same with the new primary. A session that was given or ended just before is as it was said to be.
 * @param {import('./stages.mjs').Stage} stage
 * @returns {Promise<import('./stages.mjs').Seen>}
 */
export async function primaryKilled(stage) {
  const texts = [];
  const broken = [];
  for (let n = 0; n < TIMES; n++) {
    await pause(CALM_MS);
    const seen = await killPrimary(stage);
    texts.push(seen.text);
    broken.push(...seen.broken);
  }
  return { text: texts.join('; then '), broken };
}

async function killPrimary({ cluster, apis, record }) {
  const [here, there] = apis;
  const old = await cluster.primary();
  const login = await logIn(here.origin);
  const gone = await logIn(here.origin);
  await logOut(here.origin, gone);
  const sent = record.exchanges.length;
  await old.kill();
  const noticed = Math.max(...(await Promise.all(apis.map((api) => untilReadySays(503, api)))));
  const away = Math.max(...(await Promise.all(apis.map((api) => untilReadySays(200, api)))));
  const known = await probe(there.origin, '/api/auth/me', login);
  const revived = await probe(there.origin, '/api/auth/me', gone);
  const primary = await cluster.primary();
  await pause(CALM_MS);
  const from = performance.now();
  await old.join();
  const joined = (performance.now() - from) / 1000;
  const { role } = await old.standing();
  return {
    text: `${old.name} killed: ready 503 after ${seconds(noticed)}, 200 again ${seconds(away)} later on ${primary.name}; longest answer ${seconds(longestOf(record.exchanges.slice(sent)))}; rejoined as ${role.toLowerCase()} in ${seconds(joined)}`,
    broken: [
      ...expected(known, 200, 'a session that was given just before'),
      ...expected(revived, 401, 'a session that was ended just before'),
      ...(primary === old ? ['the dead node is the primary'] : []),
    ],
  };
}
