import { spawn } from 'node:child_process';
import { onStop } from './stop-signals.mjs';

/** How much of a command's output is kept for its error message. */
const KEPT = 4000;

/**
 * Runs a command to its end without a shell, or to the moment when this process is told to stop.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { input?: string }} [options] input: what it reads; nothing without
 * @returns {Promise<{ status: number | null, output: string }>} the end of what it printed; status null when it could not start
 */
export function run(command, args, { input = '', ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: 'pipe' });
    // A command that ended early says why by itself.
    child.stdin.on('error', () => undefined).end(input);
    const forget = onStop(() => child.kill('SIGTERM'));
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ status: null, output: error.message }));
    child.on('close', (status) => {
      forget();
      resolve({ status, output });
    });
  });
}
