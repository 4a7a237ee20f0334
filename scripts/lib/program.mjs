import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { HOME, ROOT } from './root.mjs';
import { onStop } from './stop-signals.mjs';

/** Longer than the API itself gives to running requests. */
const STOP_MS = 15_000;

/**
 * Runs one of our built programs on this terminal, and hands the first SIGINT or SIGTERM on to it.
 * @param {string} file below the project
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {Promise<unknown>} [database] for a server, which loads its modules until that promise resolves and ends when it
 *   fails; it is out of reach of the terminal's Ctrl-C (and of its keyboard)
 * @returns {Promise<number>} its exit status
 */
export function runProgram(file, args, env, database) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, file), ...args], {
    cwd: HOME,
    env: database ? { ...env, LOCKSTEP_AWAIT_DATABASE: '1' } : env,
    // Beside that one message the channel closes when this process dies, even by kill -9, and then the API stops itself.
    stdio: database ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    detached: database !== undefined,
  });
  database?.then(
    () => child.send({ kind: 'begin' }, () => undefined),
    () => child.kill('SIGTERM'),
  );
  onStop((signal) => {
    // In our group the terminal has told the child already, and a second signal would end it at once.
    if (database || signal !== 'SIGINT') child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (status, signal) => resolve(status ?? statusOf(signal, database)));
  });
}

/** A server that still waits for its database ends by the signal itself, and as it should. */
const statusOf = (signal, database) => (database && signal === 'SIGTERM' ? 0 : 1);
