import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './root.mjs';

/** Of every server under proof. */
export const SECRET_KEY = 'a-secret-of-proofs-only-0123456789-abcdefghijklmno';

/**
 * A server under proof.
 * @typedef {{ name: string, pid: number, origin: string, child: import('node:child_process').ChildProcess,
 *   stop: (signal?: NodeJS.Signals) => Promise<number | string> }} ServerProcess `stop` waits for the end: status, or signal
 */

/**
 * The API as it ships, in one process unless told otherwise.
 * @param {string} databaseUrl
 * @param {{ env?: NodeJS.ProcessEnv, log?: string }} [options] env goes over what proofs need; log: a file for what it prints
 * @returns {Promise<ServerProcess>} when it listens
 */
export function startApi(databaseUrl, { env = {}, log } = {}) {
  const settings = {
    NODE_ENV: 'production',
    PORT: '0',
    WEB_CONCURRENCY: '1',
    LOGIN_RATE_LIMIT: '0',
    CSRF_COOKIE_SECURE: 'false',
    ...env,
  };
  const program = [join(ROOT, 'dist/main.js')];
  return startServerProcess('lockstep', process.execPath, program, databaseUrl, settings, log);
}

/**
 * Starts any server that names its address in its first lines.
 * @returns {Promise<ServerProcess>}
 * @throws {Error} with what it printed when it ends before
 */
export async function startServerProcess(name, command, args, databaseUrl, env, log) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl, SECRET_KEY, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const origin = await addressOf(name, child, log);
  return { name, pid: child.pid, origin, child, stop: (signal) => stop(child, signal) };
}

async function stop(child, signal = 'SIGTERM') {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  return child.exitCode ?? child.signalCode;
}

/** The API says its address on standard output, gunicorn on standard error. */
function addressOf(name, child, log) {
  const printed = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      const lines = createInterface({ input: stream }).on('line', (line) => {
        if (log) appendFileSync(log, `${line}\n`);
        if (printed.length < 50) printed.push(line);
        const [, origin] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
        if (!origin) return;
        resolve(origin);
        // Parting a log that nobody wants into lines would take CPU from what is measured.
        if (!log) lines.close();
      });
      lines.once('close', () => stream.resume());
    }
    child.once('exit', () => reject(new Error(`${name} ended:\n${printed.join('\n')}`)));
  });
}
