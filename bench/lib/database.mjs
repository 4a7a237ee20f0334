import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';

/** Room for a million assets and their indexes, so that the disk is not what is measured; durable as always. */
const FLAGS = ['--innodb-buffer-pool-size=768M'];

/**
 * One private server of the run.
 * @typedef {{ pid: number, folder: string, urlOf: (name: string) => string,
 *   within: <T>(name: string, work: (connection: import('mysql2/promise').Connection) => Promise<T>) => Promise<T>,
 *   close: () => Promise<void> }} BenchDatabase `within`: on a connection to that database
 */

/** @returns {Promise<BenchDatabase>} */
export async function startDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  const server = await joinEmbeddedDatabase(folder, { flags: FLAGS });
  return {
    folder,
    pid: server.pid,
    urlOf: server.url,
    within: async (database, work) => {
      const connection = await mysql.createConnection({
        ...{ socketPath: server.socketPath, database, user: 'root' },
        ...{ timezone: 'Z', dateStrings: true },
      });
      try {
        return await work(connection);
      } finally {
        await connection.end();
      }
    },
    close: async () => {
      await server.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
