import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
export async function unpackDebs(folder, { title, packages, libraries }) {
  await withProgress(
    `Fetching ${title} from Debian`,
    unpackWhole(folder, title, async (half) => {
      const apt = privateApt(join(half, 'apt'));
      const debs = join(half, 'debs');
      mkdirSync(debs, { recursive: true });
      await must(title, run('apt-get', [...apt, 'update', '-qq']));
      await must(title, run('apt-get', [...apt, 'download', ...packages], { cwd: debs }));
      // Names differ between releases of Debian and Ubuntu; what the machine has or does not know is left out.
      for (const library of libraries)
        await run('apt-get', [...apt, 'download', library], { cwd: debs });
      return debs;
    }),
  );
}

/** For the scripts of a server's packages; its programs do without. */
const PERL = /^(perl|libperl|debconf)/;

/**
 * Packages of Debian sid with all they depend on, the C library included, so that they run on an older system through
 * their own loader. Needs no root and changes nothing of the system.
 * @param {string} folder where they go; complete when it exists
 * @param {{ title: string, packages: string[] }} wanted
 * @throws {LauncherError} one sentence for a machine where they cannot be had
 */
export async function unpackFromSid(folder, { title, packages }) {
  await withProgress(
    `Fetching ${title} from Debian sid`,
    unpackWhole(folder, title, async (half) => {
      const apt = sidApt(join(half, 'apt'));
      const install = ['install', '-y', '-qq', '--no-install-recommends', '--download-only'];
      await must(title, run('apt-get', [...apt, 'update', '-qq']));
      await must(title, run('apt-get', [...apt, ...install, ...packages]));
      const debs = join(half, 'apt/cache/archives');
      for (const deb of readdirSync(debs)) if (PERL.test(deb)) rmSync(join(debs, deb));
      return debs;
    }),
  );
}

/** @param {(half: string) => Promise<string>} fetch downloads below the given folder; @returns where the .deb files lie */
async function unpackWhole(folder, title, fetch) {
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  try {
    const debs = await fetch(half);
    for (const deb of readdirSync(debs).filter((name) => name.endsWith('.deb')))
      await must(title, run('dpkg-deb', ['-x', join(debs, deb), half]));
    for (const part of ['debs', 'apt', 'usr/share/doc', 'usr/share/man'])
      rmSync(join(half, part), { recursive: true, force: true });
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

/** apt keeps its lists and locks under folders that only root may write; these are ours. */
function privateApt(folder) {
  for (const part of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, part), { recursive: true });
  return options({
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': '',
  });
}

/** An apt that knows sid only and takes nothing for installed. */
function sidApt(folder) {
  const own = privateApt(folder);
  const status = join(folder, 'status');
  const sources = join(folder, 'sources.list');
  writeFileSync(status, '');
  writeFileSync(sources, `deb [signed-by=${KEYRING}] ${mirror()} sid main\n`);
  return [
    ...own,
    ...options({
      'Dir::State::status': status,
      'Dir::Etc::sourcelist': sources,
      'Dir::Etc::sourceparts': '-',
      'Dir::Etc::preferences': '-',
      'Dir::Etc::preferencesparts': '-',
      // Images of containers delete what was downloaded, by a hook.
      'APT::Keep-Downloaded-Packages': 'true',
      'Debug::NoLocking': 'true',
    }),
  ];
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The mirror that this machine uses when it is a Debian. */
function mirror() {
  const sources = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']
    .filter(existsSync)
    .map((path) => readFileSync(path, 'utf8'));
  const line = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+\/debian\/?)(?:\s|$)/m;
  return line.exec(sources.join('\n'))?.[1] ?? 'http://deb.debian.org/debian';
}

const options = (settings) =>
  Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);

async function must(title, command) {
  const { status, output } = await command;
  if (status === 0) return;
  const [reason = output.trim()] = /^E: .*/m.exec(output) ?? [];
  throw new LauncherError(
    `${title} could not be fetched from Debian. Check the network, or install it. (${reason})`,
  );
}
