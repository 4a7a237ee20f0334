import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Script } from './support.js';

// Other files of this worker have the modules without the spy.
vi.resetModules();
vi.mock(import('../../scripts/lib/process-table.mjs'), { spy: true });
const { withLock } = await import('../../scripts/lib/lock.mjs');
const { commandOf } = await import('../../scripts/lib/process-table.mjs');

/** Takes the lock, makes a file that says so, and holds it until it is killed. */
const HOLD = `
  import { writeFileSync } from 'node:fs';
  import { withLock } from './scripts/lib/lock.mjs';
  const [lock, sign] = process.argv.slice(1);
  await withLock(lock, () => {
    writeFileSync(sign, '');
    return new Promise((resolve) => setInterval(resolve, 60_000));
  });
`;

let folder: string;
let lock: string;
let rivals: Script[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-lock-'));
  lock = join(folder, 'lock');
  rivals = [];
});

afterEach(async () => {
  vi.resetAllMocks();
  await Promise.all(rivals.map((rival) => rival.end('SIGKILL')));
  rmSync(folder, { recursive: true });
});

/** Comes back when another launcher has the lock; nothing else in this process runs meanwhile. */
function letRivalLock(): Script {
  const sign = join(folder, `sign-${String(rivals.length)}`);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HOLD, lock, sign]);
  const rival = new Script(child, 'rival');
  rivals.push(rival);
  const deadline = performance.now() + 30_000;
  while (!existsSync(sign))
    if (performance.now() > deadline) throw new Error('the rival does not get the lock');
  return rival;
}

test('the lock of a launcher that was killed goes to the next one', async () => {
  await letRivalLock().end('SIGKILL');
  expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  letRivalLock();
});

test('a lock with the number of this process is of one that had the number before', async () => {
  mkdirSync(lock);
  writeFileSync(join(lock, String(process.pid)), '');
  expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
});

test('of two that see the holder dead one gets the lock', async () => {
  await letRivalLock().end('SIGKILL');
  // The other one sees it, too, and takes the lock before this one goes on.
  vi.mocked(commandOf).mockImplementationOnce(() => {
    letRivalLock();
    return '';
  });
  const work = vi.fn(() => Promise.resolve());
  const isGivenUp = vi.fn(() => true).mockReturnValueOnce(false);
  await expect(withLock(lock, work, isGivenUp)).rejects.toThrow('Stopped while another Lockstep');
  expect(work).not.toHaveBeenCalled();
});
