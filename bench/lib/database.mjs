import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { joinEmbeddedDatabase } from '../../scripts/lib/embedded-database.mjs';
import { seed } from './seed.mjs';

/** Room for a million assets and their indexes, so that the disk is not what is measured; durable as always. */
const FLAGS = ['--innodb-buffer-pool-size=768M'];

/**
 * One private server of the run, with a database for each size of the inventory.
 * @returns {Promise<{ pid: number, folder: string, urlOf: (name: string) => string, create: (name: string) => Promise<string>,
 *   fill: (name: string, assets: number) => Promise<void>, query: (name: string, sql: string, values?: unknown[]) => Promise<object[]>,
 *   close: () => Promise<void> }>}
 */
export async function startDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  const server = await joinEmbeddedDatabase(folder, { flags: FLAGS });
  const within = async (name, work) => {
    const connection = await mysql.createConnection({ ...connectionOptions(server, name) });
    try {
      return await work(connection);
    } finally {
      await connection.end();
    }
  };
  return {
    folder,
    pid: server.pid,
    urlOf: server.url,
    create: (name) =>
      within('mysql', (connection) =>
        connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`),
      ),
    fill: (name, assets) => within(name, (connection) => seed(connection, assets)),
    query: (name, sql, values) =>
      within(name, async (connection) => (await connection.query(sql, values))[0]),
    close: async () => {
      await server.leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const connectionOptions = ({ socketPath }, database) => ({
  socketPath,
  database,
  user: 'root',
  timezone: 'Z',
  dateStrings: true,
});
