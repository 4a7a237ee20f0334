import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createData } from './database-files.mjs';
import { placeOf } from './database-place.mjs';
import { runningServer, serverPid, startServer, stopServer } from './database-server.mjs';
import { LauncherError } from './fail.mjs';
import { withLock } from './lock.mjs';
import { commandOf } from './process-table.mjs';
import { withProgress } from './progress.mjs';
import { ensureServerPrograms } from './server-programs.mjs';
import { isStopping } from './stop-signals.mjs';

/**
 * A private server on a unix socket. Any number of processes share it; the last one to leave stops it.
 * @typedef {{ pid: number, socketPath: string, url: (database: string) => string, leave: () => Promise<void>, kill9: () => void }} EmbeddedDatabase
 */

/**
 * Joins the server of this data directory: creates its files and starts it when nobody did.
 * @param {string} dataDirectory
 * @param {{ flags?: string[], programs?: import('./server-programs.mjs').ServerPrograms }} [options] flags for the server,
 *   after ours, so that they win; programs: of which server, if it shall not be the machine's own
 * @returns {Promise<EmbeddedDatabase>}
 * @throws {LauncherError} that says what to do
 */
export async function joinEmbeddedDatabase(dataDirectory, { flags = [], programs } = {}) {
  const place = placeOf(dataDirectory);
  try {
    return await enter(dataDirectory, place, { flags, programs });
  } catch (error) {
    if (!UNUSABLE.has(error.code)) throw error;
    throw new LauncherError(
      `The data directory ${dataDirectory} cannot be used: ${error.message}\nMake room or give this user the right to write there, or set LOCKSTEP_DATA_DIR to another folder.`,
    );
  }
}

/** The address of a database on the server of this data directory, also before it runs. */
export const embeddedUrl = (dataDirectory, database) => urlOf(placeOf(dataDirectory), database);

const urlOf = ({ socket }, database) =>
  `mysql://root@localhost/${database}?socketPath=${encodeURIComponent(socket)}`;

/** What the file system says when it is full or not ours. */
const UNUSABLE = new Set(['EACCES', 'EDQUOT', 'EEXIST', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

async function enter(dataDirectory, place, options) {
  mkdirSync(place.users, { recursive: true });
  chmodSync(dataDirectory, 0o700);
  const start = () => runServer(dataDirectory, place, options);
  const pid = await withLock(place.lock, start, isStopping);
  return {
    pid,
    socketPath: place.socket,
    url: (database) => urlOf(place, database),
    leave: () => leave(place),
    kill9: () => process.kill(pid, 'SIGKILL'),
  };
}

/** Signs on. @returns the pid of the server, which is made and started when nobody did */
async function runServer(dataDirectory, place, { flags, ...options }) {
  writeFileSync(join(place.users, String(process.pid)), '');
  const running = await runningServer(place);
  if (running) return running;
  const programs = options.programs ?? (await ensureServerPrograms(dataDirectory));
  if (!existsSync(place.data))
    await withProgress('Creating the database', createData(place, programs));
  return withProgress('Starting the database', startServer(place, programs, flags));
}

/** Signs off; the last of those who share the server stops it. */
async function leave(place) {
  await withLock(place.lock, async () => {
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
