import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { firstArguments } from './database-files.mjs';
import { withOwnTemp } from './database-place.mjs';
import { LauncherError } from './fail.mjs';
import { commandOf } from './process-table.mjs';

/** Made at every start if missing, because nothing else may be installed yet that could make it. */
export const DATABASE = 'lockstep';

const START_MS = 60_000;
const STOP_MS = 30_000;

/** The pid of the server that answers on our socket, whoever started it; undefined when none does. */
export async function runningServer(place) {
  const pid = serverPid(place);
  return pid !== undefined && (await greets(place.socket)) ? pid : undefined;
}

/** The pid file is only believed when that process is a server on our data. */
export function serverPid({ pidFile, data }) {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  return commandOf(pid).includes(data) ? pid : undefined;
}

/** A server that is ready sends its greeting first. */
function greets(socketPath) {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => settle(false));
    socket.once('data', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}

/** Durable: what was committed survives kill -9 and a power cut (`innodb_flush_log_at_trx_commit=1`). */
export const SERVER_FLAGS = [
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-buffer-pool-size=64M',
  '--skip-log-bin',
  '--skip-name-resolve',
  '--log-bin-trust-function-creators=1',
  '--default-time-zone=+00:00',
  '--character-set-server=utf8mb4',
];

function serverArguments({ data, socket, pidFile, init }, programs) {
  return [
    ...firstArguments(programs),
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--pid-file=${pidFile}`,
    `--init-file=${init}`,
    '--skip-networking',
    ...SERVER_FLAGS,
    '--max-connections=400',
  ];
}

/** One statement a line. A server that is one of several, with a binary log, makes the database for itself. */
const INIT = `SET SQL_LOG_BIN=0;
CREATE DATABASE IF NOT EXISTS ${DATABASE} CHARACTER SET utf8mb4;
`;

/** In a process group of its own: Ctrl-C is for the launcher, which stops things in order. */
export async function startServer(place, programs, flags) {
  rmSync(place.socket, { force: true });
  rmSync(place.pidFile, { force: true });
  writeFileSync(place.init, INIT);
  const log = openSync(place.log, 'a');
  const child = spawn(programs.server, [...serverArguments(place, programs), ...flags], {
    env: withOwnTemp(place, programs.env),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  const deadline = Date.now() + START_MS;
  while (!(await greets(place.socket))) {
    if (ended || Date.now() > deadline) throw new LauncherError(startFailure(place));
    await pause(20);
  }
  return child.pid;
}

function startFailure({ log, data }) {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /\[ERROR\]|error/i.test(line));
  return `The embedded database did not start. Its last errors, from ${log}:
${lines
  .slice(-8)
  .map((line) => `  ${line}`)
  .join('\n')}
If another program uses ${data}, stop it. If the files are damaged, move ${data} away and start again: a new, empty
database is made. Or set DATABASE_URL to a server of your own.`;
}

/** Waits for the orderly end of the server. */
export async function stopServer(pid) {
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_MS;
  while (commandOf(pid) !== '') {
    if (Date.now() > deadline) {
      console.error(
        `The database did not stop within ${STOP_MS / 1000} s and is ended the hard way.`,
      );
      process.kill(pid, 'SIGKILL');
      return;
    }
    await pause(20);
  }
}
