import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherError } from './fail.mjs';
import { commandOf } from './process-table.mjs';

/** A first start unpacks and creates a database; another launcher waits that long for it. */
const PATIENCE_MS = 180_000;

/**
 * Runs `work` while no other launcher does so on the same data directory.
 * @template T
 * @param {string} path of the lock: a folder, empty or with one file named by the pid of who has it
 * @param {() => Promise<T>} work
 * @param {() => boolean} [isGivenUp] asked while another has it: whether there is no use in waiting
 * @returns {Promise<T>}
 * @throws {LauncherError} when it was not to be had
 */
export async function withLock(path, work, isGivenUp = () => false) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryLock(path)) {
    if (!removeDead(path)) await pause(100);
    if (isGivenUp()) throw new LauncherError(`Stopped while another Lockstep held ${path}.`);
    if (Date.now() > deadline)
      throw new LauncherError(
        `Another Lockstep has held ${path} for too long. Stop it, or delete the folder.`,
      );
  }
  try {
    return await work();
  } finally {
    removeHolder(path, process.pid);
  }
}

/** Puts a folder with our file in the place of the lock: the system does so only where that is missing or empty. */
function tryLock(path) {
  const own = `${path}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, String(process.pid)), '');
  try {
    renameSync(own, path);
    return true;
  } catch (error) {
    rmSync(own, { recursive: true });
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Its holder died, or his number belongs to some other program by now. Of several who see it one may have the lock already;
 * his file has another name and stays.
 * @returns whether it was so
 */
function removeDead(path) {
  const dead = readdirSync(path).filter(isDead);
  for (const pid of dead) removeHolder(path, pid);
  return dead.length > 0;
}

/** A file with our own number is of one who died: we have no lock yet, and in a container the numbers come again. */
const isDead = (pid) => Number(pid) === process.pid || !commandOf(Number(pid)).includes('node');

const removeHolder = (path, pid) => rmSync(join(path, String(pid)), { force: true });
