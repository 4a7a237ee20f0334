import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherError } from './fail.mjs';
import { withLockFile } from './lock-file.mjs';
import { commandOf } from './process-table.mjs';
import { withProgress } from './progress.mjs';
import { run } from './run.mjs';
import { ensureServerPrograms } from './server-programs.mjs';

/** Made at every start if missing, because nothing else may be installed yet that could make it. */
export const DATABASE = 'lockstep';

const START_MS = 60_000;
const STOP_MS = 30_000;
/** A path in `sockaddr_un` has 108 bytes, 104 on macOS. */
const LONGEST_SOCKET_PATH = 100;

/**
 * A private MariaDB on a unix socket. Any number of processes share it; the last one to leave stops it.
 * @typedef {{ created: boolean, pid: number, socketPath: string, url: (database: string) => string, leave: () => Promise<void>, kill9: () => void }} EmbeddedDatabase
 */

/**
 * Joins the server of this data directory: creates its files and starts it when nobody did.
 * @param {string} dataDirectory
 * @param {{ flags?: string[] }} [options] flags for the server, after ours
 * @returns {Promise<EmbeddedDatabase>}
 * @throws {LauncherError} that says what to do
 */
export async function joinEmbeddedDatabase(dataDirectory, { flags = [] } = {}) {
  const place = placeOf(dataDirectory);
  mkdirSync(place.users, { recursive: true });
  chmodSync(dataDirectory, 0o700);
  let created = false;
  const pid = await withLockFile(place.lock, async () => {
    writeFileSync(join(place.users, String(process.pid)), '');
    const running = await runningServer(place);
    if (running) return running;
    const programs = await ensureServerPrograms(dataDirectory);
    created = !existsSync(place.data);
    if (created) await withProgress('Creating the database', createData(place, programs));
    return withProgress('Starting the database', startServer(place, programs, flags));
  });
  return {
    created,
    pid,
    socketPath: place.socket,
    url: (database) =>
      `mysql://root@localhost/${database}?socketPath=${encodeURIComponent(place.socket)}`,
    leave: () => leave(place),
    kill9: () => process.kill(pid, 'SIGKILL'),
  };
}

function placeOf(dataDirectory) {
  return {
    data: join(dataDirectory, 'mysql'),
    users: join(dataDirectory, 'mysql.users'),
    lock: join(dataDirectory, 'mysql.lock'),
    pidFile: join(dataDirectory, 'mysql.pid'),
    log: join(dataDirectory, 'mysql.log'),
    socket: socketPathOf(dataDirectory),
    init: join(dataDirectory, 'mysql.init.sql'),
  };
}

function socketPathOf(dataDirectory) {
  const usual = join(dataDirectory, 'mysql.sock');
  if (Buffer.byteLength(usual) <= LONGEST_SOCKET_PATH) return usual;
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `lockstep-${userInfo().uid}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, 'mysql.sock');
}

/** The pid of the server that answers on our socket, whoever started it; undefined when none does. */
async function runningServer(place) {
  const pid = serverPid(place);
  return pid !== undefined && (await greets(place.socket)) ? pid : undefined;
}

/** The pid file is only believed when that process is a server on our data. */
function serverPid({ pidFile, data }) {
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

/** Into a folder beside, renamed when whole: a first start that was killed leaves nothing half-made. */
async function createData(place, { server, installer, basedir, env }) {
  const half = `${place.data}.part`;
  rmSync(half, { recursive: true, force: true });
  const base = basedir ? [`--basedir=${basedir}`] : [];
  const result = installer
    ? await run(
        installer,
        [
          '--no-defaults',
          ...base,
          ...asUser(),
          `--datadir=${half}`,
          '--auth-root-authentication-method=normal',
          '--skip-test-db',
        ],
        { env },
      )
    : await run(
        server,
        ['--no-defaults', '--initialize-insecure', ...asUser(), `--datadir=${half}`],
        { env },
      );
  if (result.status !== 0)
    throw new LauncherError(
      `The database could not be created in ${place.data}.\n${result.output}`,
    );
  renameSync(half, place.data);
}

/** mariadbd refuses to run as root unless it is told to. */
const asUser = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

/** Durable: what was committed survives kill -9 and a power cut (`innodb_flush_log_at_trx_commit=1`). */
function serverFlags({ data, socket, pidFile, init }, { basedir }) {
  return [
    '--no-defaults',
    ...(basedir ? [`--basedir=${basedir}`] : []),
    ...asUser(),
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--pid-file=${pidFile}`,
    `--init-file=${init}`,
    '--skip-networking',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=64M',
    '--performance-schema=OFF',
    '--skip-log-bin',
    '--skip-name-resolve',
    '--log-bin-trust-function-creators=1',
    '--default-time-zone=+00:00',
    '--character-set-server=utf8mb4',
    '--max-connections=400',
  ];
}

/** In a process group of its own: Ctrl-C is for the launcher, which stops things in order. */
async function startServer(place, programs, flags) {
  rmSync(place.socket, { force: true });
  rmSync(place.pidFile, { force: true });
  writeFileSync(place.init, `CREATE DATABASE IF NOT EXISTS ${DATABASE} CHARACTER SET utf8mb4;\n`);
  const log = openSync(place.log, 'a');
  const child = spawn(programs.server, [...serverFlags(place, programs), ...flags], {
    env: programs.env,
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

/** Signs off; the last of those who share the server stops it. */
async function leave(place) {
  await withLockFile(place.lock, async () => {
    rmSync(join(place.users, String(process.pid)), { force: true });
    const others = readdirSync(place.users).filter((pid) => isLauncher(Number(pid), place));
    const pid = serverPid(place);
    if (others.length === 0 && pid !== undefined) await stopServer(pid);
  });
}

/** A launcher that crashed did not sign off. */
function isLauncher(pid, { users }) {
  if (commandOf(pid).includes('node')) return true;
  rmSync(join(users, String(pid)), { force: true });
  return false;
}

async function stopServer(pid) {
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
