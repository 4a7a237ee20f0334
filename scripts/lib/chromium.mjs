import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installAsRoot } from './debian-packages.mjs';
import { LauncherError } from './fail.mjs';

const CHROMIUM = { title: 'Chromium', packages: ['chromium'], libraries: [] };
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds a browser for the tests of the web console, or installs Debian's, by apt as root.
 * @returns {Promise<string>} the path of its program
 * @throws {LauncherError} that says what to install
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!isDebianRoot) throw new LauncherError(WHAT_TO_DO);
  await installAsRoot(CHROMIUM);
  const brought = findChromium();
  if (!brought) throw new LauncherError(WHAT_TO_DO);
  return brought;
}

function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

const WHAT_TO_DO = `The tests of the web console need Chromium, and none could be fetched. Install it (Debian: apt-get install chromium; elsewhere a chromium or google-chrome on PATH) and run the command again.`;
