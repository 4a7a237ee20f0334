import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The command line of a running process; empty when there is none. A pid alone proves nothing: numbers are used again.
 * @param {number} pid
 */
export function commandOf(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return '';
  if (process.platform !== 'linux')
    return (
      spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
    );
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
