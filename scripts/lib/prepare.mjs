import { ensureBuild } from './build.mjs';
import { DATABASE } from './database-server.mjs';
import { joinEmbeddedDatabase } from './embedded-database.mjs';
import { dataDirectory, readEnvironment } from './environment.mjs';
import { LauncherError } from './fail.mjs';
import { checkNode, ensurePackages } from './packages.mjs';

/**
 * Packages, build and database, as far as they are missing; packages and database at the same time.
 * @returns {Promise<{ env: NodeJS.ProcessEnv, leave: () => Promise<void> }>} the environment for our programs, and what to
 *   call when they have ended
 */
export async function prepare() {
  checkNode();
  const env = readEnvironment();
  const [database, packages] = await Promise.allSettled([
    env.DATABASE_URL ? givenDatabase(env.DATABASE_URL) : embeddedDatabase(env),
    ensurePackages().then(ensureBuild),
  ]);
  const failed = [database, packages].find(({ status }) => status === 'rejected');
  if (!failed) return { env: { ...env, ...database.value.env }, leave: database.value.leave };
  await database.value?.leave();
  throw failed.reason;
}

async function embeddedDatabase(env) {
  const server = await joinEmbeddedDatabase(dataDirectory(env));
  return {
    env: {
      DATABASE_URL: server.url(DATABASE),
      LOCKSTEP_DATA_DIR: dataDirectory(env),
      LOCKSTEP_CREATE_SUPERUSER: '1',
    },
    leave: server.leave,
  };
}

async function givenDatabase(url) {
  const valid = URL.canParse(url) && /^(mysql|mariadb):$/.test(new URL(url).protocol);
  if (!valid)
    throw new LauncherError(
      'DATABASE_URL is not a database address. Write mysql://user:password@host:3306/name.',
    );
  return { env: {}, leave: async () => undefined };
}
