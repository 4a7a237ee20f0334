import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LauncherError } from './fail.mjs';
import { installAsRoot, unpackDebs } from './debian-packages.mjs';

const MARIADB = {
  title: 'MariaDB',
  packages: ['mariadb-server-core', 'mariadb-client-core'],
  libraries: [
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
  ],
};

const FOLDERS = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/usr/local/mysql/bin',
];

/**
 * The programs of a MariaDB or MySQL server.
 * @typedef {object} ServerPrograms
 * @property {string} server the program to start
 * @property {string[]} loading its first arguments, when it is a loader that starts the server
 * @property {string[]} flags that this server always needs
 * @property {string} [installer] makes its files
 * @property {() => string} [bootstrap] or the SQL that makes them
 * @property {string} [basedir]
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Finds a server on this machine, or brings one: by apt as root, unpacked beside the data without.
 * @param {string} dataDirectory
 * @param {{ folders?: string[], asRoot?: boolean }} [options] where to look; for the tests
 * @returns {Promise<ServerPrograms>}
 * @throws {LauncherError} that says what to install
 */
export async function ensureServerPrograms(dataDirectory, options = {}) {
  const folders = options.folders ?? [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS];
  const asRoot = options.asRoot ?? process.getuid?.() === 0;
  const unpacked = join(dataDirectory, 'mariadb');
  const found = findPrograms(folders) ?? findUnpacked(unpacked);
  if (found) return found;
  const apt = findProgram(['apt-get'], folders);
  if (!apt) throw new LauncherError(WHAT_TO_DO);
  if (asRoot) await installAsRoot(MARIADB);
  else await unpackDebs(unpacked, MARIADB);
  const brought = findPrograms(folders) ?? findUnpacked(unpacked);
  if (!brought) throw new LauncherError(WHAT_TO_DO);
  return brought;
}

function findPrograms(folders) {
  const server = findProgram(['mariadbd', 'mysqld'], folders);
  const installer = findProgram(['mariadb-install-db', 'mysql_install_db'], folders);
  return server && { server, loading: [], flags: [], installer, env: process.env };
}

/** Debian's packages as `dpkg-deb -x` laid them out; their libraries lie beside them. */
function findUnpacked(folder) {
  const server = join(folder, 'usr/sbin/mariadbd');
  if (!existsSync(server)) return undefined;
  const libraries = [
    'usr/lib/x86_64-linux-gnu',
    'usr/lib/aarch64-linux-gnu',
    'lib/x86_64-linux-gnu',
    'lib/aarch64-linux-gnu',
    'usr/lib',
  ];
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: libraries.map((path) => join(folder, path)).join(delimiter),
    PATH: [join(folder, 'usr/bin'), join(folder, 'usr/sbin'), process.env.PATH].join(delimiter),
  };
  return {
    server,
    loading: [],
    flags: [],
    installer: join(folder, 'usr/bin/mariadb-install-db'),
    basedir: join(folder, 'usr'),
    env,
  };
}

function findProgram(names, folders) {
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

const WHAT_TO_DO = `There is no MariaDB or MySQL server on this machine, and none could be fetched.
Install one and run the command again:
  Debian, Ubuntu   apt-get install mariadb-server-core mariadb-client-core
  Fedora, RHEL     dnf install mariadb-server
  macOS            brew install mariadb
or use one that runs elsewhere:
  docker compose up -d db
  DATABASE_URL=mysql://lockstep:lockstep@127.0.0.1:3306/lockstep npm start`;
