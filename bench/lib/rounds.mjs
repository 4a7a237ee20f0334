import { cpuOf, memoryOf } from './process-cpu.mjs';
import { spread } from './statistics.mjs';

/** So little the rates of three slices in a row differ when a server is warm. */
const STEADY = 1.05;

/**
 * What is measured in turn: a server, and what it is asked for.
 * @typedef {{ name: string, server: import('../../scripts/lib/server-process.mjs').ServerProcess, request: import('./workloads.mjs').Request }} Side
 */

/**
 * Every side in turn, round by round and the other way round every second time, so that a noisy minute hits all of them alike.
 * @param {object} bench as `main` has it
 * @param {Side[]} sides
 * @param {string} base the name of the side that the others are compared with
 * @returns {Promise<Record<string, Measured>>} by the names of the sides
 */
export async function measure(bench, sides, base) {
  const { pace } = bench;
  const seen = Object.fromEntries(sides.map(({ name }) => [name, []]));
  const steady = {};
  for (const side of sides) steady[side.name] = await warmUp(bench, side);
  for (let round = 0; round < pace.rounds; round++)
    for (const side of round % 2 ? sides.toReversed() : sides)
      seen[side.name].push(answered(side, await runOnce(bench, side, pace.seconds)));
  return Object.fromEntries(
    Object.entries(seen).map(([name, rounds]) => [
      name,
      { ...summary(rounds, seen[base]), isSteady: steady[name] },
    ]),
  );
}

/** @returns whether the rate was steady before patience ended */
async function warmUp(bench, side) {
  const { seconds, most } = bench.pace.warmUp;
  const rates = [];
  while (rates.length < most) {
    rates.push((await runOnce(bench, side, seconds)).rate);
    const last = rates.slice(-3);
    if (last.length === 3 && Math.max(...last) <= STEADY * Math.min(...last)) return true;
  }
  return false;
}

/** While it warms up a server may still load what it needs; a round without an answer is none. */
function answered({ name }, round) {
  if (round.rate > 0) return round;
  throw new Error(`${name} answered nothing within a round`);
}

async function runOnce({ wrk, databasePid, scene, memory }, { name, server, request }, seconds) {
  const cpu = () => [cpuOf(server.pid), cpuOf(databasePid)];
  const before = cpu();
  const { sessions } = scene;
  const seen = await wrk.run({ origin: server.origin, request, sessions, seconds });
  const [own, theirs] = cpu().map((used, at) => (used - before[at]) / seen.requests);
  memory[server.name] = Math.max(memory[server.name] ?? 0, memoryOf(server.pid));
  const { p50, p99, loadCpu } = seen;
  return {
    name,
    rate: seen.requests / seen.seconds,
    p50,
    p99,
    serverCpu: own,
    databaseCpu: theirs,
    loadCpu,
  };
}

/**
 * @typedef {ReturnType<typeof spread>} Spread
 * @typedef {{ rate: Spread, p50: Spread, p99: Spread, serverCpu: Spread, databaseCpu: Spread, loadCpu: Spread, ofBase: Spread, isSteady: boolean }} Measured
 *   rate: requests a second; p50 and p99: milliseconds; CPU: µs a request; ofBase: share of the base's rate in the same round
 */
function summary(rounds, base) {
  const over = (name) => spread(rounds.map((round) => round[name]));
  const names = ['rate', 'p50', 'p99', 'serverCpu', 'databaseCpu', 'loadCpu'];
  return {
    ...Object.fromEntries(names.map((name) => [name, over(name)])),
    ofBase: spread(rounds.map(({ rate }, round) => rate / base[round].rate)),
  };
}
