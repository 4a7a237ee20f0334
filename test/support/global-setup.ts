import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../../scripts/lib/build.mjs';
import { ensureDjango } from '../../scripts/lib/django.mjs';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';
import { dataDirectory } from '../../scripts/lib/environment.mjs';

/** Nothing of it has to survive, except where a test is about that: then it starts a server of its own. */
const FAST = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=256M'];

/**
 * One private server for the whole run, unless TEST_DATABASE_URL names another, a Python with Django, and a build of what
 * is in `src` now. A watch builds at its start only.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBuild();
  process.env.TEST_DJANGO = JSON.stringify(await findDjango());
  if (process.env.TEST_DATABASE_URL !== undefined) return () => Promise.resolve();
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-test-'));
  const server = await joinEmbeddedDatabase(folder, { flags: FAST });
  process.env.TEST_DATABASE_URL = server.url('mysql');
  return async () => {
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  };
}

/** The tests that run a Django fail with the message; the others can do without. */
async function findDjango(): Promise<{ python: string } | { missing: string }> {
  try {
    return await ensureDjango(dataDirectory(process.env));
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
