import { setTimeout as pause } from 'node:timers/promises';
import { metric } from '../lib/metric.mjs';
import { auditFeed, Listener } from './feed.mjs';
import { probe, untilReadySays } from './probe.mjs';

const CALM_MS = 10_000;
const AWAY_MS = 10_000;

/**
 * What a stage shows: a line for the table, and a sentence for each broken promise.
 * @typedef {{ text: string, broken: string[] }} Seen
 * @typedef {import('./scene.mjs').ClusterScene & { record: import('../lib/record.mjs').LoadRecord }} Stage
 */

/**
 * All nodes are written at once; conflicts that COMMIT finds are run again, and the feed is the same everywhere.
 * @param {Stage} stage
 * @returns {Promise<Seen>}
 */
export async function everyNodeWritten({ apis, logins }) {
  const listeners = apis.map(({ origin }) => new Listener(origin, logins[0]));
  await pause(CALM_MS);
  const retries = await metric(apis, 'lockstep_commit_retries_total');
  const earlier = await metric(apis, 'lockstep_conflict_retries_total');
  await untilBothHeard(listeners);
  const broken = auditFeed(listeners);
  await Promise.all(listeners.map((listener) => listener.stop()));
  if (retries === 0) broken.push('no conflict was found by COMMIT, so this run shows nothing');
  return {
    text: `run again ${retries} times after COMMIT and ${earlier} times before it; ${listeners[0].events.length} events of the feed, the same on both nodes`,
    broken,
  };
}

/** Cut at the same place: the later listener is given the time to hear what the other has heard. */
async function untilBothHeard([one, other]) {
  await pause(2_000);
  const first = Math.max(...[one, other].map(({ events }) => events[0]?.position ?? 0));
  const last = Math.min(...[one, other].map(({ events }) => events.at(-1)?.position ?? 0));
  for (const listener of [one, other])
    listener.events = listener.events.filter(
      ({ position }) => position >= first && position <= last,
    );
}

/**
 * One node of three is killed and comes back; the other two go on, and its API says the truth and needs no restart.
 * @param {Stage} stage
 * @returns {Promise<Seen>}
 */
export async function oneNodeKilled({ nodes, apis, logins, record }) {
  const [here, there] = apis;
  const sent = record.exchanges.length;
  await nodes[1].kill();
  const noticed = await untilReadySays(503, there);
  const refused = await probe(there.origin, '/api/auth/me', logins[0]);
  await pause(AWAY_MS);
  const stall = longestOf(record.exchanges.slice(sent));
  const goesOn = await probe(here.origin, '/api/auth/me', logins[0]);
  const from = performance.now();
  await nodes[1].join();
  const joined = (performance.now() - from) / 1000;
  const back = await untilReadySays(200, there);
  return {
    text: `ready 503 after ${seconds(noticed)}, requests there ${refused.status} ${refused.code}; longest answer of the others ${seconds(stall)}; rejoined in ${seconds(joined)}, ready again ${seconds(back)} later without a restart`,
    broken: [
      ...expected(refused, 503, 'a request to the API of the dead node'),
      ...expected(goesOn, 200, 'a request to the API of a living node'),
    ],
  };
}

/**
 * Two nodes are killed: the third must not answer for the cluster, and its API says so, until they are back.
 * @param {Stage} stage
 * @returns {Promise<Seen>}
 */
export async function minorityRefuses({ cluster, nodes, apis, logins, record }) {
  const [here] = apis;
  const sent = record.exchanges.length;
  await Promise.all([nodes[1].kill(), nodes[2].kill()]);
  const noticed = await untilReadySays(503, here);
  await pause(AWAY_MS);
  const live = await probe(here.origin, '/health/live');
  const read = await probe(here.origin, '/api/auth/me', logins[0]);
  const stall = longestOf(record.exchanges.slice(sent));
  const from = performance.now();
  await cluster.reunite(nodes[0], [nodes[1], nodes[2]]);
  const joined = (performance.now() - from) / 1000;
  const back = Math.max(...(await Promise.all(apis.map((api) => untilReadySays(200, api)))));
  const works = await probe(here.origin, '/api/auth/me', logins[0]);
  return {
    text: `ready 503 after ${seconds(noticed)}, live ${live.status}, requests ${read.status} ${read.code} in ${Math.round(read.milliseconds)} ms; longest answer ${seconds(stall)}; both back in ${seconds(joined)}, ready ${seconds(back)} later`,
    broken: [
      ...expected(live, 200, 'live of the API on the minority node'),
      ...expected(read, 503, 'a request to the API on the minority node'),
      ...expected(works, 200, 'a request after both came back'),
    ],
  };
}

export const expected = ({ status, code = '' }, wanted, what) =>
  status === wanted ? [] : [`${what} was answered with ${status} ${code}`];

export const longestOf = (exchanges) =>
  exchanges.reduce((most, { milliseconds }) => Math.max(most, milliseconds), 0) / 1000;

export const seconds = (number) => `${number.toFixed(1)} s`;
