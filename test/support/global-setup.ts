import mysql from 'mysql2/promise';
import { ensureBuild } from '../../scripts/lib/build.mjs';
import { ensureDjango } from '../../scripts/lib/django.mjs';
import { dataDirectory } from '../../scripts/lib/environment.mjs';
import { startPrivateServer } from './private-server.js';

/** Nothing of it has to survive, except where a test is about that: then it starts a server of its own. */
const FAST = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=256M'];

/**
 * One private server for the whole run, unless TEST_DATABASE_URL names another, a Python with Django, and a build of what
 * is in `src` now. A watch builds at its start only.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBuild();
  process.env.TEST_DJANGO = JSON.stringify(await findDjango());
  const server = process.env.TEST_DATABASE_URL ? undefined : await startPrivateServer(FAST);
  if (server) process.env.TEST_DATABASE_URL = server.url('mysql');
  process.env.TEST_SERVER_VERSION = await versionOf(process.env.TEST_DATABASE_URL ?? '');
  return async () => server?.stop();
}

async function versionOf(url: string): Promise<string> {
  const connection = await mysql.createConnection(url);
  const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT VERSION() AS version');
  await connection.end();
  return String(rows[0]?.version);
}

/** The tests that run a Django fail with the message; the others can do without. */
async function findDjango(): Promise<{ python: string } | { missing: string }> {
  try {
    return await ensureDjango(dataDirectory(process.env));
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
