import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './fail.mjs';
import { withProgress } from './progress.mjs';
import { run } from './run.mjs';

const PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];
/** Shared libraries that a bare Debian lacks and the server needs. */
const LIBRARIES = [
  'mariadb-common',
  'libaio1',
  'liburing2',
  'libsnappy1v5',
  'libnuma1',
  'libncurses6',
  'libedit2',
  'libpmem1',
  'libndctl6',
  'libdaxctl1',
  'libkmod2',
  'libbsd0',
  'libmd0',
];

/** As root: Debian's packages, without the service that `mariadb-server` would start. */
export async function installAsRoot() {
  await withProgress('Installing MariaDB by apt', aptInstall());
}

async function aptInstall() {
  const install = () =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  if ((await install()).status === 0) return;
  await run('apt-get', ['update', '-qq']);
  const { status, output } = await install();
  if (status !== 0)
    throw new LauncherError(
      `apt-get could not install ${PACKAGES.join(' and ')}. Check the network.\n${output}`,
    );
}

/**
 * Without root: downloads the packages with apt lists of our own and unpacks them.
 * @param {string} folder where they go; complete when it exists
 */
export async function unpackDebs(folder) {
  await withProgress('Fetching MariaDB from Debian', fetchAndUnpack(folder));
}

async function fetchAndUnpack(folder) {
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  const apt = privateApt(join(half, 'apt'));
  mkdirSync(join(half, 'debs'), { recursive: true });
  await must(run('apt-get', [...apt, 'update', '-qq']));
  await must(run('apt-get', [...apt, 'download', ...PACKAGES], { cwd: join(half, 'debs') }));
  // Names differ between releases of Debian and Ubuntu; what the machine has or does not know is left out.
  for (const library of LIBRARIES)
    await run('apt-get', [...apt, 'download', library], { cwd: join(half, 'debs') });
  for (const deb of readdirSync(join(half, 'debs')))
    await must(run('dpkg-deb', ['-x', join(half, 'debs', deb), half]));
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

async function must(command) {
  const { status, output } = await command;
  if (status !== 0)
    throw new LauncherError(
      `MariaDB could not be fetched from Debian. Check the network, or install it.\n${output}`,
    );
}
