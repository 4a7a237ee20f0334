import { renameSync, rmSync } from 'node:fs';
import { withOwnTemp } from './database-place.mjs';
import { LauncherError } from './fail.mjs';
import { run } from './run.mjs';

/** mariadbd refuses to run as root unless it is told to. */
export const asUser = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

/**
 * Makes the files of an empty server: in a folder beside, renamed when whole, so that a first start that was killed leaves
 * nothing half-made.
 * @param {import('./database-place.mjs').DatabasePlace} place
 * @param {import('./server-programs.mjs').ServerPrograms} programs
 */
export async function createData(place, { server, installer, basedir, env }) {
  const half = `${place.data}.part`;
  rmSync(half, { recursive: true, force: true });
  const options = { env: withOwnTemp(place, env) };
  const base = basedir ? [`--basedir=${basedir}`] : [];
  const result = installer
    ? await run(
        installer,
        [
          '--no-defaults',
          ...base,
          ...asUser(),
          `--datadir=${half}`,
          '--auth-root-authentication-method=normal',
          '--skip-test-db',
        ],
        options,
      )
    : await run(
        server,
        ['--no-defaults', '--initialize-insecure', ...asUser(), `--datadir=${half}`],
        options,
      );
  if (result.status !== 0)
    throw new LauncherError(
      `The database could not be created in ${place.data}.\n${result.output}`,
    );
  renameSync(half, place.data);
}
