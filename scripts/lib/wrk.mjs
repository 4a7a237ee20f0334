import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installAsRoot, unpackDebs } from './debian-packages.mjs';
import { LauncherError } from './fail.mjs';
import { run } from './run.mjs';

const WRK = {
  title: 'wrk',
  packages: ['wrk'],
  libraries: ['libluajit-5.1-2', 'libluajit-5.1-common'],
};

/**
 * Finds the load generator of the bench, or brings it: by apt as root, unpacked under the data without.
 * @param {string} dataDirectory
 * @returns {Promise<{ program: string, env: NodeJS.ProcessEnv }>}
 * @throws {LauncherError} that says what to do
 */
export async function ensureWrk(dataDirectory) {
  const unpacked = join(dataDirectory, 'wrk');
  const found = await findWrk(unpacked);
  if (found) return found;
  if (!existsSync('/usr/bin/apt-get')) throw new LauncherError(WHAT_TO_DO);
  if (process.getuid?.() === 0) await installAsRoot(WRK);
  else await unpackDebs(unpacked, WRK);
  const brought = await findWrk(unpacked);
  if (!brought) throw new LauncherError(WHAT_TO_DO);
  return brought;
}

async function findWrk(unpacked) {
  const libraries = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'];
  const own = { LD_LIBRARY_PATH: libraries.map((path) => join(unpacked, path)).join(delimiter) };
  for (const [program, added] of [
    ['wrk', {}],
    [join(unpacked, 'usr/bin/wrk'), own],
  ]) {
    const env = { ...process.env, ...added };
    // It prints its version with a status of its own, and nothing of it where it does not run.
    const { output } = await run(program, ['-v'], { env });
    if (/^wrk .*Copyright/m.test(output)) return { program, env };
  }
  return undefined;
}

const WHAT_TO_DO = `npm run bench sends its requests with wrk, and there is none.
Install it and run the command again:
  Debian, Ubuntu   apt-get install wrk
  Fedora           dnf install wrk
  macOS            brew install wrk`;
