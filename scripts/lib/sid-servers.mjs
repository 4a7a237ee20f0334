import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackFromSid } from './debian-packages.mjs';
import { LauncherError } from './fail.mjs';
import { withLock } from './lock.mjs';

/**
 * The servers that Debian's stable releases do not have.
 * @typedef {'mysql' | 'mariadb'} Brand
 */

const SERVERS = {
  mysql: {
    title: 'MySQL',
    packages: ['mysql-server-core', 'mysql-client-core'],
    program: 'usr/sbin/mysqld',
    share: 'usr/share/mysql',
    plugins: 'usr/lib/mysql/plugin',
    // Each would be a socket or a folder that all servers of the machine share.
    flags: ['--mysqlx=OFF', '--secure-file-priv=NULL'],
  },
  mariadb: {
    title: 'MariaDB',
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    program: 'usr/sbin/mariadbd',
    share: 'usr/share/mariadb',
    // None are in these packages, and those of the system are of another version.
    plugins: 'usr/lib',
    flags: [],
    // mariadb-install-db would start programs without their loader; this is what it feeds them.
    bootstrap: [
      'mariadb_system_tables.sql',
      'mariadb_performance_tables.sql',
      'mariadb_system_tables_data.sql',
      'mariadb_sys_schema.sql',
    ],
  },
};

/** @returns {Brand[]} */
export const sidBrands = () => Object.keys(SERVERS);

/**
 * The server of this brand that Debian sid has now: fetched once, then kept below the data directory (delete
 * `sid-servers` there for a newer one). Nothing is installed; it runs with libraries and loader of its own.
 * @param {Brand} brand
 * @param {string} dataDirectory
 * @returns {Promise<import('./server-programs.mjs').ServerPrograms & { version: string }>} version: `9.7.4`
 * @throws {LauncherError} in one sentence, when it can be neither found nor fetched
 */
export async function ensureSidServer(brand, dataDirectory) {
  const { title, packages } = SERVERS[brand];
  const caches = join(dataDirectory, 'sid-servers');
  const folder = join(caches, brand);
  mkdirSync(caches, { recursive: true });
  await withLock(`${folder}.locked`, async () => {
    if (!existsSync(folder)) await unpackFromSid(folder, { title, packages });
  });
  return programsIn(folder, SERVERS[brand]);
}

/** @param {string} folder where the packages were unpacked */
function programsIn(folder, { title, program, share, plugins, flags, bootstrap }) {
  const { loader, libraries } = machine();
  const server = join(folder, loader);
  const loading = ['--library-path', join(folder, libraries), join(folder, program)];
  const { stdout, error } = spawnSync(server, [...loading, '--version'], { encoding: 'utf8' });
  const [, version] = /Ver (\d+\.\d+\.\d+)/.exec(stdout ?? '') ?? [];
  if (!version)
    throw new LauncherError(
      `${title} in ${folder} does not run here. Delete that folder, so that it is fetched anew. (${error?.message ?? stdout})`,
    );
  return {
    server,
    loading,
    flags: [
      `--lc-messages-dir=${join(folder, share)}`,
      `--character-sets-dir=${join(folder, share, 'charsets')}`,
      `--plugin-dir=${join(folder, plugins)}`,
      ...flags,
    ],
    bootstrap: bootstrap && (() => sqlOf(bootstrap.map((name) => join(folder, share, name)))),
    env: process.env,
    version,
  };
}

/** For `--bootstrap`, which takes one statement a line, or up to a semicolon at its end. */
const sqlOf = (files) =>
  ['create database mysql;', 'use mysql;', ...files.map((path) => readFileSync(path, 'utf8'))].join(
    '\n',
  );

/** Debian's names for this processor. */
function machine() {
  if (process.platform === 'linux' && process.arch === 'x64')
    return { loader: 'usr/lib64/ld-linux-x86-64.so.2', libraries: 'usr/lib/x86_64-linux-gnu' };
  if (process.platform === 'linux' && process.arch === 'arm64')
    return { loader: 'usr/lib/ld-linux-aarch64.so.1', libraries: 'usr/lib/aarch64-linux-gnu' };
  throw new LauncherError('Servers of Debian sid need Linux on x86_64 or arm64.');
}
