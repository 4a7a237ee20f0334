import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installAsRoot, unpackDebs } from './debian-packages.mjs';
import { LauncherError } from './fail.mjs';
import { run } from './run.mjs';

const DJANGO = {
  title: 'Django',
  packages: ['python3-django', 'python3-mysqldb', 'python3-argon2', 'python3-bcrypt'],
  libraries: [
    'python3-asgiref',
    'python3-sqlparse',
    'python3-tz',
    'libmariadb3',
    'python3-cffi-backend',
    'libargon2-1',
  ],
};

/** Debian's Python first: its packages are not seen by a Python that was installed otherwise. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/**
 * A Python that can import Django, its MySQL driver and the libraries of its hashers.
 * @typedef {{ python: string, env: Record<string, string> }} DjangoPython
 */

/**
 * Finds Django for the tests that run one beside the API, or brings it: by apt as root, unpacked under the data without.
 * @param {string} dataDirectory
 * @returns {Promise<DjangoPython>}
 * @throws {LauncherError} that says what to install
 */
export async function ensureDjango(dataDirectory) {
  const unpacked = join(dataDirectory, 'django');
  const found = await findDjango(unpacked);
  if (found) return found;
  if (!existsSync('/usr/bin/apt-get')) throw new LauncherError(WHAT_TO_DO);
  if (process.getuid?.() === 0) await installAsRoot(DJANGO);
  else await unpackDebs(unpacked, DJANGO);
  const brought = await findDjango(unpacked);
  if (!brought) throw new LauncherError(WHAT_TO_DO);
  return brought;
}

async function findDjango(unpacked) {
  for (const env of [{}, ...unpackedEnvironment(unpacked)])
    for (const python of PYTHONS) if (await hasDjango(python, env)) return { python, env };
  return undefined;
}

async function hasDjango(python, env) {
  const { status } = await run(python, ['-c', 'import django, MySQLdb, argon2, bcrypt'], {
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** Debian's packages as `dpkg-deb -x` laid them out. */
function unpackedEnvironment(folder) {
  if (!existsSync(folder)) return [];
  const libraries = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'];
  return [
    {
      PYTHONPATH: join(folder, 'usr/lib/python3/dist-packages'),
      LD_LIBRARY_PATH: libraries.map((path) => join(folder, path)).join(delimiter),
    },
  ];
}

const WHAT_TO_DO = `The tests with a live Django need Python 3 with Django, mysqlclient, argon2-cffi and bcrypt, and none could be fetched.
Install them and run the command again:
  Debian, Ubuntu   apt-get install python3-django python3-mysqldb python3-argon2 python3-bcrypt
  elsewhere        python3 -m pip install django mysqlclient argon2-cffi bcrypt`;
