import { DataSource } from 'typeorm';
import { type Config, loadConfig } from '../../src/config/index.js';
import { Database, dataSourceOptions, runMigrations } from '../../src/database/index.js';

export interface TestDatabase {
  readonly url: string;
  readonly config: Config;
  readonly dataSource: DataSource;
  readonly database: Database;
  /** One statement outside of our own code, on a connection of the pool. */
  query<T = unknown>(sql: string, params?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** An address on the server of this test run. */
export function urlOf(databaseName: string): string {
  const server = process.env.TEST_DATABASE_URL;
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set');
  const url = new URL(server);
  url.pathname = `/${databaseName}`;
  return url.href;
}

/** A fresh database with nothing in it, named after the test file. */
export async function createEmptyDatabase(name: string): Promise<string> {
  const server = new DataSource(dataSourceOptions(configOf(urlOf('mysql'))));
  await server.initialize();
  await server.query(`DROP DATABASE IF EXISTS test_${name}`);
  await server.query(`CREATE DATABASE test_${name} CHARACTER SET utf8mb4`);
  await server.destroy();
  return urlOf(`test_${name}`);
}

/** A fresh, migrated database; `env` as for the application (`DJANGO_VERSION`). */
export async function createTestDatabase(
  name: string,
  env: Record<string, string> = {},
): Promise<TestDatabase> {
  const url = await createEmptyDatabase(name);
  const test = await openTestDatabase(url, env);
  await runMigrations(test.dataSource, test.config.assets.inventory);
  return test;
}

/** One more set of connections to a database, as another process would have. */
export async function openTestDatabase(
  url: string,
  env: Record<string, string> = {},
): Promise<TestDatabase> {
  const config = configOf(url, env);
  const dataSource = await new DataSource(dataSourceOptions(config)).initialize();
  return {
    url,
    config,
    dataSource,
    database: new Database(dataSource, config),
    query: (sql, params) => dataSource.query(sql, params),
    close: () => dataSource.destroy(),
  };
}

function configOf(url: string, env: Record<string, string> = {}): Config {
  return loadConfig({ NODE_ENV: 'test', SECRET_KEY: 'x'.repeat(50), ...env, DATABASE_URL: url });
}
