import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../scripts/lib/root.mjs';
import { spread } from '../lib/statistics.mjs';

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
