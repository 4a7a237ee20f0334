import { cpuOf } from './process-cpu.mjs';
import { spread } from './statistics.mjs';

/**
 * One workload on every server in turn, round by round, so that a noisy minute hits all of them alike.
 * @param {{ generator: import('./load.mjs').LoadGenerator, databasePid: number, servers: import('../../scripts/lib/server-process.mjs').ServerProcess[],
 *   scene: object, pace: { warmUp: number, rounds: number, seconds: number } }} bench
 * @param {import('../workloads/index.mjs').Workload} workload
 * @returns {Promise<Record<string, Measured>>} by the server's name
 */
export async function measureWorkload(bench, workload) {
  const { servers, pace } = bench;
  const seen = Object.fromEntries(servers.map(({ name }) => [name, []]));
  for (const server of servers) await runOnce(bench, workload, server, pace.warmUp);
  for (let round = 0; round < pace.rounds; round++)
    for (const server of round % 2 ? servers.toReversed() : servers)
      seen[server.name].push(await runOnce(bench, workload, server, pace.seconds));
  return Object.fromEntries(
    Object.entries(seen).map(([name, rounds]) => [name, summary(rounds, seen.bare)]),
  );
}

async function runOnce({ generator, databasePid, scene }, workload, server, seconds) {
  const before = [cpuOf(server.pid), cpuOf(databasePid)];
  const { name, origin } = server;
  const seen = await generator.run({
    workload: workload.name,
    server: name,
    origin,
    seconds,
    scene,
  });
  const wrong = Object.entries(seen.wrong).map(([status, times]) => `${times} × ${status}`);
  if (wrong.length > 0) throw new Error(`${workload.name} on ${name}: ${wrong.join(', ')}`);
  const used = [cpuOf(server.pid) - before[0], cpuOf(databasePid) - before[1]];
  return {
    rate: seen.requests / seen.seconds,
    p50: seen.p50,
    p99: seen.p99,
    serverCpu: used[0] / seen.requests,
    databaseCpu: used[1] / seen.requests,
  };
}

/**
 * @typedef {ReturnType<typeof spread>} Spread
 * @typedef {{ rate: Spread, p50: Spread, p99: Spread, serverCpu: Spread, databaseCpu: Spread, ofBare: Spread }} Measured
 *   rate: requests a second; p50 and p99: milliseconds; CPU: µs a request; ofBare: share of the bare server's rate in the same round
 */
function summary(rounds, bareRounds) {
  const over = (pick) => spread(rounds.map(pick));
  return {
    rate: over(({ rate }) => rate),
    p50: over(({ p50 }) => p50),
    p99: over(({ p99 }) => p99),
    serverCpu: over(({ serverCpu }) => serverCpu),
    databaseCpu: over(({ databaseCpu }) => databaseCpu),
    ofBare: over(({ rate }, round) => rate / bareRounds[round].rate),
  };
}
