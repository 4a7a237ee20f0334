import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherError } from './fail.mjs';
import { commandOf } from './process-table.mjs';

/** A first start unpacks and creates a database; another launcher waits that long for it. */
const PATIENCE_MS = 180_000;

/**
 * Runs `work` while no other launcher does so on the same data directory.
 * @template T
 * @param {string} path of the lock file; it holds the pid of who has it
 * @param {() => Promise<T>} work
 * @param {() => boolean} [isGivenUp] asked while another has it: whether there is no use in waiting
 * @returns {Promise<T>}
 * @throws {LauncherError} when it was not to be had
 */
export async function withLockFile(path, work, isGivenUp = () => false) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryLock(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true });
    else await pause(100);
    if (isGivenUp()) throw new LauncherError(`Stopped while another Lockstep held ${path}.`);
    if (Date.now() > deadline)
      throw new LauncherError(
        `Another Lockstep has held ${path} for too long. Stop it, or delete the file.`,
      );
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder died, or its number belongs to some other program by now. */
function isAbandoned(path) {
  const pid = Number(readText(path));
  return pid > 0 && !commandOf(pid).includes('node');
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
