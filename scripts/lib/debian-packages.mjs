import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './fail.mjs';
import { withProgress } from './progress.mjs';
import { run } from './run.mjs';

/**
 * What is fetched together.
 * @typedef {{ title: string, packages: string[], libraries: string[] }} DebianPackages `title` is for people; `libraries`:
 *   what a bare Debian lacks and the packages need, for unpacking only, where apt does not follow dependencies
 */

/**
 * As root: Debian's packages with what they depend on, without what they recommend.
 * @param {DebianPackages} wanted
 * @throws {LauncherError}
 */
export async function installAsRoot(wanted) {
  await withProgress(`Installing ${wanted.title} by apt`, aptInstall(wanted));
}

async function aptInstall({ packages }) {
  const install = () =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  if ((await install()).status === 0) return;
  await run('apt-get', ['update', '-qq']);
  const { status, output } = await install();
  if (status !== 0)
    throw new LauncherError(
      `apt-get could not install ${packages.join(' and ')}. Check the network.\n${output}`,
    );
}

/**
 * Without root: downloads the packages with apt lists of our own and unpacks them.
 * @param {string} folder where they go; complete when it exists
 * @param {DebianPackages} wanted
 * @throws {LauncherError}
 */
export async function unpackDebs(folder, wanted) {
  await withProgress(`Fetching ${wanted.title} from Debian`, fetchAndUnpack(folder, wanted));
}

async function fetchAndUnpack(folder, { title, packages, libraries }) {
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  const apt = privateApt(join(half, 'apt'));
  mkdirSync(join(half, 'debs'), { recursive: true });
  await must(title, run('apt-get', [...apt, 'update', '-qq']));
  await must(title, run('apt-get', [...apt, 'download', ...packages], { cwd: join(half, 'debs') }));
  // Names differ between releases of Debian and Ubuntu; what the machine has or does not know is left out.
  for (const library of libraries)
    await run('apt-get', [...apt, 'download', library], { cwd: join(half, 'debs') });
  for (const deb of readdirSync(join(half, 'debs')))
    await must(title, run('dpkg-deb', ['-x', join(half, 'debs', deb), half]));
  rmSync(join(half, 'debs'), { recursive: true });
  rmSync(join(half, 'apt'), { recursive: true });
  renameSync(half, folder);
}

/** apt keeps its lists and locks under folders that only root may write; these are ours. */
function privateApt(folder) {
  for (const part of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, part), { recursive: true });
  return [
    '-o',
    `Dir::State::Lists=${join(folder, 'lists')}`,
    '-o',
    `Dir::Cache=${join(folder, 'cache')}`,
    '-o',
    'APT::Sandbox::User=',
  ];
}

async function must(title, command) {
  const { status, output } = await command;
  if (status !== 0)
    throw new LauncherError(
      `${title} could not be fetched from Debian. Check the network, or install it.\n${output}`,
    );
}
