import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';

/** A server that one test file has for itself, because its settings or its death would disturb the others. */
export interface PrivateServer {
  readonly pid: number;
  /** The address of a database on it, over its socket, as root without a password. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** @param flags of the server, after those of the embedded database, so that they win */
export async function startPrivateServer(flags: readonly string[] = []): Promise<PrivateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-private-'));
  const server = await joinEmbeddedDatabase(folder, { flags: [...flags] });
  return {
    pid: server.pid,
    url: (database) => server.url(database),
    stop: async () => {
      await server.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
