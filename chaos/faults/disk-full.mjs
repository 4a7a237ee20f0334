import { closeSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../../scripts/lib/run.mjs';
import { Visitor } from '../lib/visitor.mjs';

const FULL_MS = 3_000;
/** Tables grow by whole extents, of which some are free: large rows use them up. */
const LARGE_ROWS = 100;
const LARGE = 'x'.repeat(60_000);

/**
 * InnoDB refuses what needs another page. Where it cannot even roll back for want of room it ends itself (MariaDB 10.11:
 * "Out of disk space in rollback"); then it is started again once there is room, as systemd would.
 */
export const diskFull = {
  name: 'disk-full',
  title: 'the disk of the database is full for some seconds',
  limitSeconds: 10,
  flags: ['--innodb-log-file-size=16M'],
  obstacle: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-mount-'));
    try {
      await (
        await mount(folder)
      )();
      return undefined;
    } catch (error) {
      return `a file system of limited size cannot be mounted (${error.message})`;
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  place: async (folder) => {
    const undo = await mount(folder);
    symlinkSync('../database.log', join(folder, 'mysql.log'));
    return undo;
  },
  disturb: async ({ apis, database, folder, logins, record, limitMs, watch }) => {
    const visitor = new Visitor([apis[1].origin], 0, logins[0], record, limitMs);
    const ballast = join(folder, 'database', 'ballast');
    const statuses = [];
    await watch.whileUnsure(async () => {
      fill(ballast);
      for (let n = 0; n < LARGE_ROWS && !statuses.includes(503); n++)
        statuses.push(await writeLarge(visitor, record));
      await pause(FULL_MS);
      rmSync(ballast);
      if (!database.isRunning) await database.startAgain();
    });
    const again = await writeLarge(visitor, record);
    await visitor.close();
    return [
      ...(statuses.includes(503) ? [] : [`the full disk was answered with ${new Set(statuses)}`]),
      ...(again === 201 ? [] : [`with room again a write was answered with ${again}`]),
    ];
  },
};

async function writeLarge(visitor, record) {
  const token = record.newToken();
  const body = { name: token, notes: token, custom: { count: 0, filling: LARGE } };
  const { status, outcome } = await visitor.send('POST', '/api/assets', body);
  record.writes.push({ token, kind: 'large create', rows: 1, outcome });
  return status;
}

/** @returns {Promise<() => Promise<void>>} what takes it away again */
async function mount(folder) {
  const size = ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder];
  const { status, output } = await run('mount', size);
  if (status !== 0) throw new Error(output.trim());
  // Lazily: this process still has the log of the server open, which lies there.
  return async () => void (await run('umount', ['-l', folder]));
}

/** Writes until there is no room for another byte. */
function fill(path) {
  const file = openSync(path, 'w');
  for (let size = 1_048_576; size >= 1;) {
    try {
      writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      size = Math.floor(size / 2);
    }
  }
  closeSync(file);
}
