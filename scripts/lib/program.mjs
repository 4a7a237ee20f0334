import { spawn } from 'node:child_process';
import { ROOT } from './root.mjs';
import { onStop } from './stop-signals.mjs';

/** Longer than the API itself gives to running requests. */
const STOP_MS = 15_000;

/**
 * Runs one of our built programs on this terminal, and hands the first SIGINT or SIGTERM on to it.
 * @param {string} file below the project
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ ownGroup?: boolean }} [options] ownGroup: out of reach of the terminal's Ctrl-C (and of its keyboard)
 * @returns {Promise<number>} its exit status
 */
export function runProgram(file, args, env, { ownGroup = false } = {}) {
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], {
    cwd: ROOT,
    env,
    // The channel carries nothing: it closes when this process dies, even by kill -9, and then the API stops itself.
    stdio: ownGroup ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    detached: ownGroup,
  });
  onStop((signal) => {
    // In our group the terminal has told the child already, and a second signal would end it at once.
    if (ownGroup || signal !== 'SIGINT') child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (status) => resolve(status ?? 1));
  });
}
