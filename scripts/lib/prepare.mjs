import { ensureBuild } from './build.mjs';
import { DATABASE } from './database-server.mjs';
import { embeddedUrl, joinEmbeddedDatabase } from './embedded-database.mjs';
import { dataDirectory, readEnvironment } from './environment.mjs';
import { LauncherError } from './fail.mjs';
import { checkNode, ensurePackages } from './packages.mjs';
import { IS_CLONE } from './root.mjs';

/**
 * Packages, build and database, as far as they are missing, all at the same time; then one of our programs.
 * @param {(env: NodeJS.ProcessEnv, database: Promise<unknown>) => Promise<number>} run begins when packages and build are
 *   there; `database` settles when it answers or cannot be started
 * @returns {Promise<number>} the status of `run`
 * @throws {LauncherError} that says what to do
 */
export async function withPrepared(run) {
  checkNode();
  const { env, database } = openDatabase(readEnvironment());
  let isLost = false;
  database.catch(() => (isLost = true));
  const built = IS_CLONE ? ensurePackages().then(ensureBuild) : Promise.resolve();
  const program = built.then(() => (isLost ? 1 : run(env, database)));
  const [opened, ended] = await Promise.allSettled([database, program]);
  await opened.value?.leave();
  const failed = [opened, ended].find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return ended.value;
}

/** Where the database is, which is known before it runs. */
function openDatabase(env) {
  if (env.DATABASE_URL) return { env, database: givenDatabase(env.DATABASE_URL) };
  const directory = dataDirectory(env);
  const embedded = {
    DATABASE_URL: embeddedUrl(directory, DATABASE),
    LOCKSTEP_DATA_DIR: directory,
    LOCKSTEP_CREATE_SUPERUSER: '1',
  };
  return { env: { ...env, ...embedded }, database: joinEmbeddedDatabase(directory) };
}

async function givenDatabase(url) {
  const valid = URL.canParse(url) && /^(mysql|mariadb):$/.test(new URL(url).protocol);
  if (valid) return undefined;
  throw new LauncherError(
    'DATABASE_URL is not a database address. Write mysql://user:password@host:3306/name.',
  );
}
