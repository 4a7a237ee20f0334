import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { withOwnTemp } from './database-place.mjs';
import { LauncherError } from './fail.mjs';
import { run } from './run.mjs';

/** mariadbd refuses to run as root unless it is told to. */
const asUser = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

/**
 * What every call of the server's program begins with.
 * @param {import('./server-programs.mjs').ServerPrograms} programs
 * @returns {string[]} the arguments before all others
 */
export const firstArguments = ({ loading, basedir, flags }) => [
  ...loading,
  '--no-defaults',
  ...(basedir ? [`--basedir=${basedir}`] : []),
  ...asUser(),
  ...flags,
];

/**
 * Makes the files of an empty server, with root@localhost who needs no password: in a folder beside, renamed when whole, so
 * that a first start that was killed leaves nothing half-made.
 * @param {{ data: string }} place
 * @param {import('./server-programs.mjs').ServerPrograms} programs
 * @throws {LauncherError} with what the program printed
 */
export async function createData(place, programs) {
  const half = `${place.data}.part`;
  rmSync(half, { recursive: true, force: true });
  const options = { env: withOwnTemp(place, programs.env) };
  const result = await initialize(half, programs, options);
  if (result.status !== 0)
    throw new LauncherError(
      `The database could not be created in ${place.data}.\n${result.output}`,
    );
  renameSync(half, place.data);
}

function initialize(data, programs, options) {
  const { server, installer, basedir, bootstrap } = programs;
  if (bootstrap) {
    mkdirSync(data, { mode: 0o700 });
    const args = [...firstArguments(programs), `--datadir=${data}`, '--bootstrap'];
    return run(server, args, { ...options, input: bootstrap() });
  }
  if (!installer)
    return run(
      server,
      [...firstArguments(programs), '--initialize-insecure', `--datadir=${data}`],
      options,
    );
  const base = basedir ? [`--basedir=${basedir}`] : [];
  const how = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  return run(
    installer,
    ['--no-defaults', ...base, ...asUser(), `--datadir=${data}`, ...how],
    options,
  );
}
