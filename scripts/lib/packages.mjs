import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './fail.mjs';
import { withProgress } from './progress.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

const OLDEST = [20, 19];

/** @throws {LauncherError} when this Node is older than what the packages run on */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new LauncherError(
    `Lockstep needs Node ${OLDEST.join('.')} or later; this is ${version}. Install a later one from https://nodejs.org or your package manager.`,
  );
}

/** Installs the packages of the lock file when they are missing or older than it. */
export async function ensurePackages() {
  const installed = modifiedAt(join(ROOT, 'node_modules/.package-lock.json'));
  if (installed >= modifiedAt(join(ROOT, 'package-lock.json'))) return;
  const install = run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: ROOT });
  const { status, output } = await withProgress('Installing packages', install);
  if (status === 0) return;
  throw new LauncherError(
    `npm ci failed. Check the connection to the npm registry (npm ping), then run the command again.\n${output}`,
  );
}

/** Milliseconds since 1970; 0 for what is not there. */
export function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
