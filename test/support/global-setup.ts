import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';

/** Nothing of it has to survive, except where a test is about that: then it starts a server of its own. */
const FAST = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=256M'];

/** One private server for the whole run, unless TEST_DATABASE_URL names another. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL !== undefined) return () => Promise.resolve();
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-test-'));
  const server = await joinEmbeddedDatabase(folder, { flags: FAST });
  process.env.TEST_DATABASE_URL = server.url('mysql');
  return async () => {
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  };
}
