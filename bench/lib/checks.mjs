import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../scripts/lib/root.mjs';
import { LoadGenerator } from './load.mjs';
import { memoryOf } from './process-cpu.mjs';
import { spread } from './statistics.mjs';

const LOGINS_PER_SECOND = 20;
const MEGABYTE = 1024 * 1024;

/**
 * L1: the slowest reads while others log in, against the slowest reads without them, in turn.
 * @returns {Promise<{ without: object, with: object, times: object, logins: object }>} p99 in milliseconds
 */
export async function measureLogins({ generator, servers: [api], scene, pace }) {
  const rounds = [];
  const second = new LoadGenerator();
  const order = { server: api.name, origin: api.origin, seconds: pace.seconds, scene };
  await generator.run({ ...order, workload: 'R1' });
  for (let round = 0; round < pace.rounds; round++) {
    const without = await generator.run({ ...order, workload: 'R1' });
    const [during, logins] = await Promise.all([
      generator.run({ ...order, workload: 'R1' }),
      second.run({ ...order, workload: 'logins', rate: LOGINS_PER_SECOND }),
    ]);
    rounds.push({ without: without.p99, with: during.p99, logins });
  }
  second.stop();
  return {
    without: spread(rounds.map((round) => round.without)),
    with: spread(rounds.map((round) => round.with)),
    times: spread(rounds.map((round) => round.with / round.without)),
    logins: rounds.map(({ logins: { requests, wrong } }) => ({ asked: requests, ...wrong })),
  };
}

/** The memory of each server after all that the run put on it, in megabytes. */
export function measureMemory({ servers }) {
  return Object.fromEntries(servers.map(({ name, pid }) => [name, memoryOf(pid) / MEGABYTE]));
}

/** `npm start` on a data directory that was started before, until it says that it is ready; in seconds. */
export async function measureStart({ folder, pace }) {
  await startOnce(folder);
  const seconds = [];
  for (let round = 0; round < pace.rounds; round++) seconds.push(await startOnce(folder));
  return spread(seconds);
}

async function startOnce(folder) {
  const begin = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      LOCKSTEP_DATA_DIR: join(folder, 'start'),
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('Lockstep is ready')) break;
  const seconds = (performance.now() - begin) / 1000;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
  return seconds;
}
