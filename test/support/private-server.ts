import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';
import { dataDirectory } from '../../scripts/lib/environment.mjs';
import { ensureSidServer, sidBrands } from '../../scripts/lib/sid-servers.mjs';

/** A server that one test file has for itself, because its settings or its death would disturb the others. */
export interface PrivateServer {
  readonly pid: number;
  /** The address of a database on it, over its socket, as root without a password. */
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts a server of the kind that the run tests on: the machine's own, or with `TEST_SERVER=mysql|mariadb` that of Debian
 * sid.
 * @param flags of the server, after those of the embedded database, so that they win
 * @param brand `MariaDB`: the machine's own MariaDB in every run, for a test whose flags or SQL only that knows
 */
export async function startPrivateServer(
  flags: readonly string[] = [],
  brand?: 'MariaDB',
): Promise<PrivateServer> {
  const programs = brand === undefined ? await chosenPrograms() : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-private-'));
  const server = await joinEmbeddedDatabase(folder, {
    flags: [...flags],
    ...(programs && { programs }),
  });
  return {
    pid: server.pid,
    url: (database) => server.url(database),
    stop: async () => {
      await server.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function chosenPrograms() {
  const name = process.env.TEST_SERVER ?? '';
  if (name === '') return undefined;
  const brand = sidBrands().find((one) => one === name);
  if (!brand) throw new Error(`TEST_SERVER must be one of ${sidBrands().join(', ')}`);
  return ensureSidServer(brand, dataDirectory(process.env));
}
